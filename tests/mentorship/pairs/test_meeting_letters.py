"""Who hears of a meeting: letters with a calendar entry, the bell, the reminders, the own calendar."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from mentorship.notifications.models import Notification, State
from mentorship.notifications.services.mornings import mornings_of
from mentorship.pairs.meeting_notices import MeetingNotices
from mentorship.pairs.models import Meeting, MeetingLetter, Pairing
from mentorship.pairs.services import meetings as services
from mentorship.pairs.services.inviting import DESK
from mentorship.pairs.services.meetings import Appointment
from mentorship.people.models import Person, Representative
from mentorship.programmes.calendar import WorkingCalendar
from tests.factories import MeetingFactory, MenteeFactory, MentorFactory, PairingFactory, PersonFactory, UserFactory

DAY = date(2022, 4, 6)
AHEAD = DAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 4, 6)


@pytest.fixture
def by(school_scope, member):
    return member().user


@pytest.fixture
def pair(school_scope, programme):
    """A grown-up mentor and a pupil with a mother, all with addresses; the mentor and the pupil have accounts."""
    school = programme.school

    def person(name, **fields):
        return PersonFactory(school=school, email=f"{name}@home.test", surname=name.title(), **fields)

    mentor = MentorFactory(programme=programme, person=person("mentor", kind="teacher", birth_year=1980))
    mentee = MenteeFactory(programme=programme, person=person("pupil"))
    for one in (mentor.person, mentee.person):
        Person.objects.filter(pk=one.pk).update(user=UserFactory())
    Representative.objects.create(school=school, minor=mentee.person, person=person("mother", kind="parent"))
    made = PairingFactory(programme=programme, mentor=mentor, mentees=[mentee], place="кабинет 12")
    return Pairing.objects.get(pk=made.pk)


@pytest.fixture
def plan(pair, by):
    def do(**fields):
        appointment = Appointment(**{"day": AHEAD, "at": time(15), "place": "кабинет 12"} | fields)
        return services.plan(pairing=pair, appointment=appointment, key=uuid.uuid4(), by=by, day=DAY)

    return do


def sent():
    """``{address: letter}`` of what went since the last look."""
    DESK.deliver()
    found = {one.to[0]: one for one in mail.outbox}
    mail.outbox.clear()
    return found


def entries_of(letter):
    [(_name, text, _mime)] = letter.attachments
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_both_sides_and_the_parents_are_invited_with_a_calendar_entry(plan):
    row = plan(topic="Дроби")

    letters = sent()

    assert set(letters) == {"mentor@home.test", "pupil@home.test", "mother@home.test"}
    for letter in letters.values():
        assert "13 апреля 2022" in letter.body
        assert "15:00" in letter.body
        assert "кабинет 12" in letter.body
        assert letter.subject == "Наставничество: назначена встреча"
        [entry] = entries_of(letter)
        assert entry["uid"].startswith(f"pair-meeting-{row.public_id}@")
        assert entry["dtstart"].dt.isoformat() == "2022-04-13T15:00:00+04:00"
        assert "Pupil" not in entry.to_ical().decode()
    assert "Pupil" in letters["mentor@home.test"].body
    assert "Ваш ребёнок: Pupil" in letters["mother@home.test"].body
    assert sent() == {}


def test_a_pupil_who_meets_a_pupil_needs_no_letter_to_the_parents(plan, pair):
    Person.objects.filter(pk=pair.mentor.person_id).update(birth_year=2006)
    pair.refresh_from_db()

    plan()

    assert set(sent()) == {"mentor@home.test", "pupil@home.test"}


def test_a_move_is_told_once_and_other_changes_are_not(plan, by):
    row = plan()
    sent()

    services.move(meeting=row, version=1, changes={"topic": "Дроби"}, words={}, by=by, day=DAY)
    assert sent() == {}
    services.move(meeting=row, version=2, changes={"at": time(16)}, words={}, by=by, day=DAY)
    letters = sent()

    assert len(letters) == 3
    assert {one.subject for one in letters.values()} == {"Наставничество: встреча перенесена"}
    [entry] = entries_of(letters["mentor@home.test"])
    assert (entry["dtstart"].dt.hour, int(entry["sequence"])) == (16, 3)
    assert sent() == {}


def test_what_is_called_off_is_told_to_those_who_had_a_letter(plan, by):
    told = plan()
    sent()
    untold = plan(day=AHEAD + timedelta(days=1))
    for row in (told, untold):
        services.cancel(meeting=row, version=1, reason="Болезнь", by=by, day=DAY)

    letters = sent()

    assert {one.subject for one in letters.values()} == {"Наставничество: встреча отменена"}
    assert len(letters) == 3
    assert "Болезнь" in letters["pupil@home.test"].body
    assert str(entries_of(letters["pupil@home.test"])[0]["status"]) == "CANCELLED"
    assert set(MeetingLetter.objects.filter(meeting=untold).values_list("state", flat=True)) == {State.WITHHELD}


def test_a_series_is_told_in_one_letter_and_a_moved_one_of_it_alone(pair, by, school):
    rows, _skipped = services.plan_series(
        pairing=pair,
        appointment=Appointment(day=AHEAD, at=time(15)),
        every_weeks=1,
        until=AHEAD + timedelta(weeks=2),
        key=uuid.uuid4(),
        calendar=WorkingCalendar.of(school),
        by=by,
        day=DAY,
    )

    first = sent()
    services.move(
        meeting=rows[1], version=1, changes={"day": rows[1].day + timedelta(days=1)}, words={}, by=by, day=DAY
    )
    second = sent()

    assert len(first) == len(second) == 3
    assert len(entries_of(first["pupil@home.test"])) == 3
    assert "20 апреля" in first["pupil@home.test"].body
    assert second["pupil@home.test"].subject == "Наставничество: встреча перенесена"
    assert [one["dtstart"].dt.day for one in entries_of(second["pupil@home.test"])] == [21]


@pytest.mark.parametrize("change", ["ended", "held", "left", "erased"])
def test_a_letter_that_is_not_true_any_more_does_not_go(plan, pair, change):
    row = plan()
    if change == "ended":
        Pairing.objects.update(state="finished", ended_on=DAY, ending="school")
    if change == "held":
        Meeting.objects.filter(pk=row.pk).update(state="held", recorded_at=row.created_at)
    if change == "left":
        pair.places.update(left_on=DAY)
    if change == "erased":
        Person.objects.filter(surname="Pupil").update(deleted_at=row.created_at)

    left = {"left": {"mentor@home.test"}, "erased": {"mentor@home.test", "mother@home.test"}}
    assert set(sent()) == left.get(change, set())


def test_the_bell_rings_for_both_accounts(plan):
    row = plan()

    told = Notification.objects.filter(kind="pair_meeting", object_id=row.pk)
    assert set(told.values_list("recipient", flat=True)) == set(
        Person.objects.filter(user__isnull=False).values_list("user", flat=True)
    )
    lines = MeetingNotices().lines(list(told), row.school, DAY)
    assert {one.title for one in lines.values()} == {"Назначена встреча: 13 апреля, 15:00, кабинет 12"}


def due(school, day):
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return {(one.kind, one.due_on) for one in MeetingNotices().due(mornings_of([school], moment))}


def test_reminders_before_the_meeting_and_after_it(pair, school):
    """The meeting is on a Monday: both sides hear of it on Friday, and on Saturday still."""
    MeetingFactory(pairing=pair, state="planned", day=date(2022, 4, 11))
    before, after = ("pair_meeting_tomorrow", date(2022, 4, 8)), ("pair_meeting_unrecorded", date(2022, 4, 12))

    found = {day: due(school, date(2022, 4, day)) for day in (7, 8, 9, 11, 12, 18, 19)}

    assert found == {7: set(), 8: {before}, 9: {before}, 11: set(), 12: {after}, 18: {after}, 19: set()}


def test_nothing_is_due_for_what_was_held_and_for_pairs_that_ended(pair, school):
    MeetingFactory(pairing=pair, state="held", day=DAY - timedelta(days=1))
    MeetingFactory(pairing=pair, state="cancelled", day=DAY + timedelta(days=1))
    MeetingFactory(pairing=pair, state="planned", day=DAY + timedelta(days=1))
    Pairing.objects.update(state="finished", ended_on=DAY, ending="school")

    assert due(school, DAY) == set()


@pytest.mark.parametrize("count", [1, 20])
def test_reminders_cost_the_same_for_many(pair, school, count):
    for number in range(count):
        MeetingFactory(pairing=pair, state="planned", day=DAY + timedelta(days=1 - 2 * (number % 2)))
    mornings = mornings_of([school], datetime(2022, 4, 6, 6, tzinfo=UTC))

    with CaptureQueriesContext(connection) as queries:
        assert list(MeetingNotices().due(mornings))

    assert len(queries) == 3


def test_a_reminder_of_a_moved_meeting_is_withheld_and_monday_says_today(pair, school, by):
    row = MeetingFactory(pairing=pair, state="planned", day=date(2022, 4, 11), place="кабинет 12")
    told = Notification(pk=1, kind="pair_meeting_tomorrow", object_id=row.pk, due_on=date(2022, 4, 8))

    monday = MeetingNotices().lines([told], school, date(2022, 4, 11))[1]
    Meeting.objects.update(day=date(2022, 4, 14))
    moved = MeetingNotices().lines([told], school, date(2022, 4, 8))[1]

    assert (monday.title, monday.withheld) == ("Сегодня встреча, 11 апреля, кабинет 12", "")
    assert moved.withheld


def test_the_own_calendar_knows_the_meetings(pair, school, plan, by):
    row = plan()
    user = pair.mentor.person.user

    [event] = MeetingNotices().events(user, [], school, DAY)
    services.cancel(meeting=row, version=1, reason="", by=by, day=DAY)
    [cancelled] = MeetingNotices().events(user, [], school, DAY)

    assert (event.first, event.is_cancelled, cancelled.is_cancelled) == (AHEAD, False, True)
    assert cancelled.sequence > event.sequence
    assert "Pupil" not in event.title + event.note


def test_a_planned_meeting_in_the_bin_is_told_as_called_off_and_back_as_on(plan, by):
    row = plan()
    sent()

    services.throw_away(meeting=row, by=by, day=DAY)
    off = sent()
    services.restore(meeting=row, by=by, day=DAY)
    back = sent()

    assert {one.subject for one in off.values()} == {"Наставничество: встреча отменена"}
    assert {str(entries_of(one)[0]["status"]) for one in back.values()} == {"CONFIRMED"}
    assert len(off) == len(back) == 3
