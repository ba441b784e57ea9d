"""Points of pairs: each criterion's share times its weight, for one pair with its reasons and for all pairs at once.

A criterion is asked once for each different combination of values; the table of all pairs is put together from these
answers, so the table and the reasons of a pair can never differ.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .criteria import CRITERIA, FULL, UNKNOWN, By, Case, sameness
from .instance import Infeasible, of_arrays
from .participants import Knowledge
from .rules import CONSENT, EXCLUDED, ROOM, Rules, forbids, points_of_weights
from .tables import bits_of, columns_of

NEVER = CONSENT | EXCLUDED | ROOM
"""Rules that hold even against a pair which the coordinator has locked; the others she may overrule by hand."""


BLOCK = 300
"""Mentees that are looked at together; after each such number the progress is told."""
IN_CACHE = 100_000
"""So many pairs are looked at together at most: more of them go through the slow memory at every step."""


class Part(NamedTuple):
    """What a criterion gives to a pair: ``points`` of at most ``most``, and the ``facts`` that it rests on: the common
    words or hours, the two values, or the places in the lists of wishes."""

    code: str
    points: int
    most: int
    facts: list


@dataclass(frozen=True)
class Table:
    """``points`` (0..10000) and ``bits`` of the rules that forbid a pair, ``[mentor, mentee]`` in their order in the
    knowledge."""

    knowledge: Knowledge
    rules: Rules
    points: np.ndarray
    bits: np.ndarray

    @property
    def allowed(self):
        return self.bits == 0


def parts_of(knowledge, rules, mentor, mentee):
    """Every criterion that weighs anything, in their order; the points add up to those of the table."""
    most = points_of_weights(rules.weights)
    return [
        Part(one.code, most[one.code] * share // FULL, most[one.code], facts)
        for one in CRITERIA
        if most[one.code]
        for share, facts in [share_of(one, knowledge, rules, mentor, mentee)]
    ]


def share_of(criterion, knowledge, rules, mentor, mentee):
    """The share (0..1000) and what it rests on."""
    if criterion.by is By.PAIR:
        facts = criterion.facts(knowledge, mentor, mentee)
        return criterion.share(facts), facts
    offered, asked = criterion.of_mentor(mentor), criterion.of_mentee(mentee)
    if criterion.is_silence and not offered:
        return UNKNOWN, []
    if criterion.by is By.OVERLAP:
        common = sorted(offered & asked)
        return criterion.share(len(common), len(asked)), common
    if criterion.by is By.SAMENESS:
        facts = sameness(offered, asked)
        return criterion.share(facts, Case(knowledge.year, rules)), facts
    return criterion.share(offered, asked, Case(knowledge.year, rules)), [offered, asked]


def points_of(knowledge, rules, mentor, mentee):
    return sum(part.points for part in parts_of(knowledge, rules, mentor, mentee))


def table_of(knowledge, rules, *, tell=None):
    """All pairs at once. ``tell(done, total)`` hears of the progress, and may raise to stop."""
    shape = len(knowledge.mentors), len(knowledge.mentees)
    points, bits = np.zeros(shape, np.int32), np.zeros(shape, np.uint8)
    for start, stop, *block in blocks_of(knowledge, rules, tell):
        points[:, start:stop], bits[:, start:stop] = block
    return Table(knowledge, rules, points, bits)


def blocks_of(knowledge, rules, tell=None):
    """``(first mentee, last, points, bits)`` of one block after the other."""
    columns, forbidding = columns_of(knowledge, rules), bits_of(knowledge, rules)
    total = len(knowledge.mentees)
    step = max(1, min(BLOCK, IN_CACHE // max(1, len(knowledge.mentors))))
    for start in range(0, total, step):
        if tell and start % BLOCK < step:
            tell(start, total)
        stop = min(start + step, total)
        points = np.zeros((len(knowledge.mentors), stop - start), np.int32)
        for column in columns:
            points += column(start, stop)
        yield start, stop, points, forbidding(start, stop)


def problem_of(table, locks=()):
    """The instance that the engine solves: all allowed pairs, and the locked ones even against the lesser rules.

    Raises Infeasible when a lock goes against a consent, an exclusion or the mentor's places.
    """
    locks = {(mentor, mentee) for mentor, mentee in locks}
    refuse(table.knowledge, table.rules, locks)
    open_pairs = table.allowed.T.copy()
    mentors, mentees = places_of(table.knowledge, locks)
    open_pairs[mentees, mentors] = True
    v, u = np.nonzero(open_pairs)
    return of_arrays(*sides_of(table.knowledge), u, v, table.points[u, v], sorted(locks))


def refuse(knowledge, rules, locks):
    """A lock must not break what even the coordinator cannot overrule."""
    kinds = ((EXCLUDED, "lock_excluded"), (CONSENT, "lock_not_allowed"), (ROOM, "lock_over_capacity"))
    mentors = {one.id: one for one in knowledge.mentors}
    mentees = {one.id: one for one in knowledge.mentees}
    for mentor, mentee in sorted(locks):
        bits = forbids(rules, mentors[mentor], mentees[mentee], knowledge)
        for bit, reason in kinds:
            if bits & bit:
                more = {"max": mentors[mentor].room, "mentees": [mentee]} if bit == ROOM else {"mentee": mentee}
                raise Infeasible(reason, mentor=mentor, **more)


def places_of(knowledge, pairs):
    """Rows and columns of pairs of numbers."""
    row = {one.id: number for number, one in enumerate(knowledge.mentors)}
    column = {one.id: number for number, one in enumerate(knowledge.mentees)}
    found = [(row[mentor], column[mentee]) for mentor, mentee in pairs]
    return tuple(np.array(found, np.intp).reshape(-1, 2).T)


def sides_of(knowledge):
    """Numbers of mentors and mentees, and the least and the most mentees of each mentor."""
    least = [min(one.least, one.room) for one in knowledge.mentors]
    return (
        [one.id for one in knowledge.mentors],
        [one.id for one in knowledge.mentees],
        least,
        [one.room for one in knowledge.mentors],
    )


def best_candidates(knowledge, rules, keep=50, locks=(), *, tell=None):
    """The instance of so many people that not all pairs fit into memory: the best ``keep`` candidates of each mentee,
    and the locked pairs. Blocks of mentees are scored one after another; ``tell`` hears of each, and may raise to stop.
    """
    locks = {(mentor, mentee) for mentor, mentee in locks}
    held = places_of(knowledge, locks)
    refuse(knowledge, rules, locks)
    ids = [np.array([one.id for one in side], np.uint32) for side in (knowledge.mentors, knowledge.mentees)]
    found = [(np.zeros(0, np.int64),) * 3]
    for start, stop, points, bits in blocks_of(knowledge, rules, tell):
        here = (held[1] >= start) & (held[1] < stop)
        order = np.where(bits == 0, points * SPREAD + spread(ids[0], ids[1][start:stop]), -1)
        u, v = best_of(order, (held[0][here], held[1][here] - start), keep)
        found.append((u, v + start, points[u, v]))
    u, v, w = (np.concatenate(column) for column in zip(*found, strict=True))
    return of_arrays(*sides_of(knowledge), u, v, w, sorted(locks))


SPREAD = 1 << 16
"""Places in the order of candidates with the same points."""


def spread(mentors, mentees):
    """An order of equal candidates that is another one for each mentee and does not depend on the order of people: the
    same fifty mentors for everybody would leave the others without anybody."""
    mixed = (mentors[:, None] * np.uint32(2654435761)) ^ (mentees * np.uint32(2246822519))
    return ((mixed ^ (mixed >> np.uint32(15))) * np.uint32(3266489917) >> np.uint32(16)).astype(np.int32)


def best_of(order, held, keep):
    """``(mentors, mentees)`` by number: those with the highest order of each mentee, and the held pairs."""
    least = np.partition(order, -keep, axis=0)[-keep] if len(order) > keep else 0
    taken = order >= np.maximum(least, 0)
    taken[held] = True
    v, u = np.nonzero(taken.T)
    return u, v
