"""The report of a draft: how many found a pair and how good a one, who did not and why. Facts; no words, no pages."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from .engine import figures, solve_problem
from .instance import Infeasible, of_arrays
from .models import Proposal
from .participants import Knowledge
from .rules import CONSENT, FORM, GAP, HOUR, ROOM, Rules
from .scoring import sides_of
from .services.computing import Loaded, loaded
from .stability import blocking_pairs

RELATED = ("mentee__person__school_class", "mentee__form", "mentee__variant", "mentor__person", "pairing")
TOLD = (FORM, CONSENT, GAP, HOUR)
"""Rules that may be named in a report; that somebody would rather not is nobody's to read."""
BAND = 1000
"""Points of 10000 in a bar of the distribution: ten of a hundred."""


@dataclass
class Group:
    """Mentees of one class or of one form of mentoring; ``points`` are those of the paired."""

    title: str
    mentees: int = 0
    points: list = field(default_factory=list)

    @property
    def paired(self):
        return len(self.points)

    @property
    def mean(self):
        return mean(self.points)


@dataclass(frozen=True)
class Unused:
    """A mentor to whom the draft gives nobody. ``suits`` counts the mentees whom every rule allows, ``waiting`` those
    of them who have no pair; ``rule`` is the bit that stands in the way most often, and of how many."""

    mentor: int
    room: int
    suits: int = 0
    waiting: int = 0
    rule: int = 0
    ruled_out: int = 0


@dataclass(frozen=True)
class Price:
    """What it costs that every willing mentor has somebody: how many have with the rule and without it, and the part
    of the points that it takes."""

    served: int
    served_without: int
    share: float


@dataclass(frozen=True)
class Blocking:
    """How many mentors and mentees would both score more with each other than now, of how many allowed pairs."""

    pairs: int
    of: int


