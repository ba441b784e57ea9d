"""Points of pairs: each criterion's share times its weight, for one pair with its reasons and for all pairs at once.

A criterion is asked once for each different combination of values; the table of all pairs is put together from these
answers, so the table and the reasons of a pair can never differ.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .criteria import CRITERIA, FULL, By
from .instance import Infeasible, of_arrays
from .participants import Knowledge, Mentee, Mentor
from .rules import CONSENT, EXCLUDED, FORM, GAP, HOUR, ROOM, UNWANTED, Rules, points_of_weights

NEVER = CONSENT | EXCLUDED | ROOM
"""Rules that hold even against a pair which the coordinator has locked; the others she may overrule by hand."""

BLOCK = 300
"""Mentees that are scored together when there are too many for one table."""


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
        for share, facts in [share_of(one, knowledge, mentor, mentee)]
    ]


def share_of(criterion, knowledge, mentor, mentee):
    """The share (0..1000) and what it rests on."""
    if criterion.by is By.PAIR:
        facts = criterion.facts(knowledge, mentor, mentee)
        return criterion.share(facts), facts
    offered, asked = criterion.of_mentor(mentor), criterion.of_mentee(mentee)
    if criterion.by is By.OVERLAP:
        common = sorted(offered & asked)
        return criterion.share(len(common), len(asked)), common
    return criterion.share(offered, asked, knowledge.year), [offered, asked]


def points_of(knowledge, rules, mentor, mentee):
    return sum(part.points for part in parts_of(knowledge, rules, mentor, mentee))


def table_of(knowledge, rules, *, tell=None):
    """All pairs at once. ``tell(done, total)`` hears of the progress, and may raise to stop."""
    shape = len(knowledge.mentors), len(knowledge.mentees)
    points, most = np.zeros(shape, np.int32), points_of_weights(rules.weights)
    weighing = [one for one in CRITERIA if most[one.code]]
    for done, criterion in enumerate(weighing):
        if tell:
            tell(done, len(weighing))
        points += TABLES[criterion.by](criterion, knowledge, most[criterion.code])
    return Table(knowledge, rules, points, bits_of(knowledge, rules))


def of_overlap(criterion, knowledge, most):
    """How many words are common by one product of matrices; how much that is worth out of a small table."""
    offered = [criterion.of_mentor(one) for one in knowledge.mentors]
    asked = [criterion.of_mentee(one) for one in knowledge.mentees]
    common = common_of(offered, asked)
    sizes = np.array([len(words) for words in asked], np.intp)
    worth = np.array(
        [
            [most * criterion.share(min(both, size), size) // FULL for size in range(sizes.max(initial=0) + 1)]
            for both in range(common.max(initial=0) + 1)
        ],
        np.int32,
    ).reshape(-1, sizes.max(initial=0) + 1)
    return worth[common, sizes[None, :]]


def common_of(offered, asked):
    """``[mentor, mentee]``: how many words of the two sets are the same."""
    words = sorted(set().union(*offered) & set().union(*asked))
    place = {word: column for column, word in enumerate(words)}
    mentors, mentees = (incidence(sets, place) for sets in (offered, asked))
    return (mentors @ mentees.T).astype(np.intp)


def incidence(sets, place):
    found = np.zeros((len(sets), len(place)), np.float32)
    for row, words in enumerate(sets):
        for word in words:
            if word in place:
                found[row, place[word]] = 1
    return found


def of_values(criterion, knowledge, most):
    """Each different pair of values is asked once."""
    offered, row = distinct(map(criterion.of_mentor, knowledge.mentors))
    asked, column = distinct(map(criterion.of_mentee, knowledge.mentees))
    worth = np.array(
        [[most * criterion.share(one, other, knowledge.year) // FULL for other in asked] for one in offered], np.int32
    ).reshape(len(offered), len(asked))
    return worth[row][:, column]


def distinct(values):
    """The different values in the order in which they come, and for everybody the number of the own one."""
    places = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(numbers, np.intp)


def of_pairs(criterion, knowledge, most):
    """The same for all pairs but for those of which there is something to say."""
    nobody = Mentor(id=0), Mentee(id=0)
    worth = most * criterion.share(criterion.facts(knowledge, *nobody)) // FULL
    found = np.full((len(knowledge.mentors), len(knowledge.mentees)), worth, np.int32)
    for i, j in zip(*places_of(knowledge, criterion.pairs(knowledge)), strict=True):
        facts = criterion.facts(knowledge, knowledge.mentors[i], knowledge.mentees[j])
        found[i, j] = most * criterion.share(facts) // FULL
    return found


def places_of(knowledge, pairs):
    """Rows and columns of those pairs of numbers whose both sides are in the knowledge."""
    row = {one.id: number for number, one in enumerate(knowledge.mentors)}
    column = {one.id: number for number, one in enumerate(knowledge.mentees)}
    found = [(row[one], column[other]) for one, other in pairs if one in row and other in column]
    return tuple(np.array(found, np.intp).reshape(-1, 2).T)


TABLES = {By.OVERLAP: of_overlap, By.VALUES: of_values, By.PAIR: of_pairs}


def bits_of(knowledge, rules):
    """The hard rules for all pairs at once; ``rules.forbids`` says the same of one pair."""
    mentors, mentees = knowledge.mentors, knowledge.mentees
    bits = np.zeros((len(mentors), len(mentees)), np.uint8)
    if rules.same_form:
        form, other = (np.array([one.form or 0 for one in side], np.int64) for side in (mentors, mentees))
        bits |= np.uint8(FORM) * ((form[:, None] != other) & (form[:, None] > 0) & (other > 0))
    may, other = (np.array([one.may_be_processed for one in side], bool) for side in (mentors, mentees))
    bits |= np.uint8(CONSENT) * ~(may[:, None] & other)
    if rules.least_gap is not None:
        born, other = (np.array([one.birth_year or 0 for one in side], np.int64) for side in (mentors, mentees))
        known = (born[:, None] > 0) & (other > 0)
        bits |= np.uint8(GAP) * (known & (other - born[:, None] < rules.least_gap))
    if rules.needs_hour:
        bits |= np.uint8(HOUR) * without_hour(mentors, mentees)
    bits |= np.uint8(ROOM) * (np.array([one.room for one in mentors], np.int64) < 1)[:, None]
    scatter(bits, EXCLUDED, knowledge, knowledge.excluded)
    if rules.forbids_unwanted:
        scatter(bits, UNWANTED, knowledge, unwanted_of(knowledge))
    return bits


def without_hour(mentors, mentees):
    """Both have named hours, and none of them is common."""
    hours, other = [one.slots for one in mentors], [one.slots for one in mentees]
    has, asks = (np.array([bool(one) for one in side], bool) for side in (hours, other))
    return has[:, None] & asks & (common_of(hours, other) == 0)


def unwanted_of(knowledge):
    """Pairs of whom one side said «rather not»."""
    of_mentors = {(one.id, mentee) for one in knowledge.mentors for mentee in one.unwanted}
    return of_mentors | {(mentor, one.id) for one in knowledge.mentees for mentor in one.unwanted}


def scatter(bits, bit, knowledge, pairs):
    mentors, mentees = places_of(knowledge, pairs)
    bits[mentors, mentees] |= np.uint8(bit)


def problem_of(table, locks=()):
    """The instance that the engine solves: all allowed pairs, and the locked ones even against the lesser rules.

    Raises Infeasible when a lock goes against a consent, an exclusion or the mentor's places.
    """
    locks = {(mentor, mentee) for mentor, mentee in locks}
    held = np.zeros(table.bits.shape, bool)
    mentors, mentees = places_of(table.knowledge, locks)
    held[mentors, mentees] = True
    refuse(table, mentors, mentees)
    v, u = np.nonzero((table.allowed | held).T)
    return of_arrays(*sides_of(table.knowledge), u, v, table.points[u, v], sorted(locks))


def refuse(table, mentors, mentees):
    """A lock must not break what even the coordinator cannot overrule."""
    kinds = ((EXCLUDED, "lock_excluded"), (CONSENT, "lock_not_allowed"), (ROOM, "lock_over_capacity"))
    for i, j in zip(mentors, mentees, strict=True):
        for bit, reason in kinds:
            if table.bits[i, j] & bit:
                mentor, mentee = table.knowledge.mentors[i], table.knowledge.mentees[j]
                more = {"max": mentor.room, "mentees": [mentee.id]} if bit == ROOM else {"mentee": mentee.id}
                raise Infeasible(reason, mentor=mentor.id, **more)


def sides_of(knowledge):
    """Numbers of mentors and mentees, and the least and the most mentees of each mentor."""
    least = [min(one.least, one.room) for one in knowledge.mentors]
    return (
        [one.id for one in knowledge.mentors],
        [one.id for one in knowledge.mentees],
        least,
        [one.room for one in knowledge.mentors],
    )


def best_candidates(knowledge, rules, keep=50, *, tell=None):
    """The instance of so many people that not all pairs fit into memory: the best ``keep`` candidates of each mentee.

    Blocks of mentees are scored one after another; ``tell`` hears of each, and may raise to stop.
    """
    found = []
    for start in range(0, len(knowledge.mentees), BLOCK):
        if tell:
            tell(start, len(knowledge.mentees))
        some = Knowledge(
            knowledge.mentors,
            knowledge.mentees[start : start + BLOCK],
            knowledge.year,
            knowledge.good,
            knowledge.bad,
            knowledge.excluded,
        )
        u, v, w = best_of(table_of(some, rules), keep)
        found.append((u, v + start, w))
    u, v, w = (np.concatenate(column) for column in zip(*found, strict=True)) if found else ([], [], [])
    return of_arrays(*sides_of(knowledge), u, v, w, ())


def best_of(table, keep):
    worth = np.where(table.allowed, table.points, -1).T
    if worth.shape[1] > keep:
        chosen = np.argpartition(worth, -keep, axis=1)[:, -keep:]
    else:
        chosen = np.broadcast_to(np.arange(worth.shape[1]), worth.shape)
    v = np.repeat(np.arange(len(worth)), chosen.shape[1])
    u = np.sort(chosen, axis=1).ravel()
    w = worth[v, u]
    return u[w >= 0], v[w >= 0], w[w >= 0]
