"""Everybody without a pair: since when they wait, what is decided about them, whose turn it is.

The matching says who would suit them; it stands above and tells it here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from .hooks import has_pair, living_places
from .models import CareCall, CareDecision, Pairing, PairingMentee, PairingState


class Turn(models.TextChoices):
    """Who has to do the next thing for a mentee without a pair."""

    COORDINATOR = "coordinator", _("Coordinator")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    LATER = "later", _("Nobody until the day")


ROLES = {Turn.COORDINATOR: Role.COORDINATOR, Turn.PSYCHOLOGIST: Role.PSYCHOLOGIST}
"""Whose turn it is -> the role that is told."""
CALLED, RETURNED, UNDECIDED, DECIDED, PUT_OFF = range(5)
"""The order of the queue: who has been found a mentor first, who is put off last."""


@dataclass(frozen=True)
class Near:
    """A mentor seen from a mentee without a pair: points of 100, and what keeps the two apart (nothing when they
    suit)."""

    mentor: Mentor
    score: int
    obstacles: list = field(default_factory=list)


class NobodyKnows:
    """While no matching has told who suits whom."""

    def suitable(self, programme, mentees, day):
        """``{mentee's number: [(mentor's number, points of 10000)]}``, the best first: mentors with a free place whom
        no rule keeps away."""
        return {}

    def nearest(self, mentee, day, *, sees_choices=False):
        """``[Near]`` for one mentee, those who suit before the others; None when the mentee cannot be matched yet."""
        return


_finder = [NobodyKnows()]


def register_finder(finder):
    """The matching tells here who suits whom; ``NobodyKnows`` says what is asked of it."""
    _finder[:] = [finder]


def finder():
    return _finder[0]


def without_pair(rows, day):
    """Of these mentees those who have no pair and are still here."""
    rows = rows.filter(left_on=None, is_completed=False, person__has_left=False, person__anonymised_at=None)
    return rows.exclude(has_pair(Mentee, day))


def alone_since(mentee):
    """The day on which the last pair of the mentee ended, or nothing; ``mentee`` names the outer column."""
    over = PairingMentee.objects.filter(mentee=OuterRef(mentee), pairing__deleted_at=None)
    over = over.annotate(over=Coalesce("left_on", "pairing__ended_on")).exclude(over=None).order_by("-over")
    return Subquery(over.values("over")[:1])


def queue(programme, day):
    """The care queue in its order: ``since``, ``decision``, ``returns_on``, ``has_call``, ``turn`` and ``urgency`` are
    columns, so that it is filtered and counted in the database.

    What was decided before the mentee's last pair counts no more: whoever loses a mentor begins anew.
    """
    if programme is None:
        return Mentee.objects.none()
    zone = ZoneInfo(programme.school.time_zone)
    rows = without_pair(Mentee.objects.of(programme), day).annotate(
        alone_since=alone_since("pk"),
        since=Coalesce("alone_since", "entered_on", "answered_on", TruncDate("created_at", tzinfo=zone)),
        has_call=Exists(open_calls().filter(mentee=OuterRef("pk"))),
    )
    counts = Q(care__decision__gt="") & (Q(alone_since=None) | Q(care__decided_on__gte=F("alone_since")))
    rows = rows.annotate(
        decision=Case(When(counts, then=F("care__decision")), default=Value("")),
        returns_on=Case(When(counts, then=F("care__returns_on")), output_field=DateField()),
    )
    rows = rows.annotate(turn=turn_of(day), urgency=urgency_of(day)).select_related("person__school_class")
    return rows.order_by("urgency", "since", "person__name_key", "pk")


def has_begun(programme):
    """The programme has had its first pairs: before that everybody waits for the matching and nobody is forgotten."""
    return Pairing.objects.of(programme).exclude(state=PairingState.PROPOSED).exists()


def turn_of(day):
    put_off = Q(decision=CareDecision.POSTPONED) & Q(returns_on__gt=day)
    return Case(
        When(has_call=True, then=Value(Turn.COORDINATOR)),
        When(decision=CareDecision.SUPPORT, then=Value(Turn.PSYCHOLOGIST)),
        When(put_off, then=Value(Turn.LATER)),
        default=Value(Turn.COORDINATOR),
        output_field=models.CharField(),
    )


def urgency_of(day):
    return Case(
        When(has_call=True, then=Value(CALLED)),
        When(returns_on__lte=day, then=Value(RETURNED)),
        When(decision="", then=Value(UNDECIDED)),
        When(decision=CareDecision.POSTPONED, then=Value(PUT_OFF)),
        default=Value(DECIDED),
        output_field=models.PositiveSmallIntegerField(),
    )


def taken_of(mentor):
    """How many mentees the mentor has; ``mentor`` names the outer column."""
    rows = living_places().filter(pairing__mentor=OuterRef(mentor)).order_by().values("pairing__mentor")
    return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0)


def open_calls():
    """Calls that nobody has answered, of mentors who still have a free place."""
    rows = CareCall.objects.filter(answered_on=None, mentor__deleted_at=None, mentor__left_on=None)
    rows = rows.filter(mentor__person__deleted_at=None, mentor__person__has_left=False)
    return rows.filter(mentor__capacity__gt=taken_of("mentor"))


def groups_with_room(mentee):
    """Living groups of the programme and the form that the mentee could join."""
    rows = Pairing.objects.of(mentee.programme).living().filter(is_group=True)
    rows = rows.filter(mentor__capacity__gt=taken_of("mentor")).exclude(mentor__person=mentee.person_id)
    if mentee.form_id:
        rows = rows.filter(Q(form=mentee.form_id) | Q(form=None))
    return rows.select_related("mentor__person__school_class", "form").order_by("mentor__person__name_key", "pk")


def holders_of(day):
    """``{(school, role): users}`` of those who care for people without a pair, in the schools of the scope."""
    found = defaultdict(list)
    rows = Membership.objects.active_on(day).filter(role__in=ROLES.values()).order_by("pk")
    for school, role, user in rows.values_list("school", "role", "user"):
        found[school, role].append(user)
    return found


def told_of(turn, school, holders):
    """Who is told when it is this turn; a school without a psychologist has its coordinators."""
    return holders.get((school, ROLES[turn])) or holders.get((school, Role.COORDINATOR), [])


def counts_of(rows):
    """What the head of the queue says, in one query."""
    if not rows.query.annotations:
        return {}
    of = {"called": CALLED, "returned": RETURNED, "undecided": UNDECIDED}
    return rows.order_by().aggregate(**{name: Count("pk", filter=Q(urgency=one)) for name, one in of.items()})
