"""Proof in whole numbers, independent of the solver, that no better assignment exists."""

from dataclasses import dataclass

import numpy as np

from mentorship.matching.network import value_of_load

NEVER = -(2**61)


class NotOptimal(ArithmeticError):
    """The assignment is not the best one: a defect of the solver or of the machine, never of the input."""


@dataclass(frozen=True)
class Proof:
    """``d``: change of the whole when a mentor must take one mentee more; ``worth``: what a mentee brings at best."""

    weight: np.ndarray
    d: np.ndarray
    worth: np.ndarray
    own: np.ndarray
    last: np.ndarray


def prove(problem, assigned, willing, worth, start=None):
    """Prices by Bellman-Ford over the mentors, then dual feasibility and complementary slackness; raises NotOptimal.

    ``start`` are prices of the same assignment among fewer pairs: they are never too high, so the search goes on from
    there and ends sooner.
    """
    n, m = len(problem.mentees), len(problem.mentors)
    weight = worth.match + worth.point * problem.w
    load, own = _checked(problem, assigned, weight, n, m)
    value = value_of_load(load, problem.low, willing, worth)
    following = value_of_load(load + 1, problem.low, willing, worth) - value
    last = np.where(load > 0, value - value_of_load(load - 1, problem.low, willing, worth), -NEVER)
    d = np.where(load < problem.high, following, NEVER)
    if start is not None:
        d = np.maximum(d, start)
    matched = np.flatnonzero(assigned >= 0)
    starts, owners = _rows(problem.v)
    for _ in range(m + 2):
        best = _best(weight, d, problem.u, starts, owners, n)
        higher = d.copy()
        np.maximum.at(higher, assigned[matched], best[matched] - own[matched])
        if np.array_equal(higher, d):
            break
        d = higher
    else:
        raise NotOptimal("The assignment can be improved by a round of exchanges.")
    if (own[matched] + d[assigned[matched]] != best[matched]).any() or best[assigned < 0].any() or (last < d).any():
        raise NotOptimal("The assignment can be improved.")
    return Proof(weight, d, best, own, last)


def same_worth(problem, proof, assigned, drawn, willing, worth):
    """The proof for another assignment that is worth exactly as much: the prices prove both. Raises NotOptimal."""
    m = len(problem.mentors)
    old, _ = _checked(problem, assigned, proof.weight, len(problem.mentees), m)
    load, own = _checked(problem, drawn, proof.weight, len(problem.mentees), m)
    value = value_of_load(load, problem.low, willing, worth)
    if own.sum() + value.sum() != proof.own.sum() + value_of_load(old, problem.low, willing, worth).sum():
        raise NotOptimal("The draw among equals has changed what the list is worth.")
    last = np.where(load > 0, value - value_of_load(load - 1, problem.low, willing, worth), -NEVER)
    return Proof(proof.weight, proof.d, proof.worth, own, last)


def _checked(problem, assigned, weight, n, m):
    chosen = np.flatnonzero(assigned[problem.v] == problem.u)
    own = np.zeros(n, np.int64)
    own[problem.v[chosen]] = weight[chosen]
    load = np.bincount(assigned[assigned >= 0], minlength=m)
    if len(chosen) != (assigned >= 0).sum() or (load > problem.high).any():
        raise NotOptimal("The assignment uses a forbidden pair or a place that does not exist.")
    return load, own


def _rows(v):
    starts = np.flatnonzero(np.r_[True, v[1:] != v[:-1]]) if len(v) else np.zeros(0, np.int64)
    return starts, v[starts]


def _best(weight, d, u, starts, owners, n):
    best = np.zeros(n, np.int64)
    if len(starts):
        best[owners] = np.maximum(np.maximum.reduceat(weight + d[u], starts), 0)
    return best
