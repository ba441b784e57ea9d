"""Who stays without a pair and why, which single change would help, and which mentors the school is short of.

Pure: numbers of participants in, numbers out; ``reason_words.py`` says it in words.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from .explaining import Rivals
from .network import flow
from .rules import FORM, GAP, HOUR, ROOM, UNWANTED

NO_CANDIDATE, COMPETITION, MINIMUM, PARTED = "no_candidate", "competition", "minimum", "parted"
CHANGEABLE = (HOUR, ROOM, FORM, GAP, UNWANTED)
"""Rules that can be lifted for one mentee by one change; a consent or an exclusion is not a matter of the list."""
EXACT = 24
"""For so many shortages it is computed what one more mentor would bring; the others are counted only."""
MOST_CHANGES = 5
PLACES = 5
"""So many mentees one more mentor is thought to take at most."""


@dataclass(frozen=True)
class Reason:
    """Why a mentee has nobody.

    ``no_candidate``: of ``total`` mentors every one is ruled out, ``counts`` by how many of them each rule (several
    rules may hit one mentor); ``openings`` are single changes, the most helpful first: a rule, what would change (the
    hour to add, the number of the form), how many mentors it would open and how many of these have a free place.
    ``competition``: ``mentees`` compete for ``places`` at ``mentors``, so some of them must stay without.
    ``minimum``: all candidates are ``mentors`` for whom no group of at least ``places`` comes together. ``parted``:
    there is a candidate with a free place, and the coordinator has left the mentee without.
    """

    kind: str
    total: int = 0
    counts: dict = field(default_factory=dict)
    openings: tuple = ()
    mentees: tuple = ()
    mentors: tuple = ()
    places: int = 0

    def to_dict(self):
        return asdict(self) | {"counts": {str(bit): count for bit, count in self.counts.items()}}

    @classmethod
    def from_dict(cls, stored):
        tuples = {name: tuple(stored[name]) for name in ("mentees", "mentors") if name in stored}
        openings = tuple(tuple(one) for one in stored.get("openings", ()))
        counts = {int(bit): count for bit, count in stored.get("counts", {}).items()}
        return cls(**stored | tuples | {"openings": openings, "counts": counts})


def why_unpaired(table, solution, mentee):
    """The reason of one mentee (number) who has nobody in the solution."""
    return reasons_of(table, solution, [mentee])[mentee]


def reasons_of(table, solution, mentees):
    """``{mentee: Reason}`` of several who have nobody."""
    rivals, places = Rivals(solution), Places(table, solution)
    columns = {one.id: column for column, one in enumerate(table.knowledge.mentees)}
    return {mentee: reason_of(table, rivals, places, mentee, columns) for mentee in mentees}


class Places:
    """The places of the mentors of a table in a solution: ``free`` ones of each; ``locked`` are the mentees whom a lock
    holds there, ``is_closed`` says that the mentor's group does not come together."""

    def __init__(self, table, solution):
        problem, assigned = solution.problem, solution.assigned
        row = {one.id: number for number, one in enumerate(table.knowledge.mentors)}
        self.locked = {}
        for i, j, _points in problem.locks:
            self.locked.setdefault(row[problem.mentors[i]], []).append(problem.mentees[j])
        self.room = np.array([one.room for one in table.knowledge.mentors], np.int64)
        of_problem = np.array([row[mentor] for mentor in problem.mentors], np.int64)
        load = np.bincount(of_problem[assigned[assigned >= 0]], minlength=len(row))
        held = np.array([len(self.locked.get(number, ())) for number in range(len(row))], np.int64)
        self.free = self.room - load - held
        self.is_closed = np.zeros(len(row), bool)
        self.allowed, self.wanted, self.left = table.allowed, {}, {}
        self.mentees = [one.id for one in table.knowledge.mentees]
        taken = {problem.mentees[j] for j in np.flatnonzero(assigned >= 0)}
        taken |= {problem.mentees[j] for _, j, _ in problem.locks}
        alone = [column for column, mentee in enumerate(self.mentees) if mentee not in taken]
        self.alone = np.array(alone, np.int64)
        self.is_closed[of_problem] = (np.asarray(problem.high) == 0) & (self.room - held > 0)[of_problem]

    def wanted_by(self, found, mentee, columns):
        """For each mentor whether somebody may come there of those with whom a mentee competes; all who compete for the
        same mentors share it."""
        key = tuple(found["mentors"])
        if key not in self.wanted:
            others = [columns[one] for one in found["mentees"] if one != mentee]
            self.wanted[key] = self.allowed[:, others].any(axis=1)
        return self.wanted[key]

    def left_with(self, rows):
        """Mentees without a mentor who have candidates among these mentors and nowhere else."""
        key = tuple(rows.tolist())
        if key not in self.left:
            inside = np.zeros(len(self.room), bool)
            inside[rows] = True
            alone = self.allowed[:, self.alone]
            found = alone[inside].any(axis=0) & ~alone[~inside].any(axis=0)
            self.left[key] = [self.mentees[column] for column in self.alone[found]]
        return self.left[key]


def reason_of(table, rivals, places, mentee, columns):
    bits = table.bits[:, columns[mentee]]
    if (bits == 0).any():
        return competing(table, rivals, places, mentee, columns)
    found = openings(table, bits, places.free > 0)
    return Reason(NO_CANDIDATE, total=len(bits), counts=counts_of(bits), openings=tuple(found))


