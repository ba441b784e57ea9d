"""A pairing problem as it is handed over (ids and points), and as the engine counts it (sorted arrays)."""

from dataclasses import dataclass, field, replace

import numpy as np

TOP = 10_000


class Infeasible(Exception):
    """The wishes contradict one another; ``reason`` names the kind, ``details`` the smallest part that clashes."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details


@dataclass(frozen=True)
class Instance:
    """Mentors and mentees in the order of their ids, pairs in that of mentee and mentor; locks already taken out."""

    mentors: list
    mentees: list
    low: np.ndarray
    high: np.ndarray
    u: np.ndarray
    v: np.ndarray
    w: np.ndarray
    locks: list = field(default_factory=list)
    has_lock: np.ndarray | None = None
    top: int = TOP

    def part(self, pairs):
        return replace(self, u=self.u[pairs], v=self.v[pairs], w=self.w[pairs])


def read_instance(source):
    """Check every line, sort, take the locks out; ValueError says in a sentence what is broken."""
    if not isinstance(source, dict):
        raise ValueError("The instance must be an object.")
    unknown = set(source) - {"mentors", "mentees", "scores", "excluded", "locked"}
    if unknown:
        raise ValueError(f"Unknown part of the instance: {sorted(map(str, unknown))[0]}.")
    mentors = sorted(_people(source, "mentors"), key=lambda row: _order(row["id"]))
    mentees = sorted((row["id"] for row in _people(source, "mentees")), key=_order)
    low = np.array([_whole(row.get("min", 0), f"min of mentor {row['id']}") for row in mentors], np.int64)
    high = np.array([_whole(row.get("max", 1), f"max of mentor {row['id']}") for row in mentors], np.int64)
    for row, least, most in zip(mentors, low, high, strict=True):
        if most < least:
            raise ValueError(f"Mentor {row['id']}: max {most} is less than min {least}.")
    ids = [row["id"] for row in mentors]
    known = (
        {person: number for number, person in enumerate(ids)},
        {person: number for number, person in enumerate(mentees)},
    )
    points = _scores(source, known)
    excluded = set(_pairs(source, "excluded", known))
    locks = _locks(_pairs(source, "locked", known), points, excluded, ids, mentees, high)
    return _without_locks(ids, mentees, low, high, points, excluded, locks)


def of_arrays(mentors, mentees, low, high, u, v, w, locks=()):
    """The same instance from arrays: ids of both sides, loads, and the allowed pairs by numbers with their points.

    ``locks`` are pairs of ids, among the allowed ones. Nothing depends on the order in which people come.
    """
    rank, other = _ranked(mentors), _ranked(mentees)
    place, column = (np.argsort(order, kind="stable") for order in (rank, other))
    ids, known = [mentors[i] for i in rank], [mentees[j] for j in other]
    u, v = place[np.asarray(u, np.int64)], column[np.asarray(v, np.int64)]
    order = np.lexsort((u, v))
    u, v, w = u[order], v[order], np.asarray(w, np.int64)[order]
    low, high = np.asarray(low, np.int64)[rank], np.asarray(high, np.int64)[rank]
    if not len(locks):
        free = Instance(ids, known, low, high, u, v, w, [], np.zeros(len(ids), bool))
        return free.part(high[u] > 0)
    return _locked(ids, known, low, high, (u, v, w), locks)


def _ranked(people):
    return np.array(sorted(range(len(people)), key=lambda i: _order(people[i])), np.int64)


def _locked(ids, mentees, low, high, pairs, locks):
    """Takes the locked pairs out of the arrays, after the same checks as for an instance that was handed over."""
    number = {person: i for i, person in enumerate(ids)}, {person: j for j, person in enumerate(mentees)}
    locks = sorted((number[0][mentor], number[1][mentee]) for mentor, mentee in locks)
    u, v, w = pairs
    key = v * len(ids) + u
    at = np.searchsorted(key, [j * len(ids) + i for i, j in locks])
    points = {
        (i, j): int(w[k]) for (i, j), k in zip(locks, at, strict=True) if k < len(key) and key[k] == j * len(ids) + i
    }
    locks = _locks(locks, points, set(), ids, mentees, high)
    held = np.bincount([i for i, _, _ in locks], minlength=len(ids)).astype(np.int64)
    taken = np.zeros(len(mentees), bool)
    taken[[j for _, j, _ in locks]] = True
    rest = ~taken[v]
    free = Instance(ids, mentees, np.maximum(low - held, 0), high - held, u[rest], v[rest], w[rest], locks, held > 0)
    return free.part(free.high[free.u] > 0)


def _order(person):
    return (isinstance(person, str), person)


def _people(source, part):
    rows = source.get(part)
    if not isinstance(rows, list):
        raise ValueError(f"The instance needs a list of {part}.")
    seen = set()
    for row in rows:
        if not isinstance(row, dict) or isinstance(row.get("id"), bool) or not isinstance(row.get("id"), (int, str)):
            raise ValueError(f"Everyone in {part} needs an id, a number or a text.")
        if row["id"] in seen:
            raise ValueError(f"The id {row['id']} is twice among {part}.")
        seen.add(row["id"])
    return rows


def _whole(number, what, top=1_000_000):
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError(f"The {what} must be a whole number.")
    if not 0 <= number <= top:
        raise ValueError(f"The {what} must be between 0 and {top}.")
    return number


def _numbers(row, part, known, size):
    if not isinstance(row, (list, tuple)) or len(row) != size:
        raise ValueError(f"Every line of {part} needs {size} values.")
    found = []
    for person, numbers, side in zip(row[:2], known, ("mentor", "mentee"), strict=True):
        if isinstance(person, bool) or not isinstance(person, (int, str)) or person not in numbers:
            raise ValueError(f"The list {part} names an unknown {side}: {person}.")
        found.append(numbers[person])
    return tuple(found)


def _list(source, part):
    rows = source.get(part, [])
    if not isinstance(rows, list):
        raise ValueError(f"The part {part} must be a list.")
    return rows


def _scores(source, known):
    points = {}
    for row in _list(source, "scores"):
        pair = _numbers(row, "scores", known, 3)
        if pair in points:
            raise ValueError(f"The pair of mentor {row[0]} and mentee {row[1]} is twice in scores.")
        points[pair] = _whole(row[2], f"points of mentor {row[0]} and mentee {row[1]}", TOP)
    return points


def _pairs(source, part, known):
    pairs = [_numbers(row, part, known, 2) for row in _list(source, part)]
    if len(set(pairs)) < len(pairs):
        raise ValueError(f"A pair is twice in {part}.")
    return sorted(pairs)


def _locks(locks, points, excluded, ids, mentees, high):
    owner, held = {}, {}
    for i, j in locks:
        names = {"mentor": ids[i], "mentee": mentees[j]}
        if (i, j) in excluded:
            raise Infeasible("lock_excluded", **names)
        if (i, j) not in points:
            raise Infeasible("lock_not_allowed", **names)
        if j in owner:
            raise Infeasible("lock_twice", mentee=mentees[j], mentors=[ids[owner[j]], ids[i]])
        owner[j] = i
        held.setdefault(i, []).append(j)
        if len(held[i]) > high[i]:
            raise Infeasible(
                "lock_over_capacity", mentor=ids[i], max=int(high[i]), mentees=[mentees[k] for k in held[i]]
            )
    return [(i, j, points[i, j]) for i, j in locks]


def _without_locks(ids, mentees, low, high, points, excluded, locks):
    held = np.bincount([i for i, _, _ in locks], minlength=len(ids)).astype(np.int64)
    taken = {j for _, j, _ in locks}
    rows = sorted((j, i, w) for (i, j), w in points.items() if j not in taken and (i, j) not in excluded)
    v, u, w = (np.array(rows, np.int64).reshape(-1, 3)).T
    free = Instance(ids, mentees, np.maximum(low - held, 0), high - held, u, v, w, locks, held > 0)
    return free.part(free.high[free.u] > 0)
