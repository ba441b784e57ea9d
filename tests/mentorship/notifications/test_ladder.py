import random
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.notifications import ladder

from .conftest import MORNING

MINUTE = timedelta(minutes=1)


def climb(until=timedelta(hours=60)):
    """The instants of all tries of a letter that is never taken, from the first one on."""
    at, tries = MORNING, []
    while at and at < MORNING + until:
        tries.append(at)
        at = ladder.next_try(tries=len(tries), first_tried_at=MORNING, now=at)
    return tries


def test_the_steps_are_1_5_15_60_minutes_and_then_hours_for_two_days(monkeypatch):
    monkeypatch.setattr(random, "uniform", lambda least, most: 1)
    minutes = [(at - MORNING) / MINUTE for at in climb()]

    assert minutes[:7] == [0, 1, 6, 21, 81, 141, 201]
    assert {later - sooner for sooner, later in pairwise(minutes[4:])} == {60}
    assert minutes[-1] == 48 * 60 - 39


@given(st.integers(1, 200), st.floats(0, 48 * 60), st.randoms())
def test_the_next_try_is_a_step_away_within_a_tenth_and_never_after_two_days(tries, minutes, chance):
    now = MORNING + minutes * MINUTE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random, "uniform", chance.uniform)
        at = ladder.next_try(tries=tries, first_tried_at=MORNING, now=now)

    step = ladder.STEPS[min(tries, 4) - 1]
    if at is None:
        assert now + step * 1.1 > MORNING + ladder.GIVE_UP
    else:
        assert step * 0.9 <= at - now <= step * 1.1
        assert at <= MORNING + ladder.GIVE_UP


def test_a_thousand_letters_do_not_come_back_in_the_same_second():
    instants = {
        ladder.next_try(tries=4, first_tried_at=MORNING, now=MORNING).replace(microsecond=0) for _ in range(1000)
    }

    assert len(instants) > 300


def test_a_letter_that_was_never_counted_starts_at_the_first_step():
    assert ladder.next_try(tries=0, first_tried_at=MORNING, now=MORNING) < MORNING + 2 * MINUTE
