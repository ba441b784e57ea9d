"""The group meeting: guests, invitations, attendance, and the choices of both sides."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.matching.gathering import knowledge_of
from mentorship.matching.guests import mutual_choices
from mentorship.matching.models import GroupMeeting, MeetingGuest, MeetingLetter
from mentorship.matching.services import meetings
from mentorship.matching.tasks import deliver_letters
from surveys.models import Campaign, Survey
from tests.factories import SchoolClassFactory

from .registers import choose, ready_mentee, ready_mentor

DAY = date(2022, 3, 21)
pytestmark = pytest.mark.usefixtures("school_scope")


@pytest.fixture
def here(programme, on_day):
    on_day(2022, 3, 21)
    programme.school.current_programme = programme
    programme.school.save()
    return programme


@pytest.fixture
def mentors(here):
    return [ready_mentor(here), ready_mentor(here)]


@pytest.fixture
def mentees(here):
    return [ready_mentee(here) for _ in range(3)]


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


@pytest.fixture
def meeting(coordinator, mentors, mentees):
    body = {"day": "25.03.2022", "at": "15:00", "place": "Актовый зал", "note": "Короткие беседы", "version": "1"}
    coordinator.post(reverse("matching_meeting_new"), body)
    return GroupMeeting.objects.get()


def at(name, meeting, *more):
    return reverse(name, args=[meeting.public_id, *more])


def guest(meeting, **who):
    return MeetingGuest.objects.get(meeting=meeting, **who)


def test_everybody_who_is_ready_is_proposed(meeting, mentors, mentees, coordinator):
    assert (meeting.day, f"{meeting.at:%H:%M}", meeting.place) == (date(2022, 3, 25), "15:00", "Актовый зал")
    assert MeetingGuest.objects.filter(meeting=meeting).count() == 5
    page = coordinator.get(meeting.get_absolute_url()).content.decode()
    assert all(one.person.full_name in page for one in [*mentors, *mentees])


def test_a_meeting_without_a_day_is_not_made(coordinator, mentors):
    answer = coordinator.post(reverse("matching_meeting_new"), {"day": "когда-нибудь", "place": "Зал", "version": "1"})
    assert answer.status_code == 422
    assert 'value="Зал"' in answer.content.decode()
    assert not GroupMeeting.objects.exists()


def test_one_more_guest_and_one_less(meeting, coordinator, here, mentees):
    late = ready_mentee(here)
    page = coordinator.get(at("matching_guests", meeting)).content.decode()
    assert late.person.full_name in page
    assert mentees[0].person.full_name not in page
    coordinator.post(at("matching_guests", meeting), {"mentee": [late.pk, late.pk, "x"]})
    coordinator.post(at("matching_guests", meeting), {"mentee": late.pk})
    row = guest(meeting, mentee=late)
    coordinator.post(at("matching_attendance", meeting), {"shown": row.pk, "guest": row.pk, "remove": "1"})
    assert not MeetingGuest.objects.filter(mentee=late).exists()


def test_invitations_go_once_to_those_who_have_an_address(meeting, coordinator, mentors):
    mentors[0].person.email = "mentor@school.test"
    mentors[0].person.save()
    for _press in range(2):
        page = coordinator.post(at("matching_meeting_invite", meeting), follow=True).content.decode()
    assert "4 приглашённых" in page
    assert MeetingLetter.objects.count() == 1
    deliver_letters()
    deliver_letters()
    (letter,) = mail.outbox
    assert letter.to == ["mentor@school.test"]
    assert "25 марта 2022" in letter.body
    assert "Актовый зал" in letter.body


def test_no_invitation_to_a_meeting_that_is_over(meeting, coordinator, mentors):
    mentors[0].person.email = "mentor@school.test"
    mentors[0].person.save()
    coordinator.post(at("matching_meeting_invite", meeting))
    GroupMeeting.objects.update(day=date(2022, 3, 20))
    deliver_letters()
    assert not mail.outbox
    assert MeetingLetter.objects.get().state == "withheld"


def test_attendance_writes_what_the_page_showed_and_no_more(meeting, coordinator, mentees, mentors):
    first, second = guest(meeting, mentee=mentees[0]), guest(meeting, mentee=mentees[1])
    other = guest(meeting, mentor=mentors[0])
    MeetingGuest.objects.filter(pk=other.pk).update(has_come=True)
    coordinator.post(
        at("matching_attendance", meeting), {"shown": f"{first.pk},{second.pk}", "guest": [first.pk, other.pk]}
    )
    came = dict(MeetingGuest.objects.filter(meeting=meeting).values_list("pk", "has_come"))
    assert (came[first.pk], came[second.pk], came[other.pk]) == (True, False, True)
    coordinator.post(at("matching_attendance", meeting), {"shown": f"{second.pk}", "everybody": "1"})
    assert guest(meeting, mentee=mentees[1]).has_come


def test_both_sides_are_asked_with_one_press(meeting, coordinator, mentees, mentors):
    MeetingGuest.objects.exclude(mentee=mentees[2]).update(has_come=True)
    for _press in range(2):
        coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    by_mentees, by_mentors = (
        Campaign.objects.get(public_id=one) for one in (meeting.mentee_campaign, meeting.mentor_campaign)
    )
    assert Campaign.objects.count() == 2
    assert {one.subject for one in by_mentees.invitations.all()} == {one.person.public_id for one in mentees[:2]}
    assert {one.subject for one in by_mentors.invitations.all()} == {one.person.public_id for one in mentors}
    assert by_mentees.is_open_on(DAY)
    assert sorted(Survey.objects.values_list("code", flat=True)) == ["choice-mentee", "choice-mentor"]
    page = coordinator.get(meeting.get_absolute_url()).content.decode()
    assert "0 из 2" in page


def test_younger_pupils_are_asked_in_their_words(meeting, coordinator, mentees):
    for one in mentees:
        one.person.school_class = SchoolClassFactory(school=one.school, grade=5)
        one.person.save()
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    assert Survey.objects.get(code="choice-mentee").wording == "child"


def test_nobody_is_asked_when_a_side_is_missing(meeting, coordinator, mentors):
    MeetingGuest.objects.exclude(mentor=None).delete()
    page = coordinator.post(at("matching_meeting_choices_ask", meeting), follow=True).content.decode()
    assert "и наставники, и наставляемые" in page
    assert not Campaign.objects.exists()


@pytest.fixture
def chosen(meeting, coordinator, mentees, mentors):
    """The first two choose each other, the second mentee is chosen only, the third has not answered."""
    coordinator.post(at("matching_meeting_choices_ask", meeting))
    meeting.refresh_from_db()
    ask = {one: Campaign.objects.get(public_id=getattr(meeting, f"{one}_campaign")) for one in ("mentee", "mentor")}
    answered(ask["mentee"], mentees[0], wished=[mentors[1], mentors[0]])
    answered(ask["mentee"], mentees[1], unwanted=[mentors[0]])
    answered(ask["mentor"], mentors[0], wished=[mentees[0], mentees[1]])
    return meeting


def answered(campaign, row, **choice):
    """By the ticket that the campaign has made."""
    choose(campaign, row, ticket=campaign.invitations.get(subject=row.person.public_id), **choice)


def test_mutual_choices_come_first(chosen, mentees, mentors):
    first, second, third = mutual_choices(chosen)
    assert (first.mentee, first.rank) == (mentees[0], 0)
    assert [(one.person, one.place, one.is_mutual) for one in first.chose] == [
        (mentors[1].person, 1, False),
        (mentors[0].person, 2, True),
    ]
    assert (second.mentee, second.rank, second.has_answered) == (mentees[1], 1, True)
    assert (third.mentee, third.rank, third.has_answered) == (mentees[2], 2, False)


def test_the_matching_takes_the_choices_into_account(chosen, here, mentees, mentors):
    known = knowledge_of(here, day=DAY)
    wishes = {one.id: one.wishes for one in known.mentees}
    assert wishes[mentees[0].pk] == (mentors[1].pk, mentors[0].pk)
    assert {one.id: one.unwanted for one in known.mentees}[mentees[1].pk] == frozenset({mentors[0].pk})


def test_the_coordinator_alone_sees_who_would_rather_not(chosen, coordinator, client_of, mentees, mentors):
    page = coordinator.get(at("matching_choices", chosen)).content.decode()
    assert "Предпочли бы не работать вместе" in page
    assert f"{mentees[1].person.short_name} → {mentors[0].person.short_name}" in page
    for role in ("director", "deputy"):
        client = client_of(role)
        assert client.get(at("matching_choices", chosen)).status_code == 403
        assert client.get(at("matching_choices_file", chosen, "xlsx")).status_code == 403
        assert client.get(chosen.get_absolute_url()).status_code == 200
    for extension in ("pdf", "xlsx"):
        assert coordinator.get(at("matching_choices_file", chosen, extension)).status_code == 200
    mutual = coordinator.get(at("matching_choices", chosen), {"kind": "mutual"}).content.decode()
    assert mentees[2].person.short_name not in mutual


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx"])
def test_the_attendance_list_is_printed(meeting, coordinator, extension):
    answer = coordinator.get(at("matching_meeting_list", meeting, extension))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert coordinator.get(at("matching_meeting_list", meeting, "exe")).status_code == 404


def test_removed_and_brought_back(meeting, coordinator):
    page = coordinator.post(at("matching_meeting_delete", meeting), follow=True).content.decode()
    assert at("matching_meeting_restore", meeting) in page
    assert coordinator.get(meeting.get_absolute_url()).status_code == 404
    coordinator.post(at("matching_meeting_restore", meeting))
    assert coordinator.get(meeting.get_absolute_url()).status_code == 200


def test_the_list_of_guests_costs_the_same_for_many(meeting, coordinator, here):
    address = meeting.get_absolute_url()
    coordinator.get(address)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(address)
    meetings.add_guests(meeting, [ready_mentor(here) for _ in range(5)], [ready_mentee(here) for _ in range(20)])
    with CaptureQueriesContext(connection) as many:
        coordinator.get(address)
    assert len(many) == len(few) <= 16


def test_who_may_only_look_changes_nothing(meeting, client_of):
    client = client_of("deputy")
    assert client.get(reverse("matching_meeting_new")).status_code == 403
    for name in (
        "matching_meeting_delete",
        "matching_attendance",
        "matching_meeting_invite",
        "matching_meeting_choices_ask",
    ):
        assert client.post(at(name, meeting)).status_code == 403
