"""What is done with meetings: planned, moved, held, corrected, called off, thrown away; two people at once."""

import uuid
from datetime import date, time, timedelta

import pytest

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.models import Meeting, MeetingLetter, Presence, Pulse, Substitution
from mentorship.pairs.services import meetings as services
from mentorship.pairs.services.meetings import Appointment, Record
from mentorship.pairs.tasks import sweep_meetings
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import AuditEvent, DayOff
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
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


@pytest.fixture
def record(by):
    def do(pairing, *, key=None, meeting=None, user=None, day=DAY, **fields):
        told = Record(**{"day": DAY, "minutes": 45} | fields)
        return services.record(
            pairing=pairing, record=told, key=key or uuid.uuid4(), by=user or by, day=day, meeting=meeting
        )

    return do


@pytest.fixture
def plan(by):
    def do(pairing, *, key=None, is_told=True, **fields):
        planned = Appointment(**{"day": AHEAD} | fields)
        return services.plan(
            pairing=pairing, appointment=planned, key=key or uuid.uuid4(), by=by, day=DAY, is_told=is_told
        )

    return do


def test_the_first_record_starts_the_work_of_an_ordered_pair(pair, record):
    one = pair(2, state="ordered")

    row = record(one, kind="organising", done="Знакомство", pulse=(4, 5))

    one.refresh_from_db()
    assert (one.state, row.state, row.minutes, row.done) == ("at_work", "held", 45, "Знакомство")
    assert list(Presence.objects.filter(meeting=row).values_list("was_there", flat=True)) == [True, True]
    assert Pulse.objects.filter(meeting=row, mentee=None).values_list("useful", "comfort").get() == (4, 5)


def test_a_form_sent_twice_records_once(pair, record, by):
    one, key = pair(), uuid.uuid4()

    first, second = record(one, key=key), record(one, key=key)

    assert first == second
    assert Meeting.objects.count() == 1
    assert AuditEvent.objects.filter(action="pair_meeting.recorded").count() == 1


def test_a_planned_meeting_is_recorded_in_its_own_row_and_once(pair, plan, record):
    one, key = pair(), uuid.uuid4()
    row = plan(one, kind="trial", at=time(15))

    record(one, key=key, meeting=row, kind="trial")
    record(one, key=key, meeting=Meeting.objects.get(pk=row.pk), kind="trial")

    assert Meeting.objects.values_list("pk", "state", "day").get() == (row.pk, "held", DAY)


def test_two_people_record_the_same_planned_meeting_and_the_second_hears_of_it(pair, plan, record):
    one = pair()
    row = plan(one)
    stale = Meeting.objects.get(pk=row.pk)
    record(one, meeting=row, done="Первая запись")

    with pytest.raises(EditConflict):
        record(one, meeting=stale, done="Вторая запись")

    with pytest.raises(RuleBroken):
        record(one, meeting=Meeting.objects.get(pk=row.pk))
    assert Meeting.objects.get().done == "Первая запись"


def test_a_day_to_come_and_a_pair_that_is_not_agreed_are_refused(pair, record):
    with pytest.raises(RuleBroken):
        record(pair(), day=DAY - timedelta(days=1))
    with pytest.raises(RuleBroken):
        record(pair(state="proposed"))
    assert not Meeting.objects.exists()


def test_back_filling_after_the_end_is_normal(pair, record):
    one = pair(state="finished", ended_on=DAY, ending="fulfilled")

    assert record(one, day=DAY, kind="closing").state == "held"
    one.refresh_from_db()
    assert one.state == "finished"


def test_whoever_was_in_the_group_on_the_day_is_on_the_list(pair, record):
    one = pair(3)
    there, left_before, left_after = one.places.order_by("pk")
    type(there).objects.filter(pk=left_before.pk).update(left_on=DAY)
    type(there).objects.filter(pk=left_after.pk).update(left_on=DAY + timedelta(days=1))

    row = record(one, present=frozenset({there.mentee_id}))

    marks = dict(Presence.objects.filter(meeting=row).values_list("mentee", "was_there"))
    assert marks == {there.mentee_id: True, left_after.mentee_id: False}


