"""Reading for the first screen of mentors and mentees: each own pair with what comes next, in a constant number of
queries however many pairs there are."""

from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, Subquery

from mentorship.people.models import Mentee

from .annex import mentees_of, with_people
from .looks import look_of
from .models import (
    LIVING,
    DevelopmentPlan,
    Meeting,
    MeetingKind,
    PairFile,
    PairingState,
    Presence,
    Substitution,
)
from .planning import LOOKS, with_progress
from .visibility import of_mentee, of_mentor, own_pairings

MOST_TO_SAY = 3
"""Of so many last meetings a mentee is asked at once."""
MOST_MATERIALS = 10


@dataclass
class OwnPair:
    """One pair on the first screen. ``is_led``: the person is its mentor, or stands in for the mentor today."""

    pair: object
    is_led: bool
    mentees: list
    next_one: Meeting | None = None
    to_record: Meeting | None = None
    last: Meeting | None = None
    plans: list = field(default_factory=list)
    materials: list = field(default_factory=list)
    substitutions: list = field(default_factory=list)

    @property
    def look(self):
        return look_of(self.pair)

    @property
    def may_record(self):
        return self.is_led and self.pair.state not in (PairingState.PROPOSED, PairingState.FINISHED)

    @property
    def may_plan(self):
        return self.is_led and self.pair.state in LIVING


def own_screen(request, rows):
    """``rows`` of ``own_rows`` with their people, meetings, plans, materials and substitutes."""
    pairs = list(with_people(rows))
    led = set(own_pairings(request, of_mentor).values_list("pk", flat=True))
    own = {one.pk: OwnPair(one, one.pk in led, mentees_of(one)) for one in pairs}
    add_meetings(own, request.today)
    add_plans(own, request)
    add_papers(own, request.today)
    return list(own.values())


def own_rows(request):
    """Pairs that go on, those that the person leads before those in which she is a mentee."""
    last = Meeting.objects.held().filter(pairing=OuterRef("pk")).order_by("-day", "-at", "-pk")
    rows = own_pairings(request).exclude(state=PairingState.FINISHED)
    return rows.annotate(last_meeting=Subquery(last.values("pk")[:1])).order_by("starts_on", "pk")


def ended_rows(request):
    return own_pairings(request, of_mentor).filter(state=PairingState.FINISHED).order_by("-ended_on", "pk")


def add_meetings(own, day):
    """The nearest planned meeting, the one that the button records, and what was agreed the last time."""
    for one in Meeting.objects.planned().filter(pairing__in=own).order_by("day", "at", "pk"):
        mine = own[one.pairing_id]
        if one.day <= day:
            mine.to_record = mine.to_record or one
        if one.day >= day:
            mine.next_one = mine.next_one or one
    held = Meeting.objects.in_bulk([mine.pair.last_meeting for mine in own.values() if mine.pair.last_meeting])
    for one in held.values():
        own[one.pairing_id].last = one


def add_plans(own, request):
    """Plans with their progress; a mentee sees the own one and that of the whole group."""
    rows = DevelopmentPlan.objects.living().filter(pairing__in=own).select_related("mentee__person")
    for plan in with_progress(rows, request.today).order_by("mentee__person__name_key", "pk"):
        mine = own[plan.pairing_id]
        if mine.is_led or plan.mentee is None or plan.mentee.person.user_id == request.user.pk:
            plan.look = LOOKS[plan.state]
            mine.plans.append(plan)


def add_papers(own, day):
    """Materials of the pair, and who stands in for whom."""
    for one in PairFile.objects.filter(pairing__in=own, kind=PairFile.Kind.MATERIAL, deleted_at=None):
        if len(own[one.pairing_id].materials) < MOST_MATERIALS:
            own[one.pairing_id].materials.append(one)
    rows = Substitution.objects.filter(pairing__in=own, deleted_at=None, starts_on__lte=day, ends_on__gte=day)
    for one in rows.select_related("mentor__person"):
        own[one.pairing_id].substitutions.append(one)


def own_mentees(request):
    """The cards under which the signed-in person is a mentee of the programme."""
    if request.programme is None:
        return Mentee.objects.none()
    return Mentee.objects.filter(programme=request.programme, person__user=request.user)


def said_of(request):
    """The person's own places at meetings that were held."""
    pairs = own_pairings(request, of_mentee)
    rows = Presence.objects.filter(
        mentee__in=own_mentees(request),
        was_there=True,
        meeting__pairing__in=pairs,
        meeting__state=Meeting.State.HELD,
        meeting__deleted_at=None,
    )
    return rows.select_related("meeting__pairing__mentor__person", "mentee")


def to_say(request):
    """The last meetings of which the mentee has not said everything yet, the newest first."""
    own_pulse = Q(meeting__pulses__mentee=F("mentee"))
    rows = said_of(request).annotate(answers=Count("meeting__pulses", filter=own_pulse, distinct=True))
    silent = Q(confirmed=None) | Q(answers=0) | (Q(meeting__kind=MeetingKind.TRIAL) & Q(verdict=""))
    return list(rows.filter(silent).order_by("-meeting__day", "-meeting")[:MOST_TO_SAY])
