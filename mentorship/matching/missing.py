"""Who stays without a pair and why, which single change would help, and which mentors the school is short of.

Pure: numbers of participants in, numbers out; ``reason_words.py`` says it in words.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field

import numpy as np

from .explaining import Rivals
from .network import flow
from .rules import FORM, GAP, HOUR, ROOM, UNWANTED

NO_CANDIDATE, COMPETITION, PARTED = "no_candidate", "competition", "parted"
CHANGEABLE = (HOUR, ROOM, FORM, GAP, UNWANTED)
"""Rules that can be lifted for one mentee by one change; a consent or an exclusion is not a matter of the list."""
EXACT = 8
"""For so many shortages it is computed what one more mentor would bring; the others are counted only."""
PLACES = 5
"""So many mentees one more mentor is thought to take at most."""


@dataclass(frozen=True)
class Reason:
    """Why a mentee has nobody.

    ``no_candidate``: of ``total`` mentors every one is ruled out, ``counts`` by how many of them each rule (several
    rules may hit one mentor); ``openings`` are single changes, the most helpful first: a rule, what would change (the
    hour to add, the number of the form) and how many mentors it would open.
    ``competition``: ``mentees`` compete for ``places`` at ``mentors``, so somebody must stay without. ``parted``: there
    is a candidate with a free place, and the coordinator has left the mentee without.
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
    rivals = Rivals(solution)
    columns = {one.id: column for column, one in enumerate(table.knowledge.mentees)}
    return {mentee: reason_of(table, rivals, mentee, columns[mentee]) for mentee in mentees}


def reason_of(table, rivals, mentee, column):
    bits = table.bits[:, column]
    if (bits == 0).any():
        return competing(table, rivals, mentee)
    return Reason(NO_CANDIDATE, total=len(bits), counts=counts_of(bits), openings=tuple(openings(table, bits, column)))


def competing(table, rivals, mentee):
    found = rivals.of(mentee)
    if found is None:
        return Reason(PARTED, total=len(table.knowledge.mentors))
    return Reason(
        COMPETITION,
        total=len(table.knowledge.mentors),
        mentees=tuple(found["mentees"]),
        mentors=tuple(found["mentors"]),
        places=found["places"],
    )


def counts_of(bits):
    """How many mentors each rule hits, the most frequent first."""
    found = {1 << place: int(np.count_nonzero(bits & (1 << place))) for place in range(8)}
    return dict(sorted(((bit, count) for bit, count in found.items() if count), key=lambda pair: -pair[1]))


def openings(table, bits, column):
    """Single changes that would give the mentee a candidate: ``(rule, what, mentors opened)``."""
    mentors, mentee = table.knowledge.mentors, table.knowledge.mentees[column]
    found = []
    for rule in CHANGEABLE:
        alone = [mentors[row] for row in np.flatnonzero(bits == rule)]
        found += [(rule, what, count) for what, count in changes(rule, alone, mentee)]
    return sorted(found, key=lambda one: (-one[2], CHANGEABLE.index(one[0]), str(one[1])))[:PLACES]


def changes(rule, mentors, mentee):
    """What would have to change for these mentors, whom this rule alone keeps away."""
    if rule == HOUR:
        return Counter(slot for one in mentors for slot in one.slots).most_common(3)
    if rule == FORM:
        return Counter(one.form for one in mentors).most_common(2)
    return [(None, len(mentors))] if mentors else []


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
    """What is short, the most wanted by those without a pair first. Nothing when everybody has a mentor."""
    problem, assigned = solution.problem, solution.assigned
    paired = {problem.mentees[j] for j in np.flatnonzero(assigned >= 0)} | {
        problem.mentees[j] for _, j, _ in problem.locks
    }
    alone = [one for one in table.knowledge.mentees if one.id not in paired]
    rows = [row for about in ABOUT for row in shortages(table.knowledge, about, alone)]
    rows.sort(key=lambda row: (-row.unpaired, row.places - row.asked, row.about, str(row.key)))
    before = int((assigned >= 0).sum())
    exact = [with_gain(row, problem, table.knowledge, before) for row in rows[:EXACT]]
    return sorted(exact, key=lambda row: (-row.gain, -row.unpaired)) + rows[EXACT:]


def shortages(knowledge, about, alone):
    asked = Counter(word for one in knowledge.mentees for word in getattr(one, about))
    lonely = Counter(word for one in alone for word in getattr(one, about))
    places = Counter()
    for one in knowledge.mentors:
        places.update(dict.fromkeys(getattr(one, about), one.room))
    return [Shortage(about, word, asked[word], count, places[word]) for word, count in lonely.items()]


def with_gain(row, problem, knowledge, before):
    """Exactly how many more would be paired: one more mentor is put beside those whom the draft knows, open to
    everybody who asks for it, and the most matches are found again."""
    wanting = {one.id for one in knowledge.mentees if row.key in getattr(one, row.about)}
    number = {person: j for j, person in enumerate(problem.mentees)}
    locked = {j for _, j, _ in problem.locks}
    extra = np.array([number[person] for person in wanting if number[person] not in locked], np.int64)
    n, m = len(problem.mentees), len(problem.mentors)
    u = np.concatenate([problem.u, np.full(len(extra), m)])
    v = np.concatenate([problem.v, extra])
    high = np.append(problem.high, PLACES)
    zeros = np.zeros(m + 1, np.int64)
    found = flow(n, m + 1, (u, v), np.zeros(len(u), np.int64), np.zeros(n, np.int64), (np.arange(m + 1), high, zeros))
    return Shortage(row.about, row.key, row.asked, row.unpaired, row.places, int((found >= 0).sum()) - before)
