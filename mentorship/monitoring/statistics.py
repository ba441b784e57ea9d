"""What may honestly be said of a change before and after: pure functions over two rows of numbers.

The rows are of the same people in the same order. SciPy and NumPy count; this module decides what is said of it, so
that the words on a page never say more than the numbers.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy

FEWEST = 6
"""Of fewer people nothing is concluded: even five rises of five give a two-sided sign test of 0.0625."""
CAREFUL = 20
"""Below this a result is said with care: the interval of the mean is wide."""
LEVEL = 0.05
CONFIDENCE = 0.95
SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8
"""Cohen's usual bounds for a standardised difference (Cohen, Statistical Power Analysis, 1988)."""


class Verdict(StrEnum):
    """What may be concluded of a change."""

    TOO_FEW = "too_few"
    NO_CHANGE = "no_change"
    UNSURE = "unsure"
    ROSE = "rose"
    FELL = "fell"


@dataclass(frozen=True)
class Change:
    """The change of the people who answered both times.

    ``mean`` is that of the differences (after − before), in the marks of the scale; ``low`` and ``high`` are the ends
    of its 95 % interval by Student's t; ``effect`` is d_z, the mean difference over the standard deviation of the
    differences; ``wilcoxon`` and ``sign`` are two-sided p-values. What cannot be counted is None.
    """

    n: int
    grew: int
    fell: int
    same: int
    before: float | None
    after: float | None
    mean: float | None
    low: float | None
    high: float | None
    effect: float | None
    wilcoxon: float | None
    sign: float | None
    verdict: Verdict

    @property
    def is_careful(self):
        """The numbers allow a conclusion, the few people ask for care with it."""
        return FEWEST <= self.n < CAREFUL

    @property
    def effect_size(self):
        """«small», «medium», «large», or "" below all of them."""
        size = abs(self.effect or 0)
        return "large" if size >= LARGE else "medium" if size >= MEDIUM else "small" if size >= SMALL else ""


def change(before, after):
    """Compare two rows of numbers of the same people; raises ValueError when they are not of one length.

    The conclusion needs at least six people, and both the Wilcoxon signed-rank test and the direction of the mean: a
    p-value of at most 0.05 is a steady change, anything else is none or is not certain. The sign test stands beside for
    those who trust only «how many rose».
    """
    first, last = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != last.shape:
        raise ValueError("Both rows must be of the same people.")
    differences = np.round(last - first, 9)
    n = int(differences.size)
    grew, fell = int((differences > 0).sum()), int((differences < 0).sum())
    low, high = interval(differences)
    counted = {
        "n": n,
        "grew": grew,
        "fell": fell,
        "same": n - grew - fell,
        "before": float(first.mean()) if n else None,
        "after": float(last.mean()) if n else None,
        "mean": float(differences.mean()) if n else None,
        "low": low,
        "high": high,
        "effect": effect_of(differences),
        "wilcoxon": wilcoxon(differences),
        "sign": sign_test(grew, fell),
    }
    return Change(**counted, verdict=verdict_of(n, differences, counted["wilcoxon"]))


def interval(differences):
    """The 95 % interval of the mean difference by Student's t with n − 1 degrees of freedom; (None, None) below two."""
    n = differences.size
    if n < 2:
        return None, None
    mean, error = float(differences.mean()), float(scipy.stats.sem(differences))
    if error == 0:
        return mean, mean
    low, high = scipy.stats.t.interval(CONFIDENCE, n - 1, loc=mean, scale=error)
    return float(low), float(high)


def effect_of(differences):
    """d_z: the mean of the differences in their standard deviations; None where they do not vary."""
    if differences.size < 2:
        return None
    spread = float(differences.std(ddof=1))
    return float(differences.mean()) / spread if spread > 0 else None


def wilcoxon(differences):
    """Two-sided p of the Wilcoxon signed-rank test; those who did not change are left out (Wilcoxon's own way).

    Exact while nobody shares a rank and there are at most fifty people, else by the normal approximation with the
    correction for ties: SciPy chooses.
    """
    moved = differences[differences != 0]
    if not moved.size:
        return None
    return float(scipy.stats.wilcoxon(moved, zero_method="wilcox", alternative="two-sided", method="auto").pvalue)


def sign_test(grew, fell):
    """Two-sided p of the exact sign test: as many rises among those who changed as a fair coin would give."""
    return float(scipy.stats.binomtest(grew, grew + fell, 0.5).pvalue) if grew + fell else None


def verdict_of(n, differences, p):
    if n < FEWEST:
        return Verdict.TOO_FEW
    if not differences.any():
        return Verdict.NO_CHANGE
    if p is None or p > LEVEL or np.sign(rank_sum(differences)) != np.sign(differences.mean()):
        return Verdict.UNSURE
    return Verdict.ROSE if differences.mean() > 0 else Verdict.FELL


def rank_sum(differences):
    """The ranks of the rises less those of the falls: where it and the mean disagree, nothing is concluded."""
    moved = differences[differences != 0]
    return float((np.sign(moved) * scipy.stats.rankdata(np.abs(moved))).sum())