class Facts:
    """Everything that the report tells of a draft, read in one query for the pairs."""

    def __init__(self, run):
        self.run = run
        self.proposals = list(
            Proposal.objects.filter(run=run)
            .select_related(*RELATED)
            .defer("parts", "reason")
            .order_by("mentee__person__name_key", "pk")
        )
        self.paired = [one for one in self.proposals if one.mentor_id]
        self.known = loaded(run) if run.snapshot else Loaded(Knowledge((), (), 0), Rules())
        self.knowledge = self.known.knowledge
        self.mentors, self.mentees = self.known.mentors, self.known.mentees

    @property
    def table(self):
        """Scores and rules of all pairs; None for a draft that is too large for it."""
        return None if self.known.is_vast or not self.mentors or not self.mentees else self.known.table

    @cached_property
    def mentor_of(self):
        """``{mentee: mentor}`` as the draft is now."""
        return {one.mentee_id: one.mentor_id for one in self.paired}

    @cached_property
    def served(self):
        return set(self.mentor_of.values())

    @property
    def points(self):
        return [one.points or 0 for one in self.paired]

    @property
    def locked(self):
        return sum(one.is_locked for one in self.proposals)

    @property
    def by_hand(self):
        return sum(one.by_hand for one in self.proposals)

    @property
    def places(self):
        """Places that the mentors of the draft had free."""
        return sum(one.room for one in self.knowledge.mentors)

    def bands(self):
        """How many pairs have 0–9, 10–19, … 90–100 points of a hundred."""
        counted = Counter(min(points // BAND, 9) for points in self.points)
        return [counted[band] for band in range(10)]

    def classes(self):
        """By class from the youngest on; teachers and others have none."""
        return self.groups(lambda one: one.mentee.person.school_class, self.class_order)

    @staticmethod
    def class_order(one):
        school_class = one.mentee.person.school_class
        return (school_class.grade, school_class.letter) if school_class else (99, "")

    def forms(self):
        return self.groups(lambda one: one.mentee.form, lambda one: one.mentee.form.pk if one.mentee.form else 0)

    def groups(self, key, order):
        found = {}
        for one in sorted(self.proposals, key=order):
            group = found.setdefault(key(one), Group(str(key(one) or "")))
            group.mentees += 1
            if one.mentor_id:
                group.points.append(one.points or 0)
        return list(found.values())

    def wishes(self):
        """``(Counter of mentees, Counter of mentors, mutual)``: the place of each in the list of the other: 1, 2, 3 and
        further, 0 for who is not in it, None for who chose nobody."""
        of_mentees, of_mentors, mutual = Counter(), Counter(), 0
        for mentee, mentor in self.mentor_of.items():
            if mentee in self.mentees and mentor in self.mentors:
                own = place_in(self.mentees[mentee].wishes, mentor)
                other = place_in(self.mentors[mentor].wishes, mentee)
                of_mentees[own] += 1
                of_mentors[other] += 1
                mutual += bool(own and other)
        return of_mentees, of_mentors, mutual

    def unused(self):
        """Mentors to whom the draft gives nobody, those with the most suitable mentees first."""
        mentees = self.knowledge.mentees
        waiting = np.array([one.id not in self.mentor_of for one in mentees], bool)
        found = []
        for row, mentor in enumerate(self.knowledge.mentors):
            if mentor.id in self.served:
                continue
            if self.table is None or mentor.room < 1:
                found.append(Unused(mentor.id, mentor.room))
                continue
            bits = self.table.bits[row]
            counts = {rule: int(np.count_nonzero(bits & rule)) for rule in TOLD}
            rule = max(counts, key=counts.get)
            allowed = bits & ~np.uint8(ROOM) == 0
            found.append(
                Unused(
                    mentor.id,
                    mentor.room,
                    int(allowed.sum()),
                    int((allowed & waiting).sum()),
                    rule if counts[rule] else 0,
                    counts[rule],
                )
            )
        return sorted(found, key=lambda one: (-one.suits, -one.room, one.mentor))

    def adults_with_minors(self):
        """Pairs of an adult and a pupil under eighteen: of these the place and the form must be known."""
        return [
            one
            for one in self.paired
            if one.mentor_id in self.mentors
            and one.mentee_id in self.mentees
            and self.mentors[one.mentor_id].is_adult
            and not self.mentees[one.mentee_id].is_adult
        ]

    def blocking(self):
        """The measure of stability, of the pairs as they are now; None for a draft that is too large for it."""
        if self.table is None:
            return None
        column = {one.id: place for place, one in enumerate(self.knowledge.mentees)}
        row = {one.id: place for place, one in enumerate(self.knowledge.mentors)}
        held = np.zeros(self.table.bits.shape, bool)
        for mentee, mentor in self.mentor_of.items():
            if mentee in column and mentor in row:
                held[row[mentor], column[mentee]] = True
        v, u = np.nonzero((self.table.allowed | held).T)
        problem = of_arrays(*sides_of(self.knowledge), u, v, self.table.points[u, v])
        number = {mentor: place for place, mentor in enumerate(problem.mentors)}
        assigned = np.array([number.get(self.mentor_of.get(one), -1) for one in problem.mentees], np.int64)
        return Blocking(len(blocking_pairs(problem, assigned)), int(self.table.allowed.sum()))

    def price(self):
        """What the rule «everybody who is willing has somebody» costs under these locks; None when it is not the
        draft's rule."""
        if self.table is None or self.known.rules.policy != "cover":
            return None
        try:
            problem = self.known.problem()
            with_rule = figures(solve_problem(problem, "cover", self.run.salt))
            free = replace(problem, low=np.zeros_like(problem.low))
            without = figures(solve_problem(free, "soft", self.run.salt))
        except Infeasible:
            return None
        share = (without["score"] - with_rule["score"]) / without["score"] if without["score"] else 0.0
        return Price(with_rule["served"], without["served"], max(share, 0.0))


def place_in(wishes, other):
    """The place in a list of wishes; 0 for who is not in it, None when there is no list."""
    if not wishes:
        return None
    return wishes.index(other) + 1 if other in wishes else 0


def mean(points):
    """Of 10000 as a number of 100; None of nobody."""
    return sum(points) / len(points) / 100 if points else None
