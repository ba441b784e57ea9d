"""Who else could have a mentee of a draft: everybody by falling points, the allowed before the forbidden."""

from dataclasses import dataclass, field, replace

import numpy as np

from mentorship.people.models import Mentor
from mentorship.people.names import name_key

from .models import Proposal
from .scoring import NEVER, parts_of, table_of
from .workbench import Places, places_of, whole

PER_PAGE = 20


@dataclass(frozen=True)
class Candidate:
    """A mentor seen from one mentee. ``rules`` says in words what forbids the pair, ``may_be`` whether the coordinator
    may make it all the same; ``has`` are the proposals that the mentor has in the draft now. ``effect`` is what the
    pair would change, where it has been computed."""

    mentor: Mentor
    score: int
    lines: list
    rules: list
    may_be: bool
    places: Places
    has: list = field(default_factory=list)
    is_present: bool = False
    effect: object = None

    @property
    def can_be_put(self):
        """The page offers to make this pair."""
        return self.may_be and not self.is_present and (self.effect is None or self.effect.is_possible)

    @property
    def is_full(self):
        return self.places.taken >= self.places.capacity


def column_of(known, mentee):
    """``[(mentor's pk, points, bits of the rules that forbid the pair)]`` for one mentee of a loaded draft: the allowed
    by falling points, then the forbidden by falling points."""
    table = table_of(replace(known.knowledge, mentees=(known.mentees[mentee],)), known.rules)
    points, bits = table.points[:, 0].astype(int), table.bits[:, 0].astype(int)
    order = np.lexsort((np.arange(len(points)), -points, bits != 0))
    return [(known.knowledge.mentors[row].id, int(points[row]), int(bits[row])) for row in order]


def row_of(known, mentor):
    """``[(mentee's pk, points)]`` for one mentor of a loaded draft: those whom no rule forbids, by falling points."""
    table = table_of(replace(known.knowledge, mentors=(known.mentors[mentor],)), known.rules)
    points, bits = table.points[0].astype(int), table.bits[0]
    order = [column for column in np.argsort(-points, kind="stable") if not bits[column]]
    return [(known.knowledge.mentees[column].id, int(points[column])) for column in order]


def candidates_of(run, known, mentee, rows, telling, *, present=None):
    """Rows of ``column_of`` as a page shows them; as many queries for one as for twenty."""
    numbers = [pk for pk, _points, _bits in rows]
    mentors = Mentor.objects.select_related("person__school_class").in_bulk(numbers)
    places, has = places_of(run, numbers), mentees_of(run, numbers)
    return [
        Candidate(
            mentor=mentors[pk],
            score=whole(points),
            lines=telling.lines(parts_of(known.knowledge, known.rules, known.mentors[pk], known.mentees[mentee])),
            rules=telling.forbidden(bits),
            may_be=not bits & NEVER,
            places=places[pk],
            has=has.get(pk, []),
            is_present=pk == present,
        )
        for pk, points, bits in rows
        if pk in mentors
    ]


def mentees_of(run, mentors):
    """``{mentor's pk: proposals}`` of the draft, by falling points."""
    found = {}
    rows = Proposal.objects.filter(run=run, mentor__in=mentors).select_related("mentee__person__school_class")
    for one in rows.order_by("-points", "mentee__person__name_key", "pk"):
        found.setdefault(one.mentor_id, []).append(one)
    return found


def named(rows, text):
    """Of the rows of ``column_of`` those of mentors whose name has every word of the text."""
    people = Mentor.objects.filter(pk__in=[pk for pk, _points, _bits in rows])
    for word in name_key(text).split():
        people = people.filter(person__name_key__contains=word)
    found = set(people.values_list("pk", flat=True))
    return [row for row in rows if row[0] in found]
