"""The way of a pair from proposal to end: every act in every state, and any row of acts keeps the facts true."""

from datetime import date, timedelta

import pytest
from django_scopes import scope
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs import states
from mentorship.pairs.models import LIVING, Pairing, PairingEvent, PairingMentee, PairingState
from mentorship.pairs.services import pairing as pairs
from mentorship.pairs.services import states as acts
from mentorship.pairs.services.history import waiting
from mentorship.pairs.services.orders import new_order, sign
from mentorship.pairs.services.pairing import Planned, Terms
from mentorship.people.funnel import has_pair
from mentorship.people.models import Mentee
from tests.factories import MembershipFactory, MenteeFactory, MentorFactory, PairingFactory, ProgrammeFactory

DAY = date(2022, 4, 6)
State = PairingState


@pytest.fixture
def by(member):
    return member().user


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


def in_state(programme, state):
    over = {"ended_on": DAY, "ending": "fulfilled"} if state == State.FINISHED else {}
    return PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], state=state, **over)


def do(act, pair, by):
    version = pair.version
    if act == "agree":
        return acts.agree(pairing=pair, version=version, day=DAY, by=by)
    if act == "begin":
        if not acts.begin(pair, day=DAY, by=by):
            raise RuleBroken("no")
        return None
    if act == "pause":
        later = DAY + timedelta(days=9)
        return acts.pause(pairing=pair, version=version, day=DAY, resumes_on=later, reason="Болезнь", by=by)
    if act == "resume":
        return acts.resume(pairing=pair, version=version, day=DAY, by=by)
    return pairs.end(pairing=pair, version=version, ending="mentor", reason="Уехал", day=DAY, by=by)


@pytest.mark.parametrize("act", ["agree", "begin", "pause", "resume", "end"])
@pytest.mark.parametrize("state", State)
def test_every_act_in_every_state(act, state, programme, by):
    pair = in_state(programme, state)
    is_allowed = states.may(act, state)

    if not is_allowed:
        with pytest.raises(RuleBroken):
            do(act, pair, by)
    else:
        do(act, pair, by)

    after = Pairing.objects.get(pk=pair.pk).state
    assert after == (states.after(act) if is_allowed else state)
    assert PairingEvent.objects.filter(pairing=pair, state=after).exists() == is_allowed


def test_the_second_of_two_who_press_gets_the_saved_row(programme, by):
    pair = in_state(programme, State.AT_WORK)
    stale = Pairing.objects.get(pk=pair.pk)
    do("pause", pair, by)

    with pytest.raises((EditConflict, RuleBroken)):
        do("pause", stale, by)


@pytest.mark.parametrize("before", [State.AGREED, State.ORDERED, State.AT_WORK])
def test_after_a_pause_the_pair_stands_where_it_stood(before, programme, by):
    pair = in_state(programme, before)
    acts.tell(pair, PairingEvent.Kind.STATE, day=DAY, by=by, state=before)

    do("pause", pair, by)
    assert (pair.paused_on, pair.resumes_on) == (DAY, DAY + timedelta(days=9))
    do("resume", pair, by)

    assert (pair.state, pair.paused_on, pair.resumes_on) == (before, None, None)


def test_a_pause_ends_after_it_begins(programme, by):
    pair = in_state(programme, State.AT_WORK)

    with pytest.raises(RuleBroken):
        acts.pause(pairing=pair, version=pair.version, day=DAY, resumes_on=DAY, reason="", by=by)


def test_a_proposed_pair_takes_no_place_and_waits_for_no_order_until_both_agree(programme, by):
    mentee = MenteeFactory(programme=programme)
    pair = pairs.make_by_hand(
        programme=programme,
        planned=Planned(MentorFactory(programme=programme), (mentee,)),
        terms=Terms(DAY),
        day=DAY,
        by=by,
        is_proposed=True,
    )
    assert not Mentee.objects.filter(has_pair(Mentee, DAY), pk=mentee.pk).exists()
    assert not waiting(programme).exists()

    acts.agree(pairing=pair, version=pair.version, day=DAY, by=by)

    assert Mentee.objects.filter(has_pair(Mentee, DAY), pk=mentee.pk).exists()
    assert [one.kind for one in waiting(programme)] == [PairingEvent.Kind.MADE]


class LifeOfPairs(RuleBasedStateMachine):
    """Several pairs of few people; a model beside the database says what must be true after any row of acts."""

    @initialize()
    def begin(self):
        self.programme = ProgrammeFactory()
        self.scope = scope(school=self.programme.school)
        self.scope.__enter__()
        self.by = MembershipFactory(school=self.programme.school).user
        self.mentors = [MentorFactory(programme=self.programme, capacity=3) for _n in range(2)]
        self.mentees = [MenteeFactory(programme=self.programme) for _n in range(3)]
        self.known = {}

    def teardown(self):
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)

    @rule(mentor=st.integers(0, 1), mentee=st.integers(0, 2), is_proposed=st.booleans())
    def make(self, mentor, mentee, is_proposed):
        mentor, mentee = self.mentors[mentor], self.mentees[mentee]
        taken = any(
            state != State.FINISHED and pair.mentor_id == mentor.pk and mentee.pk in self.members(pair)
            for pair, state in self.known.items()
        )
        try:
            pair = pairs.make_by_hand(
                programme=self.programme,
                planned=Planned(mentor, (mentee,)),
                terms=Terms(DAY),
                day=DAY,
                by=self.by,
                is_proposed=is_proposed,
            )
        except RuleBroken:
            assert taken
        else:
            assert not taken
            self.known[pair] = State.PROPOSED if is_proposed else State.AGREED

    def members(self, pair):
        return set(PairingMentee.objects.filter(pairing=pair, left_on=None).values_list("mentee", flat=True))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), act=st.sampled_from(["agree", "begin", "pause", "resume", "end"]))
    def act(self, data, act):
        pair = data.draw(st.sampled_from(sorted(self.known, key=lambda one: one.pk)))
        row, was = Pairing.objects.get(pk=pair.pk), self.known[pair]
        try:
            do(act, row, self.by)
        except RuleBroken:
            assert not states.may(act, was)
        else:
            assert states.may(act, was)
            self.known[pair] = Pairing.objects.get(pk=pair.pk).state
            if act != "resume":
                assert self.known[pair] == states.after(act)

    @precondition(lambda self: waiting(self.programme).exists())
    @rule()
    def order_and_sign(self):
        order = new_order(programme=self.programme, day=DAY, by=self.by)
        waiting(self.programme).update(order=order)
        sign(order=order, version=order.version, number=str(order.pk), day=DAY, by=self.by)
        for pair, state in self.known.items():
            if state == State.AGREED and PairingEvent.objects.filter(pairing=pair, order=order, kind="made").exists():
                self.known[pair] = State.ORDERED

    @invariant()
    def facts_agree(self):
        if not hasattr(self, "known"):
            return
        for pair, state in self.known.items():
            row = Pairing.objects.get(pk=pair.pk)
            assert row.state == state
            assert (row.state == State.FINISHED) == bool(row.ended_on and row.ending)
            assert (row.state == State.PAUSED) == bool(row.paused_on)
            assert self.members(pair)
        held = {pk for pair, state in self.known.items() if state in LIVING for pk in self.members(pair)}
        paired = Mentee.objects.filter(has_pair(Mentee, DAY), programme=self.programme)
        assert set(paired.values_list("pk", flat=True)) == held


class TestLifeOfPairs(LifeOfPairs.TestCase, TestCase):
    """Django's test case around each example rolls everything back."""

    settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