def competing(table, rivals, places, mentee, columns):
    """Who competes for what. Mentors all of whose places are locked are not in the engine's problem any more, so they
    and those who are locked with them are counted in here."""
    found, total = rivals.of(mentee), len(table.knowledge.mentors)
    if found is None:
        return Reason(PARTED, total=total)
    wanted = places.wanted_by(found, mentee, columns) | (table.bits[:, columns[mentee]] == 0)
    rows = np.flatnonzero(wanted & ~places.is_closed & (places.room > 0))
    mentors = table.knowledge.mentors
    if not len(rows):
        closed = np.flatnonzero(wanted & places.is_closed)
        least = min((mentors[row].least for row in closed), default=0)
        return Reason(MINIMUM, total=total, mentors=tuple(mentors[row].id for row in closed), places=least)
    locked = {one for row in places.locked.keys() & set(rows.tolist()) for one in places.locked[row]}
    return Reason(
        COMPETITION,
        total=total,
        mentees=tuple(sorted({*found["mentees"], *locked, *places.left_with(rows)})),
        mentors=tuple(mentors[row].id for row in rows),
        places=int(places.room[rows].sum()),
    )


def counts_of(bits):
    """How many mentors each rule hits, the most frequent first."""
    found = {1 << place: int(np.count_nonzero(bits & (1 << place))) for place in range(8)}
    return dict(sorted(((bit, count) for bit, count in found.items() if count), key=lambda pair: -pair[1]))


def openings(table, bits, has_place):
    """Single changes that would give the mentee a candidate: ``(rule, what, mentors opened, those with a place)``."""
    mentors = table.knowledge.mentors
    found = []
    for rule in CHANGEABLE:
        rows = np.flatnonzero(bits == rule)
        every = changes(rule, [mentors[row] for row in rows])
        free = changes(rule, [mentors[row] for row in rows if has_place[row] or rule == ROOM])
        found += [(rule, what, count, free[what]) for what, count in every.items()]
    return sorted(found, key=lambda one: (-one[3], -one[2], CHANGEABLE.index(one[0]), str(one[1])))[:MOST_CHANGES]


def changes(rule, mentors):
    """What would have to change for these mentors, whom this rule alone keeps away, and for how many of them."""
    if rule == HOUR:
        return Counter(slot for one in mentors for slot in one.slots)
    if rule == FORM:
        return Counter(one.form for one in mentors)
    return Counter({None: len(mentors)}) if mentors else Counter()


@dataclass(frozen=True)
class Shortage:
    """Something that more people ask for than there are places: ``asked`` by so many mentees of the draft, ``unpaired``
    of them without a mentor, ``places`` at mentors who offer it. ``gain`` is how many more mentees would get a mentor
    if one more mentor offered it and took up to ``PLACES``; None where it was not computed."""

    about: str
    key: object
    asked: int
    unpaired: int
    places: int
    gain: int | None = None


ABOUT = ("competences", "subjects", "slots")


def shortage_radar(table, solution):
    """What is short, the greatest help first, then the most wanted by those without a pair. Nothing when everybody has
    a mentor."""
    problem, assigned = solution.problem, solution.assigned
    paired = {problem.mentees[j] for j in np.flatnonzero(assigned >= 0)}
    paired |= {problem.mentees[j] for _, j, _ in problem.locks}
    alone = [one for one in table.knowledge.mentees if one.id not in paired]
    rows = [row for about in ABOUT for row in shortages(table.knowledge, about, alone)]
    rows.sort(key=lambda row: (-row.unpaired, row.places - row.asked, row.about, str(row.key)))
    exact = [replace(row, gain=gain_of(row, solution, table.knowledge, alone)) for row in rows[:EXACT]]
    return sorted(exact, key=lambda row: (-row.gain, -row.unpaired)) + rows[EXACT:]


def shortages(knowledge, about, alone):
    asked = Counter(word for one in knowledge.mentees for word in getattr(one, about))
    lonely = Counter(word for one in alone for word in getattr(one, about))
    places = Counter()
    for one in knowledge.mentors:
        places.update(dict.fromkeys(getattr(one, about), one.room))
    return [Shortage(about, word, asked[word], count, places[word]) for word, count in lonely.items()]


def gain_of(row, solution, knowledge, alone):
    """Exactly how many more would be paired by one more mentor who offers it. Where enough of those who have nobody ask
    for it, they fill the places; else somebody may change to the new mentor and leave a place to another."""
    if sum(asks(one, row) for one in alone) >= PLACES:
        return PLACES
    wanting = {one.id for one in knowledge.mentees if asks(one, row)}
    return paired_with_one_more(solution.problem, wanting) - int((solution.assigned >= 0).sum())


def asks(mentee, row):
    return row.key in getattr(mentee, row.about) and mentee.may_be_processed


def paired_with_one_more(problem, wanting):
    """The most matches when one more mentor is put beside those whom the draft knows, open to all who want."""
    locked = {j for _, j, _ in problem.locks}
    extra = [j for j, person in enumerate(problem.mentees) if person in wanting and j not in locked]
    n, m = len(problem.mentees), len(problem.mentors)
    u = np.concatenate([problem.u, np.full(len(extra), m, np.int64)])
    v = np.concatenate([problem.v, np.array(extra, np.int64)])
    places = np.arange(m + 1), np.append(problem.high, PLACES), np.zeros(m + 1, np.int64)
    return int((flow(n, m + 1, (u, v), np.zeros(len(u), np.int64), np.zeros(n, np.int64), places) >= 0).sum())
