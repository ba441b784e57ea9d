"""The first page of whoever leads campaigns: how far they have come, whom to remind."""

from datetime import date

import pytest
from django.urls import reverse

from mentorship.programmes.models import MembershipClass
from mentorship.programmes.roles import Role
from surveys import marks
from surveys.running import MOST
from tests.factories import CampaignFactory, InvitationFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def campaign(programme, school_scope):
    """Two classes of three pupils; two of the first and one of the second have answered."""
    campaign = CampaignFactory(programme=programme, title="Запрос ученика", closes_on=date(2022, 3, 20))
    for number, group in enumerate(["8\u00a0«Б»"] * 3 + ["10\u00a0«А»"] * 3):
        InvitationFactory(campaign=campaign, number=number, group=group)
    for number in (0, 1, 3):
        marks.mark_answered(campaign, number)
    return campaign


def today(client):
    return " ".join(client.get(reverse("today")).content.decode().split())


def test_the_coordinator_sees_the_whole_and_reminds(client_of, campaign):
    page = today(client_of())

    assert "Сдали 3 из 6" in page
    assert "Напомнить 3 людям" in page
    assert reverse("campaign_remind", args=[campaign.public_id]) in page


def test_a_class_teacher_sees_the_own_class(client_of, member, campaign, school):
    teacher = member(Role.CLASS_TEACHER)
    school_class = SchoolClassFactory(school=school, grade=8, letter="Б")
    MembershipClass.objects.create(school=school, membership=teacher, school_class=school_class)

    page = today(client_of(teacher))

    assert "Сдали 2 из 3" in page
    assert "ваши классы" in page
    assert "Напомнить 1 человеку" in page


def test_of_an_anonymous_campaign_everybody_is_reminded(client_of, campaign):
    type(campaign).objects.filter(pk=campaign.pk).update(is_anonymous=True)

    assert "Напомнить 6 людям" in today(client_of())


def test_a_psychologist_looks_and_others_do_not(client_of, campaign):
    assert "Сдали 3 из 6" in today(client_of(Role.PSYCHOLOGIST))
    assert "Напомнить" not in today(client_of(Role.PSYCHOLOGIST))
    assert campaign.title not in today(client_of(Role.MENTOR))


@pytest.mark.parametrize(
    "over", [{"state": "closed"}, {"state": "draft"}, {"closes_on": "2022-03-13"}, {"deleted_at": "2022-03-13T00:00Z"}]
)
def test_only_open_campaigns_stand_there(client_of, campaign, over):
    type(campaign).objects.filter(pk=campaign.pk).update(**over)

    assert campaign.title not in today(client_of())


def test_the_nearest_ends_stand_there_and_no_more_than_a_few(client_of, campaign, programme):
    for number in range(MOST + 3):
        InvitationFactory(campaign=CampaignFactory(programme=programme, title=f"Без срока {number}"))

    page = today(client_of())

    assert campaign.title in page
    assert page.count("Без срока") == 2 * (MOST - 1), "the link and the name of the button"
