"""A button pressed twice, and two people who record the same meeting, in the same moment."""

import uuid

import pytest
from django.db import connection
from django_scopes import scope

from mentorship.common.errors import EditConflict
from mentorship.pairs.models import Meeting, Pairing, PairingEvent
from mentorship.pairs.services import meetings as services
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory, ProgrammeFactory
from tests.mentorship.matching.registers import DAY
from tests.mentorship.matching.test_two_at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one",
    ),
]


@pytest.fixture
def pair(school):
    with scope(school=school):
        programme = ProgrammeFactory(school=school)
        return PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], state="ordered")


def recording(pair, key, planned=None, done=""):
    def act():
        row = Meeting.objects.get(pk=planned.pk) if planned else None
        return services.record(
            pairing=Pairing.objects.get(pk=pair.pk),
            record=services.Record(day=DAY, minutes=45, done=done),
            key=key,
            by=None,
            day=DAY,
            meeting=row,
        )

    return act


def test_the_same_form_twice_is_one_meeting(school, pair):
    act = recording(pair, uuid.uuid4())

    first, second = at_once(school, act, act)

    with scope(school=school):
        assert first == second == Meeting.objects.get()
        assert PairingEvent.objects.filter(state="at_work").count() == 1


def test_the_same_form_of_a_planned_meeting_twice_is_one_record(school, pair):
    with scope(school=school):
        planned = MeetingFactory(pairing=pair, state="planned", day=DAY)
    act = recording(pair, uuid.uuid4(), planned)

    first, second = at_once(school, act, act)

    with scope(school=school):
        assert first == second == Meeting.objects.get(state="held")


def test_of_two_people_who_record_the_same_meeting_one_hears_of_the_other(school, pair):
    with scope(school=school):
        planned = MeetingFactory(pairing=pair, state="planned", day=DAY)
    acts = [recording(pair, uuid.uuid4(), planned, done=words) for words in ("одна", "другая")]

    answers = at_once(school, *acts)

    kept = [one for one in answers if isinstance(one, Meeting)]
    assert len(kept) == 1
    with scope(school=school):
        assert Meeting.objects.get().done == kept[0].done
    assert any(isinstance(one, EditConflict | services.RuleBroken) for one in answers)
