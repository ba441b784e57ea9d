"""The group meeting: guests, invitations, attendance, and the choices of both sides."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.common import clock
from mentorship.matching.guests import without_address
from mentorship.matching.meeting_papers import invitation_papers
from mentorship.matching.models import GroupMeeting, MeetingGuest, MeetingLetter
from mentorship.matching.services import meetings
from mentorship.matching.tasks import deliver_letters, sweep_trash
from mentorship.notifications.models import Notification
from mentorship.people.models import Consent, Mentee
from tests.factories import MenteeFactory, SchoolClassFactory

from .meeting_addresses import at, guest
from .registers import ready_mentee, ready_mentor

DAY = date(2022, 3, 21)
User = get_user_model()
pytestmark = pytest.mark.usefixtures("school_scope")


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
    coordinator.post(at("matching_guests", meeting), {"guest": [late.pk, late.pk, "x"]})
    coordinator.post(at("matching_guests", meeting), {"guest": late.pk})
    row = guest(meeting, mentee=late)
    coordinator.post(at("matching_attendance", meeting), {"shown": row.pk, "guest": row.pk, "remove": "1"})
    assert not MeetingGuest.objects.filter(mentee=late).exists()


def test_who_was_taken_off_the_list_comes_back_without_a_second_letter(meeting, coordinator, mentors, mentees):
    mentors[0].person.email = "mentor@school.test"
    mentors[0].person.save()
    coordinator.post(at("matching_meeting_invite", meeting))
    deliver_letters()
    rows = [guest(meeting, mentor=mentors[0]), guest(meeting, mentee=mentees[0])]
    MeetingGuest.objects.filter(pk=rows[0].pk).update(has_come=True)
    page = tick(coordinator, meeting, rows, ticked=rows, remove="1").content.decode()
    assert MeetingGuest.objects.count() == 3
    assert at("matching_guests_undo", meeting) in page
    for _press in range(2):
        coordinator.post(at("matching_guests_undo", meeting))
    assert MeetingGuest.objects.count() == 5
    assert guest(meeting, mentor=mentors[0]).has_come
    coordinator.post(at("matching_meeting_invite", meeting))
    deliver_letters()
    assert len(mail.outbox) == 1


def test_a_whole_class_is_invited_with_one_press(meeting, coordinator, here):
    of_class = SchoolClassFactory(school=here.school, grade=6)
    pupils = [ready_mentee(here) for _ in range(3)]
    for one in pupils[:2]:
        one.person.school_class = of_class
        one.person.save()
    coordinator.post(f"{at('matching_guests', meeting)}?school_class={of_class.pk}", {"everybody": "1"})
    invited = set(MeetingGuest.objects.filter(mentee__in=pupils).values_list("mentee", flat=True))
    assert invited == {one.pk for one in pupils[:2]}


def test_who_is_not_ready_cannot_be_invited(meeting, coordinator, here):
    stranger = MenteeFactory(programme=here)
    coordinator.post(at("matching_guests", meeting), {"guest": stranger.pk})
    assert not MeetingGuest.objects.filter(mentee=stranger).exists()


def test_guests_are_found_by_name_side_and_class(meeting, coordinator, mentees, mentors):
    of_class = SchoolClassFactory(school=meeting.school, grade=6)
    mentees[0].person.school_class = of_class
    mentees[0].person.save()
    own = meeting.get_absolute_url()
    by_class = coordinator.get(own, {"school_class": of_class.pk}).content.decode()
    by_side = coordinator.get(own, {"side": "mentor"}).content.decode()
    assert mentees[0].person.full_name in by_class
    assert mentees[1].person.full_name not in by_class
    assert mentors[0].person.full_name in by_side
    assert mentees[0].person.full_name not in by_side
    assert coordinator.get(own, {"school_class": "999999", "side": "x"}).status_code == 200


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
    (calendar,) = letter.attachments
    assert f"DTSTART;TZID={meeting.school.time_zone}:20220325T150000" in calendar.content
    assert mentors[0].person.full_name not in calendar.content


def test_a_guest_who_signs_in_hears_by_the_bell_and_sees_the_invitation(
    meeting, coordinator, client_of, mentors, mentees
):
    guest_of, stranger = client_of("mentor"), client_of("mentee")
    mentors[0].person.user = User.objects.get(pk=guest_of.session["_auth_user_id"])
    mentors[0].person.save()
    mentees[0].person.email = "mentee@school.test"
    mentees[0].person.save()
    for _press in range(2):
        coordinator.post(at("matching_meeting_invite", meeting))
    (bell,) = Notification.objects.filter(kind="matching_meeting", channel="bell")
    assert bell.recipient == mentors[0].person.user
    own = at("matching_invitation", meeting)
    assert own in guest_of.get(reverse("notifications")).content.decode()
    assert "Актовый зал" in guest_of.get(own).content.decode()
    assert b"SUMMARY" in guest_of.get(at("matching_invitation_file", meeting)).content
    assert guest_of.get(meeting.get_absolute_url()).status_code == 403
    for name in ("matching_invitation", "matching_invitation_file"):
        assert stranger.get(at(name, meeting)).status_code == 404


def test_no_letter_to_who_has_taken_the_consent_back(meeting, coordinator, mentors):
    mentors[0].person.email = "mentor@school.test"
    mentors[0].person.save()
    coordinator.post(at("matching_meeting_invite", meeting))
    Consent.objects.filter(person=mentors[0].person, kind="processing").update(withdrawn_on=DAY)
    deliver_letters()
    assert not mail.outbox


def test_no_invitation_to_a_meeting_that_is_over(meeting, coordinator, mentors):
    mentors[0].person.email = "mentor@school.test"
    mentors[0].person.save()
    coordinator.post(at("matching_meeting_invite", meeting))
    GroupMeeting.objects.update(day=date(2022, 3, 20))
    deliver_letters()
    assert not mail.outbox
    assert MeetingLetter.objects.get().state == "withheld"


def tick(client, meeting, shown, was=(), ticked=(), **more):
    body = {"shown": ",".join(str(one.pk) for one in shown), "was": ",".join(str(one.pk) for one in was)}
    body["guest"] = [one.pk for one in ticked]
    return client.post(at("matching_attendance", meeting), body | more, follow=True)


def marks_of(meeting, *rows):
    marks = dict(MeetingGuest.objects.filter(meeting=meeting).values_list("pk", "has_come"))
    return [marks[one.pk] for one in rows]


def test_attendance_writes_what_the_page_showed_and_no_more(meeting, coordinator, mentees, mentors):
    first, second = guest(meeting, mentee=mentees[0]), guest(meeting, mentee=mentees[1])
    other = guest(meeting, mentor=mentors[0])
    tick(coordinator, meeting, [first, second], ticked=[first, other])
    assert marks_of(meeting, first, second, other) == [True, False, None]
    tick(coordinator, meeting, [second], everybody="1")
    assert marks_of(meeting, first, second) == [True, True]


def test_two_who_tick_at_the_same_time_lose_nothing(meeting, coordinator, client_of, mentees):
    rows = [guest(meeting, mentee=one) for one in mentees]
    tick(client_of("coordinator"), meeting, rows, ticked=[rows[0]])
    tick(coordinator, meeting, rows, ticked=[rows[1]])
    assert marks_of(meeting, *rows) == [True, True, False]
    tick(coordinator, meeting, rows, was=rows[:2], ticked=[rows[0]])
    assert marks_of(meeting, *rows) == [True, False, False]


def test_attendance_is_taken_back(meeting, coordinator, mentees):
    rows = [guest(meeting, mentee=one) for one in mentees]
    MeetingGuest.objects.filter(pk=rows[2].pk).update(has_come=True)
    page = tick(coordinator, meeting, rows, was=[rows[2]], ticked=[rows[0]]).content.decode()
    assert at("matching_attendance_undo", meeting) in page
    for _press in range(2):
        coordinator.post(at("matching_attendance_undo", meeting))
    assert marks_of(meeting, *rows) == [None, None, True]


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx"])
def test_the_attendance_list_is_printed(meeting, coordinator, extension):
    answer = coordinator.get(at("matching_meeting_list", meeting, extension))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert coordinator.get(at("matching_meeting_list", meeting, "exe")).status_code == 404


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_invitations_are_printed(meeting, coordinator, extension):
    answer = coordinator.get(at("matching_meeting_invitations", meeting, extension))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert coordinator.get(at("matching_meeting_invitations", meeting, "xlsx")).status_code == 404


def test_whom_no_letter_reaches_is_invited_on_a_sheet_of_the_class(meeting, mentors, mentees):
    mentees[0].person.school_class = SchoolClassFactory(school=meeting.school, grade=6, letter="А")
    mentees[0].person.save()
    mentees[1].person.email = "mentee@school.test"
    mentees[1].person.save()
    papers = invitation_papers(meeting, without_address(meeting))
    names = {paper.subtitle: [row[1] for row in paper.table.rows] for paper in papers}
    assert names[str(mentees[0].person.school_class)] == [mentees[0].person.full_name]
    assert mentees[1].person.full_name not in [name for some in names.values() for name in some]


def test_removed_and_brought_back(meeting, coordinator):
    page = coordinator.post(at("matching_meeting_delete", meeting), follow=True).content.decode()
    assert at("matching_meeting_restore", meeting) in page
    assert coordinator.get(meeting.get_absolute_url()).status_code == 404
    coordinator.post(at("matching_meeting_restore", meeting))
    assert coordinator.get(meeting.get_absolute_url()).status_code == 200


def test_who_was_removed_long_ago_is_gone(meeting):
    old, new = (clock.now() - timedelta(days=days) for days in (31, 29))
    GroupMeeting.objects.update(deleted_at=new)
    sweep_trash()
    assert GroupMeeting.objects.exists()
    GroupMeeting.objects.update(deleted_at=old)
    sweep_trash()
    assert not GroupMeeting.objects.exists()


def test_who_is_in_no_register_any_more_is_no_guest(meeting, coordinator, mentees):
    Mentee.objects.filter(pk=mentees[0].pk).update(deleted_at=clock.now())
    assert mentees[0].person.full_name not in coordinator.get(meeting.get_absolute_url()).content.decode()


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
        "matching_attendance_undo",
        "matching_guests",
        "matching_guests_undo",
        "matching_meeting_invite",
        "matching_meeting_choices_ask",
    ):
        assert client.post(at(name, meeting)).status_code == 403
