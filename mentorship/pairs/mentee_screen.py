"""What a mentee sees of the own pairs without an account: little, and nobody else's."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from surveys.addresses import link_of
from surveys.mine import is_used
from surveys.models import Campaign, Invitation

from .annex import with_people
from .models import (
    LIVING,
    DevelopmentPlan,
    Meeting,
    MeetingKind,
    PairFile,
    Pairing,
    PairingMentee,
    Presence,
    Substitution,
)
from .planning import with_items, with_progress

MOST_TO_SAY = 3
MOST_MATERIALS = 10


@dataclass
class OwnPair:
    """One pair as its mentee sees it."""

    pair: object
    next_one: Meeting | None = None
    last: Meeting | None = None
    plans: list = field(default_factory=list)
    materials: list = field(default_factory=list)
    substitutions: list = field(default_factory=list)


@dataclass
class Screen:
    """The whole first page of a mentee."""

    pairs: list
    to_say: list
    questionnaires: list


def screen_of(mentee, day):
    """A constant number of queries for each pair; a mentee has one or two."""
    return Screen(
        [pair_of(pair, mentee, day) for pair in pairs_of(mentee)], to_say(mentee), questionnaires_of(mentee, day)
    )


def pairs_of(mentee):
    places = PairingMentee.objects.filter(mentee=mentee, left_on=None)
    rows = Pairing.objects.filter(pk__in=places.values("pairing"), deleted_at=None, state__in=LIVING)
    return with_people(rows).order_by("starts_on", "pk")


def pair_of(pair, mentee, day):
    held = Meeting.objects.held().filter(pairing=pair, presences__mentee=mentee, presences__was_there=True)
    plans = DevelopmentPlan.objects.living().filter(Q(mentee=mentee) | Q(mentee=None), pairing=pair)
    standing_in = Substitution.objects.filter(pairing=pair, deleted_at=None, starts_on__lte=day, ends_on__gte=day)
    return OwnPair(
        pair,
        Meeting.objects.planned().filter(pairing=pair, day__gte=day).order_by("day", "at", "pk").first(),
        held.order_by("-day", "-at", "-pk").first(),
        list(with_progress(plans, day)),
        list(materials_of([pair.pk])[:MOST_MATERIALS]),
        list(standing_in.select_related("mentor__person")),
    )


def materials_of(pairs):
    """What both sides of these pairs share; documents of the pair are the school's."""
    return PairFile.objects.filter(pairing__in=pairs, kind=PairFile.Kind.MATERIAL, deleted_at=None)


def material_of(mentee, public_id):
    """A file of the mentee's own pairs, or None."""
    rows = materials_of(pairs_of(mentee).order_by().values("pk"))
    return rows.filter(public_id=public_id).exclude(file="").first()


def places_of(mentee):
    """The mentee's own places at meetings that were held in pairs where the mentee still is."""
    return Presence.objects.filter(
        mentee=mentee,
        was_there=True,
        meeting__pairing__in=pairs_of(mentee).order_by().values("pk"),
        meeting__state=Meeting.State.HELD,
        meeting__deleted_at=None,
    ).select_related("meeting__pairing__mentor__person")


def to_say(mentee):
    """The last meetings of which not everything is said, the newest first."""
    own = Q(meeting__pulses__mentee=F("mentee"))
    rows = places_of(mentee).annotate(answers=Count("meeting__pulses", filter=own, distinct=True))
    silent = Q(confirmed=None) | Q(answers=0) | (Q(meeting__kind=MeetingKind.TRIAL) & Q(verdict=""))
    return list(rows.filter(silent).order_by("-meeting__day", "-meeting")[:MOST_TO_SAY])


def meeting_to_say(mentee, public_id):
    """The mentee's place at this meeting, or None."""
    return places_of(mentee).filter(meeting__public_id=public_id).first()


def plan_of(mentee, public_id, day):
    """The own plan or that of the whole group, with its items; None when it is another's."""
    rows = DevelopmentPlan.objects.living().filter(Q(mentee=mentee) | Q(mentee=None))
    rows = rows.filter(pairing__in=pairs_of(mentee).order_by().values("pk"), public_id=public_id)
    return with_progress(with_items(rows), day).first()


def questionnaires_of(mentee, day):
    """Open questionnaires of the mentee that are not answered: ``[(title, personal address)]``."""
    running = Campaign.objects.open_on(day).values("pk")
    tickets = Invitation.objects.filter(
        subject=mentee.person.public_id, revoked_at=None, campaign__deleted_at=None, campaign__in=running
    )
    waiting = [one for one in tickets.select_related("campaign__marks") if not is_used(one)]
    return [(one.campaign.title, link_of(one)) for one in waiting]
