"""Which pairs need attention and why: every reason alone, put aside, and pairs that are on track."""

from datetime import date, timedelta

import pytest

from mentorship.pairs.health import REASONS, in_need, needing, reasons_of, settings_of, with_reasons
from mentorship.pairs.models import AttentionPause, HealthSettings, MenteeDoor, Pairing, Presence, Pulse
from mentorship.people.models import Mentor, Person
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory, PlanFactory

DAY = date(2022, 4, 20)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)


@pytest.fixture
def pair(programme):
    """``pair(met=3)`` is a pair at work that met so many days ago and is on track."""

    def make(met=3, **fields):
        made = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], **fields)
        if met is not None:
            made.met = MeetingFactory(pairing=made, day=DAY - timedelta(days=met))
        return made

    return make


def codes(row, day=DAY, **limits):
    """The reasons of a pair; whether there is any is the same to who counts pairs without asking why."""
    limits = HealthSettings(school=row.school, **limits)
    rows = Pairing.objects.filter(pk=row.pk)
    found = [one.code for one in reasons_of(with_reasons(rows, limits, day).get())]
    assert in_need(rows, limits, day).exists() == bool(found)
    return found


def days_ago(days):
    return DAY - timedelta(days=days)


def test_a_pair_that_meets_is_on_track(pair):
    assert codes(pair()) == []


@pytest.mark.parametrize(("started", "needs"), [(14, ["no_first"]), (13, [])])
def test_the_first_meeting_is_awaited_so_many_days(pair, started, needs):
    assert codes(pair(met=None, starts_on=days_ago(started))) == needs


@pytest.mark.parametrize(("met", "needs"), [(21, ["no_meeting"]), (20, [])])
def test_meetings_come_at_least_so_often(pair, met, needs):
    assert codes(pair(met=met)) == needs


def test_after_the_closing_meeting_no_other_is_awaited(pair):
    made = pair(met=60)
    MeetingFactory(pairing=made, kind="closing", day=days_ago(50))

    assert codes(made) == []


def test_thrown_away_and_called_off_meetings_do_not_count(pair, on_day):
    made = pair(met=30)
    MeetingFactory(pairing=made, day=days_ago(2), deleted_at="2022-04-19T00:00Z")
    MeetingFactory(pairing=made, day=days_ago(2), state="cancelled")

    assert codes(made) == ["no_meeting"]


@pytest.mark.parametrize(("planned", "needs"), [(7, ["unrecorded"]), (6, [])])
def test_a_planned_meeting_is_to_be_written_down(pair, planned, needs):
    made = pair()
    MeetingFactory(pairing=made, state="planned", day=days_ago(planned))

    assert codes(made) == needs


@pytest.mark.parametrize(("state", "needs"), [("draft", ["no_plan"]), ("agreed", []), ("done", [])])
def test_after_the_planning_meeting_there_is_an_agreed_plan(pair, state, needs):
    made = pair()
    MeetingFactory(pairing=made, kind="planning", day=days_ago(2))
    PlanFactory(pairing=made, state=state)

    assert codes(made) == needs


@pytest.mark.parametrize(
    ("late", "done", "state", "needs"),
    [
        (7, None, "approved", ["plan_overdue"]),
        (6, None, "approved", []),
        (7, DAY, "approved", []),
        (7, None, "done", []),
    ],
)
def test_overdue_tasks_of_a_plan_are_told(pair, late, done, state, needs):
    made = pair()
    PlanFactory(pairing=made, state=state, items=[{"due_on": days_ago(late), "done_on": done}])

    assert codes(made) == needs


@pytest.mark.parametrize(
    ("mentor", "mentee", "needs"),
    [
        ((2, 3), None, ["low_pulse"]),
        ((3, 3), (3, 3), []),
        (None, (2, 2), ["low_pulse"]),
        ((5, 5), (3, 2), ["low_pulse", "pulse_gap"]),
        ((5, 5), (3, 3), []),
    ],
)
def test_answers_after_meetings_are_compared_with_the_thresholds(pair, mentor, mentee, needs):
    made = pair()
    for side, marks in ((None, mentor), (made.mentees.get(), mentee)):
        if marks:
            Pulse.objects.create(school=made.school, meeting=made.met, mentee=side, useful=marks[0], comfort=marks[1])

    assert codes(made) == needs


