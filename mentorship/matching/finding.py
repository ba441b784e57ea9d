"""For those who have no pair after the matching: which mentors suit them on a day, which come nearest.

The same rules and points as in a draft; nothing is stored.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from mentorship.pairs.care import Near
from mentorship.people.models import Mentor

from .gathering import knowledge_of, rules_of
from .scoring import NEVER, table_of
from .telling import Telling
from .unpaired import NEVER_IS
from .workbench import whole

MOST = 100
"""So many mentors are told of one mentee; who calls takes the first few that were not called yet."""
RULES = 8
"""Bits of the table that forbid a pair."""


class Finder:
    """What ``care.register_finder`` asks for."""

    def suitable(self, programme, mentees, day):
        """By the form of mentoring that a mentee has asked for, since each form has rules of its own."""
        of_form = defaultdict(list)
        for one in mentees:
            of_form[one.form].append(one.pk)
        found = {}
        for form, numbers in of_form.items():
            found |= suitable_of(programme, form, set(numbers), day)
        return found

    def nearest(self, mentee, day, *, sees_choices=False):
        known = known_of(mentee.programme, mentee.form, {mentee.pk}, day)
        if not known.mentees:
            return None
        if not known.mentors:
            return []
        table = table_of(known, rules_of(mentee.programme.school, mentee.form))
        telling = Telling(table.knowledge, table.rules, sees_choices)
        bits, points = table.bits[:, 0], table.points[:, 0].astype(int)
        order = np.lexsort((-points, weights_of(bits)))[:MOST]
        numbers = [table.knowledge.mentors[row].id for row in order]
        people = Mentor.objects.select_related("person__school_class").in_bulk(numbers)
        return [
            Near(people[pk], whole(int(points[row])), telling.forbidden(int(bits[row])))
            for pk, row in zip(numbers, order, strict=True)
        ]


def known_of(programme, form, numbers, day):
    """Everybody who may be matched on the day with these mentees, and those of them who may be."""
    known = knowledge_of(programme, form=form, day=day)
    return replace(known, mentees=tuple(one for one in known.mentees if one.id in numbers))


def suitable_of(programme, form, numbers, day):
    known = known_of(programme, form, numbers, day)
    if not (known.mentees and known.mentors):
        return {}
    table = table_of(known, rules_of(programme.school, form))
    mentors, found = table.knowledge.mentors, {}
    for column, mentee in enumerate(table.knowledge.mentees):
        rows = np.flatnonzero(table.bits[:, column] == 0)
        points = table.points[rows, column].astype(int)
        best = rows[np.lexsort((rows, -points))][:MOST]
        found[mentee.id] = [(mentors[row].id, int(table.points[row, column])) for row in best]
    return found


def weights_of(bits):
    """How much stands between: a rule that nobody can overrule weighs as eight others."""
    return sum(((bits >> place) & 1) * (NEVER_IS if NEVER >> place & 1 else 1) for place in range(RULES)).astype(int)
