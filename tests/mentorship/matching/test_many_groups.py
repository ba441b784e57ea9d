"""Changes of a draft of so many groups that choosing them anew would take too long."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from mentorship.matching.instance import Infeasible
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import Rules
from mentorship.matching.services import runs
from mentorship.matching.services.computing import Loaded, pairs_of, with_groups
from tests.factories import MatchingRunFactory

RULES = Rules(policy="group", group_least=2, group_most=3, needs_hour=False)


@pytest.fixture
def many(settings):
    """Any number of people is many."""
    settings.MATCHING_GROUP_PAIRS_AT_ONCE = 0


def known_of(seed, mentors=5, mentees=9, rules=RULES):
    dice = random.Random(seed)
    sides = [
        tuple(kind(id=number + 1, subjects=frozenset(dice.sample(range(6), 2)), **more) for number in range(count))
        for kind, count, more in ((Mentor, mentors, {"room": 3}), (Mentee, mentees, {}))
    ]
    return Loaded(with_groups(Knowledge(*sides, 2022), rules), rules, salt="salt")


def kept_of(pairs, without=None):
    return [(mentor, mentee) for mentee, mentor in pairs.items() if mentee != without]


@pytest.mark.parametrize("seed", range(8))
def test_nothing_moves_when_nothing_is_wished(many, seed):
    known = known_of(seed)
    before = pairs_of(known.solve())
    assert known.is_hard
    assert pairs_of(known.solve_around(locks=(), kept=kept_of(before))) == before


@pytest.mark.parametrize("seed", range(8))
def test_a_wish_holds_the_sizes_and_moves_no_more_than_it_must(many, seed):
    known = known_of(seed)
    before = pairs_of(known.solve())
    mentee, mentor = next(iter(before.items()))
    for wished in {one for one in before.values() if one != mentor}:
        solution = known.solve_around(locks=[(wished, mentee)], kept=kept_of(before, mentee))
        after = pairs_of(solution)
        assert after[mentee] == wished
        assert set(Counter(after.values()).values()) <= {2, 3}
        exact = pairs_of(known.solve(locks=[(wished, mentee)], kept=kept_of(before, mentee)))
        assert len(after) == len(exact)


def test_a_group_that_becomes_too_small_closes(many):
    """Two mentors, two mentees each and no one more: who is parted leaves a group of one, which cannot stay."""
    known = known_of(0, mentors=2, mentees=4, rules=replace(RULES, group_most=2))
    before = pairs_of(known.solve())
    assert sorted(Counter(before.values()).values()) == [2, 2]
    mentee, mentor = next(iter(before.items()))
    after = pairs_of(known.solve_around(locks=(), kept=kept_of(before, mentee), without=(mentee,)))
    assert Counter(after.values()) == {3 - mentor: 2}


def test_a_locked_group_that_cannot_be_filled_is_said(many):
    known = known_of(0, mentors=2, mentees=2)
    with pytest.raises(Infeasible) as clash:
        known.solve_around(locks=[(1, 1), (2, 2)], kept=())
    assert clash.value.reason == "minimum"


@pytest.mark.usefixtures("school_scope")
@pytest.mark.parametrize(
    ("rules", "waits"), [(RULES, True), (replace(RULES, group_least=1), False), (replace(RULES, policy="soft"), False)]
)
def test_many_groups_go_to_the_worker(many, programme, rules, waits):
    snapshot = {"rules": rules.to_dict(), "knowledge": known_of(0).knowledge.to_dict()}
    assert runs.is_large(MatchingRunFactory(programme=programme, snapshot=snapshot)) is waits