@pytest.mark.parametrize("answer", [None, True, False])
def test_a_mentee_who_could_confirm_and_does_not_is_silent(pair, answer):
    made = pair()
    old = MeetingFactory(pairing=made, day=days_ago(31))
    mentee = made.mentees.get()
    assert codes(made) == []

    MenteeDoor.objects.create(school=made.school, mentee=mentee, link_hash="a", code_hash="b")
    Presence.objects.filter(meeting__in=[old, made.met]).update(confirmed=answer)

    assert codes(made) == (["silent"] if answer is None else [])


def test_either_side_may_want_another_pair(pair):
    by_mentor, by_mentee = pair(), pair()
    MeetingFactory(pairing=by_mentor, kind="trial", day=days_ago(1), verdict="change")
    trial = MeetingFactory(pairing=by_mentee, kind="trial", day=days_ago(1))
    Presence.objects.filter(meeting=trial).update(verdict="change")

    assert codes(by_mentor) == codes(by_mentee) == ["wants_change"]


@pytest.mark.parametrize(("resumes_on", "needs"), [(DAY, ["pause_over"]), (DAY + timedelta(days=1), []), (None, [])])
def test_a_pause_is_asked_about_on_its_day_only(pair, resumes_on, needs):
    assert codes(pair(met=60, state="paused", paused_on=days_ago(30), resumes_on=resumes_on)) == needs


def test_the_end_of_the_term_asks_for_the_closing_meeting(pair):
    made = pair(ends_on=DAY + timedelta(days=14))
    assert codes(made) == ["no_closing"]

    MeetingFactory(pairing=made, kind="closing", day=days_ago(1))
    assert codes(made) == []


def test_who_has_left_is_told_on_either_side(pair):
    mentor_left, mentee_left = pair(), pair()
    Mentor.objects.filter(pk=mentor_left.mentor_id).update(left_on=DAY)
    Person.objects.filter(mentees__pairings=mentee_left).update(has_left=True)

    assert codes(mentor_left) == codes(mentee_left) == ["left"]


def test_what_has_ended_needs_nobody(pair):
    made = pair(met=None, state="finished", ended_on=DAY, ending="fulfilled", starts_on=days_ago(90))
    Mentor.objects.filter(pk=made.mentor_id).update(left_on=DAY)

    assert codes(made) == []


def test_a_reason_put_aside_is_silent_until_its_day_and_the_others_speak(pair):
    made = pair(met=30, ends_on=DAY)
    AttentionPause.objects.create(school=made.school, pairing=made, reason="no_meeting", until=DAY + timedelta(days=2))

    assert codes(made) == ["no_closing"]
    assert codes(made, day=DAY + timedelta(days=2)) == ["no_meeting", "no_closing"]


def test_pairs_are_found_by_a_reason_and_by_any(pair):
    fine, late, ending = pair(), pair(met=40), pair(ends_on=DAY)
    limits, rows = settings_of(fine.school), Pairing.objects.all()

    assert set(needing(rows, limits, DAY)) == {late, ending}
    assert list(needing(rows, limits, DAY, "no_meeting")) == [late]
    assert set(needing(rows, limits, DAY, "nonsense")) == {late, ending}


def test_the_school_sets_the_thresholds(pair):
    made = pair(met=10)

    assert codes(made, no_meeting_days=10) == ["no_meeting"]


def test_every_reason_says_what_to_do():
    assert all(one.title and one.advice and one.action and one.address for one in REASONS.values())


def test_any_number_of_pairs_is_judged_in_one_query(pair, django_assert_num_queries):
    for _number in range(12):
        pair(met=30)
    limits = HealthSettings(school=Pairing.objects.first().school)

    with django_assert_num_queries(1):
        assert len(list(needing(Pairing.objects.all(), limits, DAY))) == 12
