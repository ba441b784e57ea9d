"""Making pairs: many at the approval of a draft, one by hand, and what changes in them afterwards."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes import audit

from .. import states
from ..models import LIVING, Pairing, PairingEvent, PairingMentee, PairingState
from . import orders
from .history import forget_unsaid, is_said, tell
from .letters import write_letters

audit.ACTION_TITLES |= {
    "pairing.made": gettext_lazy("Pair made"),
    "pairing.edited": gettext_lazy("Pair changed"),
    "pairing.joined": gettext_lazy("Mentee joined a group"),
    "pairing.left": gettext_lazy("Mentee left a group"),
    "pairing.ended": gettext_lazy("Pair ended"),
    "pairs.approved": gettext_lazy("Pairs approved"),
}
Kind = PairingEvent.Kind
_objections = []


def register_objection(objection):
    """``objection(mentor, mentee)`` says in words why these two must not be a pair, or nothing; the matching tells it
    here."""
    _objections.append(objection)


@dataclass(frozen=True)
class Planned:
    """A pair or a group that is about to be made. ``reasons`` are lists of words and points, by mentee."""

    mentor: Mentor
    mentees: tuple
    form: object = None
    variant: object = None
    place: str = ""
    points: int | None = None
    reasons: tuple = ()


@dataclass(frozen=True)
class Terms:
    """What is the same for all pairs that are made together."""

    starts_on: date | None = None
    ends_on: date | None = None
    coordinator: object = None


@transaction.atomic
def make_pairs(*, programme, planned, terms, day, by, with_letters):
    """Make the pairs, their order and the letters about them: all or nothing. Answers the order and the pairs."""
    order = orders.new_order(programme=programme, day=day, by=by)
    pairs = [new_pair(programme, one, terms) for one in planned]
    for pair in pairs:
        pair.order = order
    Pairing.objects.bulk_create(pairs)
    PairingMentee.objects.bulk_create(
        PairingMentee(school_id=programme.school_id, pairing=pair, mentee=mentee)
        for pair, one in zip(pairs, planned, strict=True)
        for mentee in one.mentees
    )
    PairingEvent.objects.bulk_create(
        PairingEvent(
            school_id=programme.school_id,
            pairing=pair,
            kind=Kind.MADE,
            day=day,
            state=PairingState.AGREED,
            by=by,
            needs_order=True,
            order=order,
        )
        for pair in pairs
    )
    orders.fill(order, with_text=True)
    if with_letters:
        write_letters(pairs)
    return order, pairs


def new_pair(programme, planned, terms):
    return Pairing(
        school_id=programme.school_id,
        programme=programme,
        mentor=planned.mentor,
        form=planned.form,
        variant=planned.variant,
        state=PairingState.AGREED,
        is_group=len(planned.mentees) > 1,
        coordinator=terms.coordinator,
        place=planned.place,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        points=planned.points,
        reasons=list(planned.reasons),
    )


@transaction.atomic
def make_by_hand(*, programme, planned, terms, day, by, replaces=None, reason="", is_proposed=False):
    """One pair that no draft proposed; it waits for the next order, or first for the yes of both sides.

    The mentor is locked before the pairs are counted, for two people may do it at once.
    """
    Mentor.objects.select_for_update().get(pk=planned.mentor.pk)
    for mentee in planned.mentees:
        refuse_twice(planned.mentor, mentee)
    pair = new_pair(programme, planned, terms)
    pair.replaces = replaces
    pair.state = PairingState.PROPOSED if is_proposed else PairingState.AGREED
    pair.save()
    for mentee in planned.mentees:
        PairingMentee.objects.create(school_id=programme.school_id, pairing=pair, mentee=mentee)
    tell(pair, Kind.MADE, day=day, by=by, state=pair.state, reason=reason, needs_order=not is_proposed)
    audit.record(by=by, action="pairing.made", row=pair, name=name_of(pair))
    return pair


def refuse_twice(mentor, mentee):
    """The same two are not bound twice at once, which makes a second press of the button harmless; nor are those bound
    whom the school keeps apart."""
    there = PairingMentee.objects.filter(mentee=mentee, left_on=None, pairing__mentor=mentor)
    if there.filter(pairing__deleted_at=None).exclude(pairing__state=PairingState.FINISHED).exists():
        raise RuleBroken(
            _("%(mentor)s and %(mentee)s are a pair already.") % {"mentor": mentor.person, "mentee": mentee.person}
        )
    for objection in _objections:
        if words := objection(mentor, mentee):
            raise RuleBroken(words)


@transaction.atomic
def join(*, pairing, version, mentee, day, by):
    """A mentee comes into the group; who has been in it before comes back."""
    must_live(pairing)
    refuse_twice(pairing.mentor, mentee)
    pairing.swap(version, is_group=True)
    place, _is_new = PairingMentee.objects.get_or_create(
        school_id=pairing.school_id, pairing=pairing, mentee=mentee, defaults={}
    )
    if place.left_on:
        PairingMentee.objects.filter(pk=place.pk).update(left_on=None)
    came_back, drafts = forget_unsaid(pairing, Kind.LEFT, mentee=mentee)
    tell(pairing, Kind.JOINED, day=day, by=by, mentee=mentee, needs_order=not came_back and is_said(pairing))
    renew(drafts)
    renew_drafts(pairing)
    record_mentee("pairing.joined", pairing, ["", str(mentee.person)], by)
    return pairing


@transaction.atomic
def leave(*, pairing, version, mentee, day, reason, by):
    """The group goes on without the mentee; the last one does not leave, then the pair ends."""
    must_live(pairing)
    places = PairingMentee.objects.filter(pairing=pairing, left_on=None)
    if not places.exclude(mentee=mentee).exists():
        raise RuleBroken(_("This is the last mentee. End the pair instead."))
    pairing.swap(version)
    places.filter(mentee=mentee).update(left_on=day)
    just_came, drafts = forget_unsaid(pairing, Kind.JOINED, mentee=mentee)
    needs_order = is_said(pairing) and not just_came
    tell(pairing, Kind.LEFT, day=day, by=by, mentee=mentee, reason=reason, needs_order=needs_order)
    renew(drafts)
    renew_drafts(pairing)
    record_mentee("pairing.left", pairing, [str(mentee.person), ""], by)
    return pairing


def record_mentee(action, pairing, change, by):
    audit.record(by=by, action=action, row=pairing, name=name_of(pairing), changes={"mentee": change})


@transaction.atomic
def end(*, pairing, version, ending, reason, day, by):
    """The pair is over. A pair that no signed order has named is simply left out of the draft of its order."""
    if pairing.deleted_at or not states.may("end", pairing.state):
        raise RuleBroken(_("This pair has ended."))
    said = is_said(pairing)
    unsaid = (Kind.JOINED, Kind.LEFT) if said else (Kind.MADE, Kind.JOINED, Kind.LEFT)
    _count, drafts = forget_unsaid(pairing, *unsaid)
    closed = {"state": PairingState.FINISHED, "paused_on": None, "resumes_on": None}
    pairing.swap(version, **closed, ended_on=day, ending=ending, ending_reason=reason)
    tell(pairing, Kind.ENDED, day=day, by=by, state=PairingState.FINISHED, reason=reason, needs_order=said)
    renew(drafts)
    changes = {"ending": ["", pairing.get_ending_display()]}
    audit.record(by=by, action="pairing.ended", row=pairing, name=name_of(pairing), changes=changes)
    return pairing


@transaction.atomic
def change_mentor(*, pairing, version, mentor, reason, day, by):
    """The mentees go on with another mentor: this pair ends, a new one begins, and one order will say both."""
    if mentor.pk == pairing.mentor_id:
        raise RuleBroken(_("This is the mentor of the pair already."))
    mentees = tuple(Mentee.objects.filter(places__pairing=pairing, places__left_on=None))
    end(pairing=pairing, version=version, ending=Pairing.Ending.CHANGED, reason=reason, day=day, by=by)
    planned = Planned(mentor, mentees, pairing.form, pairing.variant, pairing.place)
    terms = Terms(day, pairing.ends_on if pairing.ends_on and pairing.ends_on >= day else None, pairing.coordinator)
    return make_by_hand(
        programme=pairing.programme, planned=planned, terms=terms, day=day, by=by, replaces=pairing, reason=reason
    )


@transaction.atomic
def edit_pair(*, pairing, version, changes, words, by):
    """Correct the place, the term, the form or the coordinator; the draft of its order follows."""
    pairing.swap(version, **changes)
    renew_drafts(pairing)
    audit.record(by=by, action="pairing.edited", row=pairing, name=name_of(pairing), changes=words)


def must_live(pairing):
    if pairing.state not in LIVING or pairing.deleted_at:
        raise RuleBroken(_("This pair has ended."))


def renew_drafts(pairing):
    """The drafts of orders that name the pair get their lines anew."""
    rows = PairingEvent.objects.filter(pairing=pairing, order__number="").select_related("order__programme")
    renew({one.order for one in rows})


def renew(drafts):
    for order in drafts:
        orders.fill(order)


def name_of(pairing):
    """«Ковалёва Н. П. — Иванов П. С.», as the log calls a pair."""
    mentees = Mentee.objects.filter(places__pairing=pairing, places__left_on=None).select_related("person")
    return f"{pairing.mentor.person} — {', '.join(str(one.person) for one in mentees)}"