def test_a_substitute_who_records_has_held_the_meeting(pair, record, programme):
    one, user = pair(), UserFactory()
    mentor = MentorFactory(programme=programme, person=PersonFactory(school=programme.school, user=user))
    Substitution.objects.create(
        school=programme.school, pairing=one, mentor=mentor, starts_on=DAY, ends_on=DAY, by=user
    )

    assert record(one, user=user).mentor == mentor
    assert record(one).mentor is None


def test_a_series_skips_days_off_and_is_planned_once(pair, by, school):
    one, key = pair(), uuid.uuid4()
    DayOff.objects.create(school=school, day=DAY + timedelta(weeks=1), is_working=False)
    calendar = WorkingCalendar.of(school)

    for _n in range(2):
        rows, skipped = services.plan_series(
            pairing=one,
            appointment=Appointment(day=DAY, at=time(15)),
            every_weeks=1,
            until=DAY + timedelta(weeks=3),
            key=key,
            calendar=calendar,
            by=by,
            day=DAY,
        )

    assert [row.day for row in rows] == [DAY, DAY + timedelta(weeks=2), DAY + timedelta(weeks=3)]
    assert skipped == [DAY + timedelta(weeks=1)]
    assert Meeting.objects.filter(series=key, state="planned").count() == 3
    assert AuditEvent.objects.filter(action="pair_meeting.series").count() == 1


def test_a_series_without_a_single_school_day_is_refused(pair, by, school):
    with pytest.raises(RuleBroken):
        services.plan_series(
            pairing=pair(),
            appointment=Appointment(day=date(2022, 4, 9)),
            every_weeks=1,
            until=date(2022, 4, 30),
            key=uuid.uuid4(),
            calendar=WorkingCalendar.of(school),
            by=by,
            day=DAY,
        )
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("state", ["proposed", "finished"])
def test_nothing_is_planned_for_a_pair_that_does_not_live(pair, plan, state):
    ended = {"ended_on": DAY, "ending": "fulfilled"} if state == "finished" else {}

    with pytest.raises(RuleBroken):
        plan(pair(state=state, **ended))


def test_the_second_who_moves_a_meeting_gets_a_conflict(pair, plan, by):
    row = plan(pair())
    stale = Meeting.objects.get(pk=row.pk)
    services.move(meeting=row, version=1, changes={"day": AHEAD + timedelta(days=1)}, words={}, by=by, day=DAY)

    with pytest.raises(EditConflict):
        services.move(meeting=stale, version=1, changes={"day": AHEAD}, words={}, by=by, day=DAY)


def test_a_correction_keeps_what_the_mentees_said(pair, by):
    one = pair(2)
    row = MeetingFactory(pairing=one)
    first, _second = Presence.objects.filter(meeting=row).order_by("pk")
    Presence.objects.filter(pk=first.pk).update(confirmed=True)

    services.correct(
        meeting=row,
        version=1,
        changes={"minutes": 30},
        words={},
        present=frozenset({first.mentee_id}),
        by=by,
    )

    assert Meeting.objects.get().minutes == 30
    assert list(Presence.objects.order_by("pk").values_list("confirmed", "was_there")) == [(True, True), (None, False)]


def test_cancelled_thrown_away_and_brought_back(pair, plan, by):
    row = plan(pair())
    services.cancel(meeting=row, version=1, reason="Болезнь", by=by, day=DAY)
    services.throw_away(meeting=row, by=by, day=DAY)
    assert not Meeting.objects.living().exists()

    services.restore(meeting=row, by=by, day=DAY)
    assert Meeting.objects.living().get().state == "cancelled"

    services.restore(meeting=row, by=by, day=DAY)
    assert Meeting.objects.planned().get().cancel_reason == ""


def test_a_meeting_that_was_held_is_not_called_off(pair, by):
    row = MeetingFactory(pairing=pair())

    with pytest.raises(RuleBroken):
        services.cancel(meeting=row, version=1, reason="", by=by, day=DAY)
    assert not MeetingLetter.objects.exists()


def test_the_bin_is_emptied_after_its_days(pair):
    one = pair()
    old, young, living = (MeetingFactory(pairing=one) for _n in range(3))
    kept = timedelta(days=services.KEPT_DAYS)
    Meeting.objects.filter(pk=old.pk).update(deleted_at=clock.now() - kept - timedelta(hours=1))
    Meeting.objects.filter(pk=young.pk).update(deleted_at=clock.now() - kept + timedelta(hours=1))

    sweep_meetings()

    assert set(Meeting.objects.all()) == {young, living}
