"""Two people who write the same number or phrase of the monitoring in the same moment."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.monitoring.models import Denominator, IndicatorTarget, Measurement, Quantity, SwotEntry
from mentorship.monitoring.quality import Proposal
from mentorship.monitoring.services import indicators, measurements, quality, quantities
from mentorship.programmes.models import AuditEvent
from tests.at_once import at_once, needs_a_server
from tests.factories import CampaignFactory

DAY = date(2022, 5, 31)
pytestmark = [pytest.mark.django_db(transaction=True), needs_a_server]


def number_of(school, model):
    with scope(school=school):
        return model.objects.count()


def kinds(answers):
    return sorted(type(one).__name__ for one in answers)


def test_a_proposal_is_taken_once(school, programme):
    proposal = Proposal("pupils", "strength", "marks", "Оценки выросли", 90, 20)

    answers = at_once(school, *[lambda: quality.take(programme=programme, proposal=proposal, by=None)] * 4)

    assert kinds(answers) == ["SwotEntry"] * 4
    assert number_of(school, SwotEntry) == 1


def test_a_phrase_of_ones_own_is_written_once_and_the_others_are_told(school, programme):
    values = {"programme": programme, "group": "pupils", "quadrant": "threat", "text": "Мало кабинетов", "by": None}

    answers = at_once(school, *[lambda: quality.add(**values)] * 4)

    assert kinds(answers) == [*["RuleBroken"] * 3, "SwotEntry"]
    assert number_of(school, SwotEntry) == 1


def test_a_base_of_a_day_is_typed_once(school):
    def typed():
        return len(indicators.type_bases(school=school, day=DAY, counts={"pupils_10_19": 550}, source="ОО-1", by=None))

    assert sorted(at_once(school, *[typed] * 4)) == [0, 0, 0, 1]
    assert number_of(school, Denominator) == 1


def test_a_target_of_a_year_is_set_once_and_the_others_are_told(school):
    values = {"indicator": "I1", "year": 2022, "percent": 70, "source": "Приказ"}

    answers = at_once(school, *[lambda: indicators.add_target(school=school, values=values, by=None)] * 4)

    assert kinds(answers) == ["IndicatorTarget", *["RuleBroken"] * 3]
    assert number_of(school, IndicatorTarget) == 1


def test_a_removed_target_is_in_the_log_once_and_is_put_back_once(school):
    with scope(school=school):
        values = {"indicator": "I1", "year": 2022, "percent": 70, "source": "Приказ"}
        row = indicators.add_target(school=school, values=values, by=None)

    at_once(school, *[lambda: indicators.remove_target(row=row, by=None)] * 4)
    with scope(school=school):
        event = AuditEvent.objects.get(action="target.deleted")
    answers = at_once(school, *[lambda: indicators.restore_target(event=event, school=school, by=None)] * 4)

    assert kinds(answers) == ["IndicatorTarget", *["RuleBroken"] * 3]
    assert number_of(school, IndicatorTarget) == 1


def test_a_counted_quantity_is_added_once_and_the_others_are_told(school, programme):
    values = {"title": "Проекты", "form": None}

    answers = at_once(school, *[lambda: quantities.add(programme=programme, values=values, by=None)] * 4)

    assert kinds(answers) == ["Quantity", *["RuleBroken"] * 3]
    assert all(str(one) for one in answers if isinstance(one, RuleBroken))
    assert number_of(school, Quantity) == 1


def test_of_two_choices_of_what_is_compared_one_row_stands(school, programme):
    with scope(school=school):
        first, last = CampaignFactory(programme=programme), CampaignFactory(programme=programme)
    rows = {"programme": programme, "form": None, "side": "mentee", "by": None}

    answers = at_once(school, *[lambda: measurements.choose(**rows, before=first, after=last)] * 4)

    assert kinds(answers) == ["Measurement"] * 4
    assert number_of(school, Measurement) == 1
