"""A draft of so many people that not all pairs fit into memory is computed under the same rules as a small one."""

import pytest

from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import Rules
from mentorship.matching.services import computing
from mentorship.matching.services.computing import Loaded, pairs_of


@pytest.fixture(params=[0, 5_000_000], ids=["vast", "small"])
def known(request, monkeypatch):
    monkeypatch.setattr(computing, "TABLE_PAIRS", request.param)
    mentors = Mentor(id=1, subjects=frozenset({7})), Mentor(id=2), Mentor(id=3, form=2)
    mentees = Mentee(id=11, subjects=frozenset({7}), form=1), Mentee(id=12, form=1), Mentee(id=13, form=1)
    return Loaded(Knowledge(mentors, mentees, 2022), Rules(), locks=((3, 11),))


def test_a_lock_holds_against_a_rule(known):
    assert pairs_of(known.solve())[11] == 3
    assert pairs_of(known.solve(locks=()))[11] == 1


def test_who_is_left_out_stays_without_a_mentor(known):
    assert set(pairs_of(known.solve(without=(12,)))) == {11, 13}
