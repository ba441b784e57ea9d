"""The pairs of a draft as the coordinator reviews them: found, ordered, counted in the database, told in words."""

from dataclasses import dataclass, field

from django.db.models import Avg, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from mentorship.pairs.models import LIVING, PairingMentee
from mentorship.people.models import Mentor

from .criteria import CRITERIA
from .models import Proposal
from .words import points_of_100, title

PER_PAGE = 50
ORDERS = {
    "best": ("-points", "mentee__person__name_key", "pk"),
    "weak": ("points", "mentee__person__name_key", "pk"),
    "mentee": ("mentee__person__name_key", "pk"),
    "mentor": ("mentor__person__name_key", "mentor", "-points", "pk"),
    "class": (
        "mentee__person__school_class__grade",
        "mentee__person__school_class__letter",
        "mentee__person__name_key",
        "pk",
    ),
}
"""The orders of the list; by mentor and by class it has headings."""


def pairs_of(run):
    """Mentees of the draft who have a mentor in it; ``was`` is the mentor that the draft before gave, if there is
    one."""
    pairs = Proposal.objects.filter(run=run).exclude(mentor=None)
    if run.parent_id:
        before = Proposal.objects.filter(run=run.parent_id, mentee=OuterRef("mentee")).values("mentor")[:1]
        pairs = pairs.annotate(was=Subquery(before))
    return pairs


def changed(pairs):
    """Whose mentor is not the one of the draft before; of ``pairs_of`` a run with a parent."""
    return pairs.filter(Q(was=None) | ~Q(was=F("mentor")))


@dataclass(frozen=True)
class Figures:
    """What stands above the list. ``mean`` is of 100; None as long as there is no pair."""

    mentees: int = 0
    paired: int = 0
    locked: int = 0
    mean: int | None = None

    @property
    def unpaired(self):
        return self.mentees - self.paired


def figures_of(*runs):
    """``{run's pk: Figures}`` as the rows are now, in one query; a run without anybody is left out."""
    counted = Proposal.objects.filter(run__in=runs).order_by().values("run")
    counted = counted.annotate(
        mentees=Count("pk"), paired=Count("mentor"), locked=Count("pk", filter=Q(is_locked=True)), mean=Avg("points")
    )
    return {one["run"]: Figures(one["mentees"], one["paired"], one["locked"], whole(one["mean"])) for one in counted}


def whole(points):
    """Points of 10000 as whole points of 100, halves up, as everywhere on the pages."""
    return None if points is None else points_of_100(points)


def least_points(score):
    """The fewest points of 10000 that are shown as this score of 100."""
    return score * 100 - 50


@dataclass(frozen=True)
class Places:
    """How many mentees a mentor has, in the draft and from before, of how many."""

    taken: int
    capacity: int
    before: int = 0

    @property
    def is_over(self):
        return self.taken > self.capacity


def places_of(run, mentors):
    """``{mentor's pk: Places}`` in one query; a pair that this very draft has made is counted once."""
    here = Proposal.objects.filter(run=run, mentor=OuterRef("pk"))
    living = PairingMentee.objects.filter(
        pairing__mentor=OuterRef("pk"), pairing__state__in=LIVING, pairing__deleted_at=None, left_on=None
    ).exclude(pairing__proposals__run=run)
    rows = Mentor.objects.filter(pk__in=mentors).annotate(here=number_of(here), before=number_of(living))
    found = rows.values_list("pk", "here", "before", "capacity")
    return {pk: Places(here + before, capacity, before) for pk, here, before, capacity in found}


def number_of(rows):
    """A subquery that counts the rows."""
    return Coalesce(
        Subquery(rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")), 0
    )


@dataclass(frozen=True)
class Row:
    """A pair of the list: the score of 100, why it is so, what is missing, whom the draft before gave."""

    proposal: Proposal
    score: int
    lines: list = field(default_factory=list)
    lacks: str = ""
    places: Places = None
    was: Mentor = None
    is_changed: bool = False


@dataclass
class Section:
    """Rows under one heading; the list without headings is one section."""

    title: str = ""
    rows: list = field(default_factory=list)
    mentor: Mentor = None
    places: Places = None


def rows_of(run, pairs, telling):
    """The rows of a page, with the places of their mentors and the mentors of the draft before."""
    pairs = list(pairs)
    places = places_of(run, {one.mentor_id for one in pairs})
    former = {one.was for one in pairs if run.parent_id and one.was not in (None, one.mentor_id)}
    former = {one.pk: one for one in Mentor.objects.filter(pk__in=former).select_related("person")} if former else {}
    rows = []
    for one in pairs:
        was = one.was if run.parent_id else one.mentor_id
        rows.append(
            Row(
                proposal=one,
                score=whole(one.points or 0),
                lines=telling.lines(one.parts),
                lacks=telling.lacks(one.parts),
                places=places[one.mentor_id],
                was=former.get(was),
                is_changed=was != one.mentor_id,
            )
        )
    return rows


def sections_of(rows, order):
    """Rows under the headings of the order: mentors with their mentees, classes; one section without a title else."""
    if order not in ("mentor", "class"):
        return [Section(rows=rows)]
    sections = {}
    for row in rows:
        sections.setdefault(key_of(row, order), section_for(row, order)).rows.append(row)
    return list(sections.values())


def key_of(row, order):
    return row.proposal.mentor_id if order == "mentor" else row.proposal.mentee.person.school_class_id


def section_for(row, order):
    if order == "mentor":
        return Section(mentor=row.proposal.mentor, places=row.places)
    return Section(title=str(row.proposal.mentee.person.school_class or _("Without a class")))


def weights_of(rules):
    """``[(criterion in words, its weight)]`` of stored rules, the heaviest first, those that weigh nothing left out."""
    weights = (rules or {}).get("weights", {})
    known = [(title(one.code), weights[one.code]) for one in CRITERIA if weights.get(one.code)]
    return sorted(known, key=lambda one: -one[1])


def groups_of(rules):
    """The sizes of groups where the rules make groups; ``most`` is 0 where the mentors' places alone are the limit."""
    rules = rules or {}
    if rules.get("policy") != "group":
        return None
    return {"least": max(1, rules.get("group_least", 0)), "most": rules.get("group_most", 0)}
