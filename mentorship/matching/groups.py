"""Groups: a mentor has nobody or min..max mentees. Which groups open is a choice, so a flow alone does not do."""

import numpy as np
import scipy

SECONDS = 100
"""For each of the two questions; a worker must not be held longer. What is not proven by then is not answered."""


class NotProven(ArithmeticError):
    """HiGHS had no proof in time which groups should open."""


def open_groups(problem):
    """The mentors whose groups open: first as many mentees as possible, then points; HiGHS must prove both.

    NotProven when it cannot within ``SECONDS``.
    """
    n, m, edges = len(problem.mentees), len(problem.mentors), len(problem.u)
    number = np.arange(edges)
    once = scipy.sparse.coo_array((np.ones(edges), (problem.v, number)), (n, edges + m))
    loads = scipy.sparse.coo_array((np.ones(edges), (problem.u, number)), (m, edges + m))
    mentor = np.arange(m)
    least = loads - scipy.sparse.coo_array((problem.low, (mentor, edges + mentor)), (m, edges + m))
    most = loads - scipy.sparse.coo_array((problem.high, (mentor, edges + mentor)), (m, edges + m))
    held = problem.has_lock.astype(float)
    rules = scipy.optimize.LinearConstraint(
        scipy.sparse.vstack([once, least, most]).tocsc(),
        np.r_[np.full(n + m, 0.0) - np.r_[np.full(n, np.inf), np.zeros(m)], np.full(m, -np.inf)],
        np.r_[np.ones(n), np.full(m, np.inf), np.zeros(m)],
    )
    bounds = scipy.optimize.Bounds(np.r_[np.zeros(edges), held], np.ones(edges + m))
    whole = np.r_[np.zeros(edges), np.ones(m)]
    match = np.r_[np.ones(edges), np.zeros(m)]
    matched, _ = _solve(match, [rules], bounds, whole)
    exactly = scipy.optimize.LinearConstraint(match[None, :], matched, matched)
    score, found = _solve(np.r_[problem.w, np.zeros(m)].astype(float), [rules, exactly], bounds, whole)
    return found[edges:] > 0.5, matched, score


def _solve(gain, rules, bounds, whole):
    limits = {"mip_rel_gap": 0, "time_limit": SECONDS}
    result = scipy.optimize.milp(-gain, constraints=rules, bounds=bounds, integrality=whole, options=limits)
    if result.status != 0 or result.mip_dual_bound < result.fun - 0.5:
        raise NotProven("HiGHS did not prove the best choice of groups.")
    return round(-result.fun), result.x
