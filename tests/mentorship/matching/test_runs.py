"""Drafts: a new one, one computed again, what would change, and the change."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.matching import tasks
from mentorship.matching.models import Exclusion, MatchingRun, Proposal
from mentorship.matching.services import changing, computing, runs
from mentorship.matching.services.background import compute_and_tell
from mentorship.notifications.models import Notification
from mentorship.people.models import Axis, MenteeTag, MentorTag, Tag
from mentorship.programmes.models import AuditEvent

from .registers import DAY, ready_mentee, ready_mentor

State = MatchingRun.State
pytestmark = pytest.mark.usefixtures("school_scope")


@pytest.fixture
def known(programme):
    """Two mentors of mathematics and physics with one and two places; of three mentees two ask for mathematics."""
    school = programme.school
    words = {
        title: Tag.objects.create(school=school, axis=Axis.SUBJECT, title=title, key=title)
        for title in ("математика", "физика")
    }
    found = SimpleNamespace(programme=programme)
    for name, title, capacity in (("maths", "математика", 1), ("physics", "физика", 2)):
        mentor = ready_mentor(programme, capacity=capacity)
        MentorTag.objects.create(school=school, mentor=mentor, tag=words[title])
        setattr(found, name, mentor)
    for name, title in (("anna", "математика"), ("boris", "математика"), ("vera", "физика")):
        mentee = ready_mentee(programme)
        MenteeTag.objects.create(school=school, mentee=mentee, tag=words[title])
        setattr(found, name, mentee)
    return found


@pytest.fixture
def by(member):
    return member("coordinator").user


@pytest.fixture
def draft(known, by):
    return runs.start(known.programme, form=None, by=by, day=DAY)


def pairs(run):
    return dict(Proposal.objects.filter(run=run).values_list("mentee", "mentor"))


def test_a_small_draft_is_ready_at_once(draft, known):
    assert (draft.state, draft.number) == (State.READY, 1)
    assert draft.figures["matched"] == 3
    found = pairs(draft)
    assert found[known.vera.pk] == known.physics.pk
    assert sorted(found.values()) == sorted([known.maths.pk, known.physics.pk, known.physics.pk])
    for row in Proposal.objects.filter(run=draft):
        assert row.points == sum(part[1] for part in row.parts) > 0
    assert AuditEvent.objects.filter(action="matching.started").count() == 1


def test_numbers_go_on_and_the_same_registers_with_the_same_salt_give_the_same_pairs(draft, by):
    again = runs.solve_again(draft, by=by, day=DAY)
    assert (again.number, again.parent, again.salt) == (2, draft, draft.salt)
    assert pairs(again) == pairs(draft)


def test_nobody_to_match_is_said(programme, by):
    with pytest.raises(RuleBroken):
        runs.start(programme, form=None, by=by, day=DAY)
    ready_mentee(programme)
    with pytest.raises(RuleBroken):
        runs.start(programme, form=None, by=by, day=DAY)


def with_maths(known, draft):
    """The mentee whom the draft gave to the mentor of mathematics, and the other who asked for it."""
    got = next(mentee for mentee, mentor in pairs(draft).items() if mentor == known.maths.pk)
    return got, ({known.anna.pk, known.boris.pk} - {got}).pop()


def test_what_if_says_who_changes_and_what_the_mean_becomes(draft, known):
    got, other = with_maths(known, draft)
    effect = changing.what_if(draft, other, known.maths.pk)
    assert effect.changes == (
        changing.Change(other, known.physics.pk, known.maths.pk),
        changing.Change(got, known.maths.pk, known.physics.pk),
    )
    assert (effect.unpaired_before, effect.unpaired_after) == (0, 0)
    assert effect.mean_before == effect.mean_after
    assert pairs(draft)[other] == known.physics.pk


def test_a_replacement_does_what_was_shown_and_can_be_taken_back(draft, known, by):
    got, other = with_maths(known, draft)
    before = pairs(draft)
    shown = changing.what_if(draft, other, known.maths.pk)
    effect, undo = changing.replace(draft, other, known.maths.pk, by=by, expected_version=draft.version)
    assert effect.changes == shown.changes
    assert pairs(draft) == before | {other: known.maths.pk, got: known.physics.pk}
    row = Proposal.objects.get(run=draft, mentee=other)
    assert (row.is_locked, row.by_hand) == (True, True)
    assert row.points == sum(part[1] for part in row.parts)
    assert changing.put_back(draft, undo, by=by) == 2
    assert pairs(draft) == before
    assert not Proposal.objects.filter(run=draft, is_locked=True).exists()


def test_a_change_of_a_draft_that_somebody_else_has_changed_is_refused(draft, known, by):
    got, other = with_maths(known, draft)
    changing.replace(draft, other, known.maths.pk, by=by, expected_version=draft.version)
    with pytest.raises(EditConflict):
        changing.replace(draft, got, known.maths.pk, by=by, expected_version=draft.version)


def test_what_was_taken_by_somebody_else_meanwhile_is_not_taken_back(draft, known, by):
    got, other = with_maths(known, draft)
    _effect, undo = changing.part(draft, got, by=by)
    Proposal.objects.filter(run=draft, mentee=other).update(mentor=known.maths)
    with pytest.raises(RuleBroken):
        changing.put_back(draft, {got: undo[got]}, by=by)
    assert pairs(draft)[got] is None


def test_the_figures_follow_what_is_taken_back(draft, known, by):
    figures = draft.figures
    _effect, undo = changing.part(draft, known.vera.pk, by=by)
    draft.refresh_from_db()
    assert draft.figures["matched"] == 2
    changing.put_back(draft, undo, by=by)
    draft.refresh_from_db()
    assert draft.figures == {name: figures[name] for name in draft.figures}
    assert draft.figures["matched"] == 3


def test_parting_leaves_the_mentee_without_a_mentor(draft, known, by):
    changing.part(draft, known.vera.pk, by=by)
    row = Proposal.objects.get(run=draft, mentee=known.vera)
    assert (row.mentor, row.points, row.parts, row.is_locked) == (None, None, [], False)
    draft.refresh_from_db()
    assert draft.figures["matched"] == 2


def test_a_forbidden_pair_stays_apart_in_this_draft_and_the_next(draft, known, by):
    got, other = with_maths(known, draft)
    changing.forbid(draft, got, known.maths.pk, reason="ссора", by=by)
    assert pairs(draft)[got] == known.physics.pk
    assert pairs(draft)[other] == known.maths.pk
    assert Exclusion.objects.get().reason == "ссора"
    again = runs.start(known.programme, form=None, by=by, day=DAY)
    assert pairs(again)[got] == known.physics.pk


def test_a_forbidden_pair_is_not_put_together_by_hand(draft, known, by):
    got, _other = with_maths(known, draft)
    changing.forbid(draft, got, known.maths.pk, reason="ссора", by=by)
    draft.refresh_from_db()
    assert changing.what_if(draft, got, known.maths.pk).clash.reason == "lock_excluded"
    with pytest.raises(RuleBroken):
        changing.replace(draft, got, known.maths.pk, by=by)


def test_locked_pairs_stay_and_the_rest_moves_as_little_as_it_can(draft, known, by):
    _got, other = with_maths(known, draft)
    changing.replace(draft, other, known.maths.pk, by=by)
    newcomer = ready_mentee(known.programme)
    known.physics.capacity = 3
    known.physics.save()
    again = runs.solve_again(draft, by=by, day=DAY)
    assert pairs(again) == pairs(draft) | {newcomer.pk: known.physics.pk}
    row = Proposal.objects.get(run=again, mentee=other)
    assert (row.is_locked, row.by_hand) == (True, True)


def test_who_is_gone_is_left_out_of_the_next_draft(draft, known, by):
    Proposal.objects.filter(run=draft, mentee=known.vera).update(is_locked=True)
    known.vera.left_on = DAY
    known.vera.save()
    again = runs.solve_again(draft, by=by, day=DAY)
    assert known.vera.pk not in pairs(again)
    assert len(pairs(again)) == 2


def test_nobody_is_given_a_mentor_who_has_left_since(draft, known, by):
    got, other = with_maths(known, draft)
    before = pairs(draft)
    known.maths.left_on = DAY
    known.maths.save()
    with pytest.raises(RuleBroken, match=known.maths.person.short_name):
        changing.replace(draft, other, known.maths.pk, by=by)
    assert pairs(draft) == before
    assert changing.what_if(draft, other, known.maths.pk).clash.reason == "lock_not_allowed"
    changing.part(draft, known.vera.pk, by=by)
    assert pairs(draft) == before | {known.vera.pk: None}
    changing.part(draft, got, by=by)
    assert pairs(draft) == before | {known.vera.pk: known.physics.pk, got: None}


def test_a_card_deleted_while_the_draft_waited_does_not_stop_it(known, by, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    known.vera.delete()
    known.maths.delete()
    tasks.compute_waiting()
    run.refresh_from_db()
    assert run.state == State.READY
    assert set(pairs(run)) == {known.anna.pk, known.boris.pk}
    assert set(pairs(run).values()) == {known.physics.pk}


def test_a_large_draft_waits_for_the_worker(known, by, settings, member):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    assert run.state == State.WAITING
    tasks.compute_waiting()
    run.refresh_from_db()
    assert (run.state, run.figures["matched"]) == (State.READY, 3)
    assert Notification.objects.filter(kind="matching_computed", recipient=by).exists()
    told = Notification.objects.count()
    tasks.compute_waiting()
    assert Notification.objects.count() == told


def test_a_cancelled_draft_is_not_computed_and_can_be_started_again(known, by, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    assert runs.cancel(run, by=by)
    tasks.compute_waiting()
    run.refresh_from_db()
    assert (run.state, Proposal.objects.count()) == (State.CANCELLED, 0)
    settings.MATCHING_PAIRS_AT_ONCE = 10**6
    assert runs.try_again(run, by=by).state == State.READY


def test_cancelled_while_it_is_computed_nothing_is_written(known, by, settings, monkeypatch):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    real = computing.solve_problem

    def meanwhile(*args):
        runs.cancel(run, by=by)
        return real(*args)

    monkeypatch.setattr(computing, "solve_problem", meanwhile)
    computing.compute(MatchingRun.objects.get(pk=run.pk))
    run.refresh_from_db()
    assert (run.state, Proposal.objects.count()) == (State.CANCELLED, 0)


def test_two_workers_with_one_draft_leave_its_pairs_once(known, by, settings, monkeypatch):
    """One worker was taken for dead and was only slow."""
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    real = computing.solve_problem

    def meanwhile(*args):
        monkeypatch.setattr(computing, "solve_problem", real)
        MatchingRun.objects.update(claimed_at=clock.now() - timedelta(minutes=10))
        computing.compute(MatchingRun.objects.get(pk=run.pk))
        return real(*args)

    monkeypatch.setattr(computing, "solve_problem", meanwhile)
    computing.compute(MatchingRun.objects.get(pk=run.pk))
    run.refresh_from_db()
    assert (run.state, Proposal.objects.filter(run=run).count()) == (State.READY, 3)


def test_a_draft_in_the_hands_of_a_living_worker_is_left_alone(known, by, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    MatchingRun.objects.update(state=State.COUNTING, claimed_at=clock.now() - timedelta(minutes=3))
    tasks.compute_waiting()
    run.refresh_from_db()
    assert run.state == State.COUNTING
    MatchingRun.objects.update(claimed_at=clock.now() - timedelta(minutes=7))
    tasks.compute_waiting()
    run.refresh_from_db()
    assert run.state == State.READY


def test_after_a_minute_the_next_draft_is_left_to_the_next_task(known, by, settings, monkeypatch):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    first, second = (runs.start(known.programme, form=None, by=by, day=DAY) for _ in range(2))
    rung = []
    monkeypatch.setattr(tasks, "wake_worker", lambda: rung.append(1))

    def long(run):
        compute_and_tell(run)
        monkeypatch.setattr(tasks, "ENOUGH", -1)

    monkeypatch.setattr(tasks, "compute_and_tell", long)
    tasks.compute_waiting()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, rung) == (State.READY, State.WAITING, [1])


def test_the_worker_says_how_far_it_is(known, by, settings, monkeypatch):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    run = runs.start(known.programme, form=None, by=by, day=DAY)
    said = []
    monkeypatch.setattr(computing, "progress", lambda run, done, total: said.append((done, total)))
    tasks.compute_waiting()
    assert said == [(0, 3), (3, 3)]
    run.refresh_from_db()
    assert run.state == State.READY


def test_a_pair_by_hand_stays_by_hand_in_a_large_draft_too(draft, known, by, settings):
    _got, other = with_maths(known, draft)
    changing.replace(draft, other, known.maths.pk, by=by)
    settings.MATCHING_PAIRS_AT_ONCE = 1
    again = runs.solve_again(draft, by=by, day=DAY)
    assert again.state == State.WAITING
    tasks.compute_waiting()
    row = Proposal.objects.get(run=again, mentee=other)
    assert (row.mentor, row.is_locked, row.by_hand) == (known.maths, True, True)


def test_so_many_people_that_not_all_pairs_are_held_at_once(draft, known, by, monkeypatch):
    _got, other = with_maths(known, draft)
    changing.replace(draft, other, known.maths.pk, by=by)
    monkeypatch.setattr(computing, "TABLE_PAIRS", 1)
    again = runs.solve_again(draft, by=by, day=DAY)
    assert pairs(again) == pairs(draft)
    assert changing.what_if(again, known.vera.pk, None).changes == (
        changing.Change(known.vera.pk, known.physics.pk, None),
    )


def test_a_fault_is_told_and_does_not_stop_the_other_drafts(known, by, settings, monkeypatch):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    bad, good = (runs.start(known.programme, form=None, by=by, day=DAY) for _ in range(2))
    real = computing.loaded

    def broken(run, **more):
        if run.pk == bad.pk:
            raise ArithmeticError("broken")
        return real(run, **more)

    monkeypatch.setattr(computing, "loaded", broken)
    tasks.compute_waiting()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.FAILED, State.READY)


def test_the_bin_keeps_a_draft_for_thirty_days(draft, by):
    runs.bin_run(draft, by=by)
    tasks.sweep_trash()
    assert MatchingRun.objects.filter(pk=draft.pk, deleted_at__isnull=False).exists()
    runs.restore_run(draft, by=by)
    assert draft.deleted_at is None
    runs.bin_run(draft, by=by, now=clock.now() - timedelta(days=31))
    tasks.sweep_trash()
    assert not MatchingRun.objects.exists()
