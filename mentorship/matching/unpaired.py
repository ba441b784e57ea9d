"""Mentees of a draft without a mentor: why, who comes nearest, what would help; and which mentors the school lacks."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.people.models import Mentor
from mentorship.people.names import name_key
from mentorship.programmes.models import MentoringForm

from .engine import solve_problem
from .instance import Infeasible
from .missing import PARTED, reasons_of, shortage_radar
from .models import Proposal
from .reason_words import reason_words
from .scoring import NEVER
from .services.computing import loaded
from .workbench import places_of, whole

PER_PAGE = 25
NEAR = 3
"""So many mentors are shown for each mentee; all others are on the mentee's own page."""
NEVER_IS = 8
"""What a rule that nobody can overrule weighs beside the others, which weigh one each."""
RELATED = ("mentee__person__school_class", "mentee__form")


def unpaired_of(run, *, text="", school_class=None):
    """Mentees without a mentor by name; narrowed by the words of a name and by the class (0 = of no class)."""
    rows = Proposal.objects.filter(run=run, mentor=None).select_related(*RELATED).defer("parts", "reason")
    for word in name_key(text).split():
        rows = rows.filter(mentee__person__name_key__contains=word)
    if school_class is not None:
        rows = rows.filter(Q(mentee__person__school_class=school_class or None))
    return rows.order_by("mentee__person__name_key", "pk")


def full_words(places):
    """Of a mentor whose places others have."""
    count = places.capacity if places else 0
    words = ngettext("the only place is taken", "all %(count)d places are taken", count)
    return words % {"count": count}


@dataclass(frozen=True)
class Near:
    """A mentor whom little keeps from the mentee: ``obstacles`` says what, nothing when both only have to be put
    together."""

    mentor: Mentor
    score: int
    obstacles: list


@dataclass(frozen=True)
class Lonely:
    """A mentee without a mentor as the page shows it."""

    proposal: Proposal
    why: str = ""
    helps: str = ""
    near: list = field(default_factory=list)


class Situation:
    """A draft as it is now, with the engine's answer that is nearest to it: what reasons and shortages rest on."""

    def __init__(self, run, telling):
        self.run, self.telling = run, telling
        self.known = loaded(run) if run.snapshot else None

    @property
    def is_known(self):
        """The reasons can be told: the draft is neither empty nor too large to be looked at as a whole."""
        return bool(self.known and self.known.mentors and not self.known.is_vast)

    @property
    def table(self):
        return self.known.table

    @cached_property
    def solution(self):
        """The best list that leaves the pairs of the draft as they are; None when the locks exclude one another."""
        pairs = Proposal.objects.filter(run=self.run).exclude(mentor=None).order_by("pk")
        kept = list(pairs.values_list("mentor", "mentee"))
        try:
            if self.has_groups:
                problem = self.known.problem()
                free = replace(problem, low=np.zeros_like(problem.low))
                return solve_problem(free, "soft", self.known.salt, kept)
            return self.known.solve(kept=kept)
        except Infeasible:
            return None

    @property
    def has_groups(self):
        """Groups have a least size: choosing which of them gather may take minutes, so reasons do without it."""
        return self.known.rules.policy == "group"

    def rows(self, proposals):
        """Why each of them has nobody and who comes nearest; as many queries for one as for a hundred."""
        proposals = list(proposals)
        if not self.is_known:
            return [Lonely(one) for one in proposals]
        mentees = [one.mentee_id for one in proposals if one.mentee_id in self.known.mentees]
        reasons = reasons_of(self.table, self.solution, mentees) if self.solution else {}
        words = {mentee: self.words(reason) for mentee, reason in reasons.items()}
        near = self.nearest(mentees)
        return [Lonely(one, *words.get(one.mentee_id, ("", "")), near.get(one.mentee_id, [])) for one in proposals]

    def words(self, reason):
        """``(why, what would help)``."""
        if self.has_groups and reason.kind == PARTED:
            return _("The mentors who are free do not gather a group of the least size, or it was parted by hand."), ""
        told = reason_words(reason, sees_choices=self.telling.sees_choices, form_name=self.form_name)
        return told[0], " ".join(told[1:])

    def form_name(self, number):
        return self.form_titles.get(number, str(number))

    @cached_property
    def form_titles(self):
        return dict(MentoringForm.objects.values_list("pk", "title"))

    def nearest(self, mentees):
        """``{mentee: [Near]}``: the fewest obstacles first, then the best score."""
        column = {one.id: place for place, one in enumerate(self.known.knowledge.mentees)}
        ids = [one.id for one in self.known.knowledge.mentors]
        places = places_of(self.run, ids)
        full = np.array([one not in places or places[one].taken >= places[one].capacity for one in ids], bool)
        found = {mentee: self.nearest_to(column[mentee], full) for mentee in mentees}
        people = Mentor.objects.select_related("person").in_bulk({ids[row] for rows in found.values() for row in rows})
        return {
            mentee: [
                self.near(people[ids[row]], row, column[mentee], places.get(ids[row]), full[row])
                for row in rows
                if ids[row] in people
            ]
            for mentee, rows in found.items()
        }

    def near(self, mentor, row, column, places, is_full):
        told = self.telling.forbidden(int(self.table.bits[row, column]))
        obstacles = told if told or not is_full else [full_words(places)]
        return Near(mentor, whole(int(self.table.points[row, column])), obstacles)

    def nearest_to(self, column, full):
        """Rows of the table."""
        bits = self.table.bits[:, column]
        weights = sum(((bits >> place) & 1) * (NEVER_IS if NEVER >> place & 1 else 1) for place in range(8)).astype(int)
        weights += full & (bits == 0)
        return np.lexsort((-self.table.points[:, column].astype(int), weights))[:NEAR]

    @cached_property
    def shortages(self):
        """What is short, the greatest help first; nothing when the draft leaves nobody alone."""
        return shortage_radar(self.table, self.solution) if self.is_known and self.solution else []
