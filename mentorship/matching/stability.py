"""Pairs who would both rather have each other: a measure, not a rule."""

import numpy as np


def blocking_pairs(problem, assigned):
    """Allowed pairs in which both gain: the mentee's own pair is worse, the mentor has a place or a worse mentee."""
    chosen = assigned[problem.v] == problem.u
    own = np.full(len(problem.mentees), -1, np.int64)
    own[problem.v[chosen]] = problem.w[chosen]
    worst = np.full(len(problem.mentors), 2**31, np.int64)
    np.minimum.at(worst, problem.u[chosen], problem.w[chosen])
    load = np.bincount(problem.u[chosen], minlength=len(problem.mentors))
    worst[load < problem.high] = -1
    blocks = (problem.w > own[problem.v]) & (problem.w > worst[problem.u])
    return [(problem.mentors[i], problem.mentees[j]) for i, j in zip(problem.u[blocks], problem.v[blocks], strict=True)]
