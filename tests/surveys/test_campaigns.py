"""Asking people: who, with how many clicks, what is seen and by whom."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.models import MembershipClass
from mentorship.programmes.roles import Role
from surveys import marks, sources
from surveys.audience import read_addresses
from surveys.models import Campaign, Invitation
from surveys.progress import progress_of
from surveys.services import campaigns as acts
from surveys.services import goals
from surveys.sources import Audience, Invitee
from tests.factories import (
    CampaignFactory,
    InvitationFactory,
    SchoolClassFactory,
    SurveyFactory,
    SurveyVersionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2022, 3, 14)
PUPILS = {"8-b": ("8\u00a0«Б»", [uuid.UUID(int=n) for n in range(1, 28)]), "8-v": ("8\u00a0«В»", [uuid.UUID(int=99)])}
NAMES = {subject: f"Иванов {subject.int} Пётр" for _title, subjects in PUPILS.values() for subject in subjects}


@pytest.fixture(autouse=True)
def pupils(monkeypatch, on_day):
    """A register of two classes, as an app above would give it; nobody of it has an address."""
    on_day(2022, 3, 14)

    def people(programme, values):
        return [Invitee(subject=one, group=PUPILS[value][0]) for value in values for one in PUPILS[value][1]]

    fake = Audience(
        "fake",
        "Классы",
        lambda programme: [(value, title, len(some)) for value, (title, some) in PUPILS.items()],
        people,
        lambda programme, values: [("Петрова А.", "нет согласия")],
    )
    monkeypatch.setitem(sources.audiences, "fake", fake)
    monkeypatch.setattr(sources, "_names", [lambda subjects: {one: NAMES[one] for one in subjects if one in NAMES}])


@pytest.fixture
def version(programme):
    with scope(school=programme.school):
        return SurveyVersionFactory(survey=SurveyFactory(school=programme.school, title="Запрос ученика"))


@pytest.fixture
def campaign(programme, version):
    """Two classes, being prepared."""
    audience = [{"source": "fake", "values": ["8-b", "8-v"]}]
    with scope(school=programme.school):
        yield CampaignFactory(programme=programme, survey_version=version, state="draft", audience=audience)


def form_data(**changes):
    data = {
        "key": str(uuid.uuid4()),
        "title": "Запрос",
        "to_fake": ["8-b", "8-v"],
        "who": "identified",
        "opens_on": "2022-03-14",
        "closes_on": "2022-03-27",
        "reminds": "on",
    }
    return data | changes


def new_address(version):
    return f"{reverse('campaign_new')}?survey={version.survey.public_id}"


# opening


def test_a_questionnaire_goes_to_two_classes(client_of, version, school):
    client = client_of(Role.COORDINATOR)
    answer = client.post(new_address(version), form_data(open="1"))

    with scope(school=school):
        campaign = Campaign.objects.get()
        assert answer.status_code == 302
        assert answer.url == campaign.get_absolute_url()
        assert campaign.state == "running"
        assert campaign.invitations.count() == 28
        assert not campaign.open_code
    page = client.get(answer.url).content.decode()
    assert "0 из 28" in page or "0 of 28" in page


def test_the_list_of_questionnaires_leads_straight_to_asking(client_of, version):
    """Questionnaires, «Ask people» in the row, two classes, «Send at once»: five clicks."""
    assert new_address(version) in client_of().get(reverse("surveys")).content.decode()


def test_the_check_page_says_whom_and_how_many_and_asks_nobody_yet(client_of, version, school):
    client = client_of(Role.COORDINATOR)
    answer = client.post(new_address(version), form_data(check="1", board="on"))
    page = client.get(answer.url).content.decode()

    assert "28" in page
    assert "нет согласия" in page
    with scope(school=school):
        assert not Invitation.objects.exists()
    client.post(answer.url)
    with scope(school=school):
        campaign = Campaign.objects.get()
        assert campaign.state == "running"
        assert len(campaign.open_code) == 6


def test_the_same_form_sent_twice_is_one_campaign(client_of, version, school):
    client, data = client_of(Role.COORDINATOR), form_data(open="1")
    client.post(new_address(version), data)
    client.post(new_address(version), data)

    with scope(school=school):
        assert Campaign.objects.count() == 1
        assert Invitation.objects.count() == 28


def test_two_people_who_open_at_once_make_one_set_of_tickets(campaign, member):
    second = Campaign.objects.get(pk=campaign.pk)

    assert acts.open_campaign(campaign, by=member(Role.COORDINATOR).user)
    assert not acts.open_campaign(second, by=member(Role.DIRECTOR).user)
    assert second.state == "running"
    assert campaign.invitations.count() == 28


def test_nobody_is_asked_without_an_audience(client_of, version, school):
    answer = client_of(Role.COORDINATOR).post(new_address(version), form_data(to_fake=[], open="1"))

    assert answer.status_code == 422
    with scope(school=school):
        assert not Campaign.objects.exists()


def test_a_draft_of_a_questionnaire_cannot_be_sent(programme, member):
    with scope(school=programme.school):
        draft = SurveyVersionFactory(survey__school=programme.school, state="draft", published_at=None)
        with pytest.raises(RuleBroken):
            acts.draft_campaign(
                key=uuid.uuid4(), programme=programme, version=draft, by=member().user, title="x", opens_on=TODAY
            )


def test_addresses_are_read_with_doubles_and_mistakes_by_line():
    read = read_addresses("Анна <Anna@school.test>\nanna@school.test; boris@school.test\n\nне адрес@\n")

    assert read.good == ["anna@school.test", "boris@school.test"]
    assert read.twice == [(2, "anna@school.test")]
    assert read.wrong == [(4, "не"), (4, "адрес@")]


def test_a_wrong_address_comes_back_with_its_line(client_of, version):
    answer = client_of(Role.COORDINATOR).post(new_address(version), form_data(emails="a@b.test\nмимо", open="1"))

    assert answer.status_code == 422
    assert "2: мимо" in answer.content.decode()
    assert "a@b.test" in answer.content.decode()


def test_late_ones_get_tickets_with_numbers_of_their_own(campaign, member, monkeypatch):
    acts.open_campaign(campaign, by=member().user)
    late = uuid.UUID(int=500)
    monkeypatch.setitem(PUPILS, "8-v", ("8\u00a0«В»", [uuid.UUID(int=99), late]))

    assert [one.subject for one in acts.add_late(campaign, by=member().user)] == [late]
    assert acts.add_late(campaign, by=member().user) == []
    numbers = list(campaign.invitations.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(29))


def test_the_staff_are_asked_by_role(programme, member, version):
    teacher = member(Role.CLASS_TEACHER, post="Учитель физики")
    member(Role.DIRECTOR, user=teacher.user)
    with scope(school=programme.school):
        invitees = sources.audiences["staff"].people(programme, [Role.CLASS_TEACHER, Role.DIRECTOR])
    assert [one.user_id for one in invitees] == [teacher.user_id]


# the life


def test_a_campaign_is_closed_opened_again_prolonged_and_thrown_away(client_of, campaign, member, school):
    client = client_of(Role.COORDINATOR)
    acts.open_campaign(campaign, by=member().user)
    at = campaign.public_id

    client.post(reverse("campaign_close", args=[at]))
    campaign.refresh_from_db()
    assert not campaign.is_open_on(TODAY)
    client.post(reverse("campaign_reopen", args=[at]))
    campaign.refresh_from_db()
    assert campaign.is_open_on(TODAY)
    client.post(reverse("campaign_prolong", args=[at]), {"version": campaign.version, "closes_on": "30.04.2022"})
    campaign.refresh_from_db()
    assert campaign.closes_on == date(2022, 4, 30)
    client.post(reverse("campaign_delete", args=[at]))
    assert client.get(campaign.get_absolute_url()).status_code == 404
    client.post(reverse("campaign_restore", args=[at]))
    assert client.get(campaign.get_absolute_url()).status_code == 200


def test_a_campaign_whose_period_is_over_is_really_open_after_opening_again(campaign, member):
    Campaign.objects.filter(pk=campaign.pk).update(state="closed", closes_on=date(2022, 3, 5))
    campaign.refresh_from_db()

    acts.reopen_campaign(campaign, by=member().user, day=TODAY)

    assert campaign.is_open_on(TODAY)


def test_the_second_who_prolongs_is_told(campaign, member):
    acts.prolong_campaign(campaign, by=member().user, expected_version=1, closes_on=date(2022, 4, 1))
    with pytest.raises(EditConflict):
        acts.prolong_campaign(campaign, by=member().user, expected_version=1, closes_on=date(2022, 5, 1))


def test_a_last_day_before_the_first_is_refused_with_the_form(client_of, campaign):
    data = {"version": campaign.version, "closes_on": "2022-02-01"}
    answer = client_of().post(reverse("campaign_prolong", args=[campaign.public_id]), data)

    assert answer.status_code == 422
    assert "2022-02-01" in answer.content.decode()


def test_names_and_no_names_are_never_switched(campaign):
    """No service takes it, and the form of an existing campaign does not have it."""
    from surveys.forms.campaigns import ProlongForm

    assert "who" not in ProlongForm(campaign=campaign, today=TODAY).fields


# progress


def test_progress_is_counted_by_class_with_names(campaign, member, client_of):
    acts.open_campaign(campaign, by=member().user)
    tickets = list(campaign.invitations.filter(group="8\u00a0«Б»").order_by("number"))
    for ticket in tickets[:19]:
        marks.mark_begun(campaign, ticket.number)
        marks.mark_answered(campaign, ticket.number)
    marks.mark_begun(campaign, tickets[20].number)

    found = progress_of(campaign)
    assert [(one.title, one.answered, one.invited) for one in found.groups] == [
        ("8\u00a0«Б»", 19, 27),
        ("8\u00a0«В»", 0, 1),
    ]
    assert [one.number for one in found.groups[0].begun] == [tickets[20].number]
    page = client_of().get(campaign.get_absolute_url()).content.decode()
    assert NAMES[tickets[20].subject] in page
    assert NAMES[tickets[0].subject] + "<" not in page


def test_an_anonymous_campaign_tells_counts_and_nobody(campaign, member, client_of):
    Campaign.objects.filter(pk=campaign.pk).update(is_anonymous=True)
    campaign.refresh_from_db()
    acts.open_campaign(campaign, by=member().user)
    marks.mark_answered(campaign, 3)

    found = progress_of(campaign)
    page = client_of().get(campaign.get_absolute_url()).content.decode()
    reminder = client_of().get(reverse("campaign_remind", args=[campaign.public_id])).content.decode()

    assert (found.invited, found.answered, found.groups) == (28, 1, [])
    assert not any(name in page + reminder for name in NAMES.values())
    assert "8\u00a0«Б»" not in page


def test_a_class_teacher_sees_the_own_class_alone(campaign, member, client_of, school):
    acts.open_campaign(campaign, by=member().user)
    teacher = member(Role.CLASS_TEACHER)
    own = SchoolClassFactory(school=school, grade=8, letter="В")
    MembershipClass.objects.create(school=school, membership=teacher, school_class=own)
    client = client_of(teacher)

    page = client.get(campaign.get_absolute_url()).content.decode()
    assert NAMES[uuid.UUID(int=99)] in page
    assert "8\u00a0«Б»" not in page
    assert client.post(reverse("campaign_close", args=[campaign.public_id])).status_code == 404
    choices = client.get(new_address(campaign.survey_version)).content.decode()
    assert 'value="8-v"' in choices
    assert 'value="8-b"' not in choices
    assert 'name="emails"' not in choices


def test_a_class_teacher_cannot_ask_another_class(client_of, member, version, school):
    teacher = member(Role.CLASS_TEACHER)
    assert client_of(teacher).get(new_address(version)).status_code == 403
    with scope(school=school):
        own = SchoolClassFactory(school=school, grade=8, letter="В")
        MembershipClass.objects.create(school=school, membership=teacher, school_class=own)

    answer = client_of(teacher).post(new_address(version), form_data(open="1"))

    assert answer.status_code == 422
    with scope(school=school):
        assert not Invitation.objects.exists()


def test_a_teacher_of_another_class_and_a_stranger_find_nothing(campaign, member, client_of, other_school):
    acts.open_campaign(campaign, by=member().user)
    names = ["campaign", "campaign_remind", "campaign_share", "campaign_slips", "campaign_check"]
    for who in (member(Role.CLASS_TEACHER), member(Role.COORDINATOR, school=other_school)):
        client = client_of(who)
        for name in names:
            assert client.get(reverse(name, args=[campaign.public_id])).status_code == 404, name
    assert client_of(Role.MENTOR).get(campaign.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("name", ["campaign_close", "campaign_reopen", "campaign_delete", "campaign_late"])
def test_reading_changes_nothing(campaign, client_of, name):
    assert client_of().get(reverse(name, args=[campaign.public_id])).status_code == 405


def test_the_list_takes_the_same_number_of_queries_for_any_length(
    client_of, programme, version, django_assert_max_num_queries
):
    client = client_of()
    with scope(school=programme.school):
        CampaignFactory.create_batch(12, programme=programme, survey_version=version)
    with django_assert_max_num_queries(16):
        client.get(reverse("campaigns"))


def test_the_page_takes_the_same_number_of_queries_for_any_size(
    campaign, member, client_of, django_assert_max_num_queries
):
    acts.open_campaign(campaign, by=member().user)
    client = client_of()
    with django_assert_max_num_queries(18):
        client.get(campaign.get_absolute_url())


# the goal


def test_a_reached_goal_is_told_once(campaign, member, monkeypatch):
    told = []
    monkeypatch.setattr(goals, "_listeners", [told.append])
    Campaign.objects.filter(pk=campaign.pk).update(goal=7)
    campaign.refresh_from_db()
    acts.open_campaign(campaign, by=member().user)
    stale = Campaign.objects.get(pk=campaign.pk)

    marks.mark_answered(campaign, 0)
    assert not goals.check_goal(campaign, TODAY)
    marks.mark_answered(campaign, 1)
    assert goals.check_goal(campaign, TODAY)
    assert not goals.check_goal(stale, TODAY)

    assert told == [campaign]
    assert campaign.goal_reached_on == TODAY


# the signed-in person


def test_the_person_sees_the_own_open_questionnaires(campaign, member, client_of):
    teacher = member(Role.CLASS_TEACHER)
    Campaign.objects.filter(pk=campaign.pk).update(state="running")
    ticket = InvitationFactory(campaign=campaign, email="", user=teacher.user, number=1)
    client = client_of(teacher)

    assert campaign.title in client.get(reverse("surveys_mine")).content.decode()
    assert campaign.title in client.get(reverse("today")).content.decode()
    assert client.get(reverse("surveys_mine_open", args=[ticket.public_id])).url.startswith("/f/")
    marks.mark_answered(campaign, 1)
    assert campaign.title not in client.get(reverse("surveys_mine")).content.decode()
    assert client_of(Role.MENTOR).get(reverse("surveys_mine_open", args=[ticket.public_id])).status_code == 404
