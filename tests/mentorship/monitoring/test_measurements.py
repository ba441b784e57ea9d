"""The school corrects which two campaigns are compared."""

from datetime import date

import pytest

from mentorship.monitoring.impact import comparisons, part_of
from mentorship.monitoring.models import Measurement
from mentorship.programmes.models import AuditEvent, MentoringForm, Programme
from mentorship.programmes.roles import Role
from tests.factories import CampaignFactory, MenteeFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
ADDRESS = "/monitoring/impact/compare/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def waves(programme):
    """One questionnaire sent twice, as schools do: by its purpose both are «before»."""
    form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
    name = "before-pupil-pupil-mentee:adult"
    first = campaign_of(programme, name, title="Осень", opens_on=date(2021, 10, 1))
    last = campaign_of(programme, name, title="Весна", opens_on=date(2022, 5, 10))
    for _number in range(6):
        who = MenteeFactory(programme=programme).person.public_id
        answer(first, who, day=date(2021, 10, 2), comfort=3)
        answer(last, who, comfort=8)
    return form, first, last


def sent(form, first, last, **changes):
    rows = {"form": form.pk, "side": "mentee", "before": first.pk if first else "", "after": last.pk if last else ""}
    return rows | changes


def test_one_questionnaire_sent_twice_is_compared_once_the_school_says_so(client_of, programme, waves):
    client = client_of()
    page = client.get("/monitoring/impact/").content.decode()
    assert f"{ADDRESS}?form=" in page
    assert not any(one.both for one in comparisons(programme, DAY))

    answer_ = client.post(ADDRESS, sent(*waves))

    assert (answer_.status_code, answer_["Location"]) == (302, "/monitoring/impact/")
    (one,) = comparisons(programme, DAY)
    assert (one.both, next(found for found in one.constructs if found.code == "comfort").change.grew) == (6, 6)
    assert "«Осень» (01.10.2021)" in part_of(one).paragraphs[0]
    assert "«Весна» (10.05.2022)" in client.get("/monitoring/impact/").content.decode()
    assert AuditEvent.objects.filter(action="measurement.chosen").count() == 1


def test_what_was_chosen_stands_in_the_form_and_can_be_left_to_the_product(client_of, programme, waves):
    client = client_of()
    client.post(ADDRESS, sent(*waves))
    client.post(ADDRESS, sent(*waves))
    row = Measurement.objects.get()

    form = client.get(f"{ADDRESS}?form=Ученик – ученик&side=mentee").context["form"]
    assert (form["before"].value(), form["after"].value()) == (waves[1].pk, waves[2].pk)

    client.post(f"{ADDRESS}{row.public_id}/clear/")
    assert not Measurement.objects.exists()
    assert not any(one.both for one in comparisons(programme, DAY))


def test_a_wrong_choice_is_answered_with_words_and_nothing_is_lost(client_of, programme, waves):
    form, first, last = waves
    client = client_of()

    for wrong in (
        sent(form, first, first),
        sent(form, last, first),
        sent(form, None, None),
        sent(form, first, last, side="x"),
    ):
        answered = client.post(ADDRESS, wrong)
        assert answered.status_code == 422
        assert answered.context["form"].errors
        assert answered.context["form"]["before"].value() == str(wrong["before"])
    assert not Measurement.objects.exists()


def test_drafts_nameless_and_other_programmes_campaigns_are_not_offered(client_of, programme, waves):
    CampaignFactory(programme=programme, state="draft")
    CampaignFactory(programme=programme, is_anonymous=True)
    earlier = {"title": "Прошлый год", "starts_on": date(2020, 9, 1), "ends_on": date(2021, 5, 31)}
    CampaignFactory(programme=Programme.objects.create(school=programme.school, **earlier))

    offered = client_of().get(ADDRESS).context["form"].fields["after"].queryset

    assert list(offered) == [waves[1], waves[2]]


def test_who_only_looks_at_the_monitoring_does_not_choose(client_of, programme, waves):
    for role in (Role.DIRECTOR, Role.PSYCHOLOGIST):
        client = client_of(role)
        assert ADDRESS not in client.get("/monitoring/impact/").content.decode()
        assert client.post(ADDRESS, sent(*waves)).status_code == 403
    assert not Measurement.objects.exists()
