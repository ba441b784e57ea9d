"""Reading for the pages of the roadmap: each page asks the database a fixed number of questions."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber

from mentorship.common import clock
from mentorship.programmes.models import GroupMember, Membership

from .models import Activity, Assignment, Roadmap, Stage, Step
from .models.activity import SOON_DAYS
from .outline import PartyKind

SECTION_ROWS = 20
COLUMN_CARDS = 20
Status = Activity.Status


def current_roadmap(programme):
    """The newest living roadmap of a programme, or None."""
    return Roadmap.objects.living().filter(programme=programme).first() if programme else None


def with_responsible(activities):
    """Fetch the parties along, in the order of the document."""
    return activities.prefetch_related(Prefetch("assignments", Assignment.objects.in_order()))


def answered_by(user, memberships):
    """The activities of a person as a condition."""
    mine = Activity.objects.answered_by(user, memberships).order_by().values("pk")
    return ExpressionWrapper(Q(pk__in=mine), output_field=BooleanField())


def activities_for_page(user, memberships):
    """Living activities of roadmaps with what every page shows of them, marked ``is_mine``."""
    rows = Activity.objects.living().filter(stage__roadmap__is_template=False)
    return rows.select_related("stage__roadmap__programme").annotate(is_mine=answered_by(user, memberships))


@dataclass
class StageProgress:
    """A stage and how far it is. What is not required is not counted."""

    stage: Stage
    total: int
    done: int
    late: int
    begun: int
    skipped: int

    @property
    def status(self):
        """A stage is overdue when one of its activities is, done when nothing is left, else begun or not."""
        if self.late:
            return "late"
        if self.done == self.total:
            return Status.DONE if self.total else Status.SKIP if self.skipped else Status.PLAN
        return Status.WORK if self.done or self.begun else Status.PLAN


def stage_progress(roadmap, today, stages=None):
    """Every stage with its counts, one query."""
    rows = Stage.objects.filter(roadmap=roadmap, deleted_at=None) if stages is None else stages
    living = Q(activities__deleted_at=None)
    is_open = living & Q(activities__status__in=[Status.PLAN, Status.WORK])
    counted = rows.annotate(
        total=Count("activities", living & ~Q(activities__status=Status.SKIP)),
        done=Count("activities", living & Q(activities__status=Status.DONE)),
        late=Count("activities", is_open & Q(activities__last_on__lt=today)),
        begun=Count("activities", living & Q(activities__status__in=[Status.WORK, Status.CHECK])),
        skipped=Count("activities", living & Q(activities__status=Status.SKIP)),
    ).order_by("position", "pk")
    return [StageProgress(one, one.total, one.done, one.late, one.begun, one.skipped) for one in counted]


@dataclass
class Section:
    """Some activities of a list, and how many there are in all."""

    rows: list = field(default_factory=list)
    total: int = 0

    @property
    def left(self):
        return self.total - len(self.rows)


def first_of_each(activities, key, *order, limit):
    """The first rows of every section of a list with the sections' totals, one query: ``{section: Section}``."""
    ranked = activities.annotate(
        rank=Window(RowNumber(), partition_by=[F(key)], order_by=order),
        in_section=Window(Count("pk"), partition_by=[F(key)]),
    ).filter(rank__lte=limit)
    sections = defaultdict(Section)
    for row in ranked.order_by(key, "rank"):
        section = sections[getattr(row, key)]
        section.rows.append(row)
        section.total = row.in_section
    return sections


def sections_of_today(roadmap, user, memberships, today, *, is_leader):
    """What is open, by urgency; leaders see everybody's, their own first, other people see their own."""
    section = Case(
        When(status=Status.CHECK, then=Value("check")),
        When(last_on__lt=today, then=Value("overdue")),
        When(last_on__lte=today + clock.days(SOON_DAYS), then=Value("week")),
        default=Value("later"),
    )
    rows = Activity.objects.of(roadmap).open().annotate(section=section, is_mine=answered_by(user, memberships))
    rows = with_responsible(rows if is_leader else rows.filter(is_mine=True)).select_related("stage")
    order = (F("is_mine").desc(), F("last_on").asc(nulls_last=True), F("stage__position"), F("position"), F("pk"))
    return first_of_each(rows, "section", *order, limit=SECTION_ROWS)


def found(roadmap, today, *, stage=None, responsible=None, status="", month=None, q=""):
    """The activities of a roadmap that a filter leaves, filtered by the database."""
    rows = Activity.objects.of(roadmap).with_derived_status(today).select_related("stage")
    if stage:
        rows = rows.filter(stage=stage)
    if responsible:
        rows = rows.filter(Exists(Assignment.objects.filter(activity=OuterRef("pk"), party=responsible)))
    if status == "open":
        rows = rows.open()
    elif status:
        rows = rows.filter(shown_status=status)
    if month:
        rows = rows.meeting(*month)
    if q:
        # LIKE of SQLite tells capital Cyrillic letters from small ones; a regular expression does not.
        words = re.escape(q)
        steps = Step.objects.filter(activity=OuterRef("pk"), deleted_at=None, title__iregex=words)
        rows = rows.filter(Q(title__iregex=words) | Exists(steps))
    return rows


def columns_of_board(activities):
    """The first cards of every stored status, the most urgent first."""
    order = (F("last_on").asc(nulls_last=True), F("stage__position"), F("position"), F("pk"))
    return first_of_each(with_responsible(activities), "status", *order, limit=COLUMN_CARDS)


def people_behind(parties, day):
    """Who stands behind each party on a day, ``{id of the party: [memberships]}``, two queries for all of them."""
    group_ids = {party.group_id for party in parties if party.group_id}
    role_of = {party.pk: {party.role, party.group.role if party.group else ""} - {""} for party in parties}
    roles = set().union(*role_of.values()) if role_of else set()
    persons = {party.membership_id for party in parties if party.membership_id}
    named = Membership.objects.active_on(day).filter(Q(role__in=roles) | Q(pk__in=persons)).select_related("user")
    named = list(named) if roles or persons else []
    links = GroupMember.objects.filter(
        group__in=group_ids, membership__in=Membership.objects.active_on(day).values("pk")
    ).select_related("membership__user")
    links = list(links) if group_ids else []
    return {party.pk: _people(party, role_of[party.pk], named, links) for party in parties}


def people_of(activities, day):
    """Who stands behind each activity on a day, everybody once: ``{pk: [memberships]}``, two queries for all of them.

    Needs the assignments to be fetched along.
    """
    parties_of = {one.pk: [link.party for link in one.assignments.all()] for one in activities}
    behind = people_behind({party.pk: party for parties in parties_of.values() for party in parties}.values(), day)
    return {
        pk: list({one.user_id: one for party in parties for one in behind[party.pk]}.values())
        for pk, parties in parties_of.items()
    }


def _people(party, roles, named, links):
    if party.kind == PartyKind.PERSON:
        return [one for one in named if one.pk == party.membership_id]
    people = [one for one in named if one.role in roles]
    people += [link.membership for link in links if link.group_id == party.group_id]
    return list({one.user_id: one for one in people}.values())
