"""Small random instances, and their best figures by trying every assignment."""

from functools import cache

import numpy as np

LEVELS = {
    "hard": ("matched", "score", "served", "min_score"),
    "cover": ("matched", "served", "score", "min_score"),
    "soft": ("matched", "shortfall", "score", "min_score"),
    "group": ("matched", "score"),
}


def small(random, mentors=3, mentees=4, top=4):
    m, n = int(random.integers(1, mentors + 1)), int(random.integers(1, mentees + 1))
    step = int(random.choice([1, 100, 2500]))
    people = []
    for i in range(m):
        most = int(random.integers(0, 4))
        people.append({"id": f"M{i}", "min": int(min(most, random.choice([0, 0, 1, 2, 3]))), "max": most})
    scores = [
        [f"M{i}", j, int(random.integers(0, top + 1)) * step]
        for i in range(m)
        for j in range(n)
        if random.random() < 0.7
    ]
    excluded = [row[:2] for row in scores if random.random() < 0.08]
    free = [row[:2] for row in scores if row[:2] not in excluded]
    locked = [free[int(random.integers(len(free)))]] if free and random.random() < 0.2 else []
    return {
        "mentors": people,
        "mentees": [{"id": j} for j in range(n)],
        "scores": scores,
        "excluded": excluded,
        "locked": locked,
    }


@cache
def _all(m, n):
    return np.array(np.unravel_index(np.arange((m + 1) ** n), [m + 1] * n)).T


def best(instance, policy):
    """The best figures in the policy's order, or None when nothing is allowed."""
    m, n = len(instance["mentors"]), len(instance["mentees"])
    points = np.full((n, m + 1), -1, np.int64)
    points[:, m] = 0
    for mentor, mentee, score in instance["scores"]:
        points[mentee, int(mentor[1:])] = score
    for mentor, mentee in instance["excluded"]:
        points[mentee, int(mentor[1:])] = -1
    for mentor, mentee in instance["locked"]:
        points[mentee, np.arange(m + 1) != int(mentor[1:])] = -1
    tried = _all(m, n)
    got = points[np.arange(n), tried]
    load = (tried[:, :, None] == np.arange(m)).sum(1)
    low, high = (np.array([row[side] for row in instance["mentors"]]) for side in ("min", "max"))
    allowed = (got >= 0).all(1) & (load <= high).all(1)
    if policy in ("hard", "cover"):
        allowed &= (load >= low).all(1)
    if policy == "group":
        allowed &= ((load == 0) | (load >= low)).all(1)
    if not allowed.any():
        return None
    worst = np.where(tried < m, got, 10**6).min(1)
    columns = {
        "matched": (tried < m).sum(1),
        "score": got.sum(1),
        "served": (load > 0).sum(1),
        "shortfall": -np.maximum(low - load, 0).sum(1),
        "min_score": worst,
    }
    for level in LEVELS[policy]:
        allowed &= columns[level] == columns[level][allowed].max()
    figures = {level: abs(int(columns[level][allowed.argmax()])) for level in LEVELS[policy]}
    if figures.get("min_score") == 10**6:
        figures["min_score"] = None
    return figures
