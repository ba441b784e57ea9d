"""What was thrown away: found in the bin for thirty days, then gone for good."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from mentorship.programmes.roles import Role
from surveys.models import Campaign, Invitation, Submission, Survey
from surveys.services.trash import empty_every_trash
from tests.factories import CampaignFactory, InvitationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=31), NOW - timedelta(days=29)


@pytest.fixture(autouse=True)
def day(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def thrown(programme, school_scope):
    """``thrown(LATELY)`` is a campaign with a ticket and an answer, in the bin since then, or living without a day."""

    def make(since=None, survey_since=None):
        campaign = CampaignFactory(programme=programme, deleted_at=since)
        ticket = InvitationFactory(campaign=campaign)
        Submission.objects.create(
            school=programme.school, campaign=campaign, invitation=ticket, key=ticket.public_id, submitted_on=NOW.date()
        )
        Survey.objects.filter(pk=campaign.survey_version.survey_id).update(deleted_at=survey_since)
        return campaign

    return make


def test_after_thirty_days_a_campaign_goes_with_its_answers(thrown):
    old, late, living = thrown(LONG_AGO), thrown(LATELY), thrown()

    empty_every_trash(now=NOW)

    assert set(Campaign.objects.all()) == {late, living}
    assert Submission.objects.count() == Invitation.objects.count() == 2
    assert Survey.objects.filter(pk=old.survey_version.survey_id).exists()


def test_a_questionnaire_stays_as_long_as_its_campaign(thrown):
    both, with_campaign = thrown(LONG_AGO, LONG_AGO), thrown(None, LONG_AGO)
    kept = thrown(LONG_AGO, LATELY)

    empty_every_trash(now=NOW)

    gone, *stay = (one.survey_version.survey_id for one in (both, with_campaign, kept))
    assert set(Survey.objects.values_list("pk", flat=True)) == set(stay)
    assert gone not in stay


def test_a_campaign_is_found_in_the_bin_and_put_back(thrown, client_of):
    campaign, old = thrown(LATELY), thrown(LONG_AGO)
    client = client_of()
    bin_address = reverse("campaigns") + "?bin=1"

    page = client.get(bin_address).content.decode()
    assert campaign.title in page
    assert old.title not in page
    client.post(reverse("campaign_restore", args=[campaign.public_id]), follow=True)

    assert campaign.title not in client.get(bin_address).content.decode()
    assert campaign.title in client.get(reverse("campaigns")).content.decode()


def test_a_class_teacher_sees_only_the_own_ones_in_the_bin(thrown, client_of):
    own, other = thrown(LATELY), thrown(LATELY)
    client = client_of(Role.CLASS_TEACHER)
    Campaign.objects.filter(pk=own.pk).update(created_by=client.membership.user)

    page = client.get(reverse("campaigns") + "?bin=1").content.decode()

    assert own.title in page
    assert other.title not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"running", "over", "draft", "closed"}),
        ("?state=open", {"running"}),
        ("?state=draft", {"draft"}),
        ("?state=over", {"over", "closed"}),
        ("?state=nonsense", {"running", "over", "draft", "closed"}),
        ("?q=опрос draft", {"draft"}),
        ("?q=ничего", set()),
    ],
)
def test_the_list_of_campaigns_is_filtered(programme, school_scope, client_of, query, found):
    states = {"running": {}, "over": {"closes_on": "2022-03-13"}, "draft": {"state": "draft"}}
    for title, fields in (states | {"closed": {"state": "closed"}}).items():
        CampaignFactory(programme=programme, title=f"Опрос {title}", **fields)

    page = client_of().get(reverse("campaigns") + query).content.decode()

    assert {title for title in ("running", "over", "draft", "closed") if f">Опрос {title}<" in page} == found


def test_questionnaires_are_found_in_small_letters(thrown, client_of):
    survey = thrown().survey_version.survey
    Survey.objects.filter(pk=survey.pk).update(title="Запрос ученика")

    assert "Запрос ученика" in client_of().get(reverse("surveys") + "?q=запрос").content.decode()


def test_the_questionnaire_to_send_is_found_among_many(thrown, client_of):
    survey = thrown().survey_version.survey
    Survey.objects.filter(pk=survey.pk).update(title="Запрос ученика")
    others = [thrown().survey_version.survey for _number in range(31)]
    client = client_of()

    first = client.get(reverse("campaign_new")).content.decode()
    found = client.get(reverse("campaign_new") + "?q=запрос").content.decode()

    assert sum(f"survey={one.public_id}" in first for one in [survey, *others]) == 30
    assert [one for one in [survey, *others] if f"survey={one.public_id}" in found] == [survey]
