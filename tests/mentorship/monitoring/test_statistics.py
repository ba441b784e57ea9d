"""What may be said of a change: against SciPy, against hand-computed cases, and by properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mentorship.monitoring.statistics import FEWEST, Verdict, change, sign_test

MARKS = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), max_size=40)


def test_a_case_computed_by_hand():
    """Differences 1, 2, 3, 4, 5, −1: mean 14/6; squares of deviations sum to 56 − 14²/6 = 70/3, so s² = 14/3;
    standard error = s/√6 = √(7/9) = √7/3; t(5; 0.975) = 2.5706."""
    found = change([1, 1, 1, 1, 1, 5], [2, 3, 4, 5, 6, 4])

    assert (found.n, found.grew, found.fell, found.same) == (6, 5, 1, 0)
    assert found.mean == pytest.approx(14 / 6)
    assert found.effect == pytest.approx((14 / 6) / math.sqrt(14 / 3))
    half = 2.570582 * math.sqrt(7) / 3
    assert (found.low, found.high) == pytest.approx((14 / 6 - half, 14 / 6 + half), abs=1e-5)


def test_the_sign_test_by_hand():
    """Five rises of six: P(X ≥ 5) = (6 + 1)/64, twice for both sides: 14/64. Six of six: 2/64."""
    assert sign_test(5, 1) == pytest.approx(14 / 64)
    assert sign_test(6, 0) == pytest.approx(2 / 64)
    assert sign_test(0, 0) is None


def test_the_wilcoxon_test_by_hand():
    """Six rises of different sizes: the smallest possible sum of ranks, one of 2⁶ arrangements on each side: 2/64."""
    found = change([1, 1, 1, 1, 1, 1], [2, 3, 4, 5, 6, 7])

    assert found.wilcoxon == pytest.approx(2 / 64)
    assert found.verdict == Verdict.ROSE


def test_those_who_did_not_change_are_counted_and_left_out_of_the_tests():
    """Wilcoxon's own way with zeros: the p-value is that of the others alone."""
    found = change([5, 5, 1, 1, 1, 1, 1, 1], [5, 5, 2, 3, 4, 5, 6, 7])

    assert (found.n, found.same) == (8, 2)
    assert found.wilcoxon == pytest.approx(2 / 64)


def test_against_scipy_and_numpy_on_a_longer_row():
    rng = np.random.default_rng(128)
    before = rng.integers(1, 8, 40)
    after = before + rng.integers(-1, 4, 40)
    found, differences = change(before, after), after - before

    assert found.mean == pytest.approx(np.mean(differences))
    paired = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((paired.low, paired.high))
    assert found.wilcoxon == pytest.approx(stats.wilcoxon(after, before).pvalue)
    assert found.effect == pytest.approx(np.mean(differences) / np.std(differences, ddof=1))
    assert found.verdict == Verdict.ROSE


@pytest.mark.parametrize("count", range(FEWEST))
def test_of_fewer_than_six_nothing_is_concluded(count):
    assert change([1] * count, [10] * count).verdict == Verdict.TOO_FEW


def test_nobody_changed_and_a_change_that_may_be_chance():
    assert change([5] * 10, [5] * 10).verdict == Verdict.NO_CHANGE
    assert change([5, 5, 5, 5, 5, 5, 5, 5], [6, 4, 6, 4, 6, 4, 6, 4]).verdict == Verdict.UNSURE


def test_rows_of_different_people_are_refused():
    with pytest.raises(ValueError, match="same people"):
        change([1, 2], [1])


def test_few_people_ask_for_care():
    assert change([1] * 6, [2, 3, 4, 5, 6, 7]).is_careful
    assert not change(list(range(1, 8)) * 3, list(range(2, 9)) * 3).is_careful


@settings(deadline=None)
@given(MARKS)
def test_swapping_the_sides_turns_everything_round(rows):
    before, after = [one for one, _ in rows], [two for _, two in rows]
    there, back = change(before, after), change(after, before)

    assert (there.grew, there.fell, there.same) == (back.fell, back.grew, back.same)
    assert there.n == there.grew + there.fell + there.same
    for name in ("wilcoxon", "sign"):
        assert getattr(there, name) == pytest.approx(getattr(back, name))
    if there.mean is not None:
        assert there.mean == pytest.approx(-back.mean)
    turned = {Verdict.ROSE: Verdict.FELL, Verdict.FELL: Verdict.ROSE}
    assert there.verdict == turned.get(back.verdict, back.verdict)


@settings(deadline=None)
@given(MARKS)
def test_the_interval_holds_the_mean(rows):
    found = change([one for one, _ in rows], [two for _, two in rows])

    if found.low is not None:
        assert found.low - 1e-9 <= found.mean <= found.high + 1e-9


def test_a_few_great_falls_do_not_turn_many_rises_round():
    """Twenty rise by one, three fall by nine: the mean falls, the ranks rise, so nothing is concluded."""
    assert change([5] * 20 + [10] * 3, [6] * 20 + [1] * 3).verdict == Verdict.UNSURE


def test_noise_of_fractions_makes_no_effect():
    found = change([1 + 9 * place / 5 for place in range(6)] * 2, [1 + 9 * place / 5 + 1.8 for place in range(6)] * 2)

    assert found.effect is None
    assert found.verdict == Verdict.ROSE
