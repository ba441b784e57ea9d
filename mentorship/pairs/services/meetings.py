"""Meetings of a pair: planned, moved, held, corrected, called off, thrown away and brought back."""

import uuid
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import audit

from ..meeting_rules import days_of_series
from ..models import (
    LIVING,
    Meeting,
    MeetingKind,
    PairingMentee,
    PairingState,
    Presence,
    Pulse,
    Substitution,
)
from . import inviting, states
from .pairing import name_of

audit.ACTION_TITLES |= {
    "pair_meeting.planned": gettext_lazy("Meeting of a pair planned"),
    "pair_meeting.series": gettext_lazy("Series of meetings planned"),
    "pair_meeting.moved": gettext_lazy("Meeting of a pair moved"),
    "pair_meeting.recorded": gettext_lazy("Meeting of a pair recorded"),
    "pair_meeting.corrected": gettext_lazy("Record of a meeting corrected"),
    "pair_meeting.cancelled": gettext_lazy("Meeting of a pair called off"),
    "pair_meeting.deleted": gettext_lazy("Meeting of a pair thrown away"),
    "pair_meeting.restored": gettext_lazy("Meeting of a pair brought back"),
    "pair_meeting.remarked": gettext_lazy("Remark on a meeting of a pair"),
}
State = Meeting.State
MOST_OF_A_SERIES = 60
KEPT_DAYS = 30
"""So long a meeting that was thrown away can be brought back."""


@dataclass(frozen=True)
class Appointment:
    """When, where and about what a pair is going to meet."""

    day: date
    kind: str = MeetingKind.REGULAR
    at: time | None = None
    minutes: int | None = None
    format: str = Meeting.Format.IN_PERSON
    place: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Record:
    """What a meeting was. ``present`` are numbers of mentees, None for everybody of the pair; ``pulse`` is what the
    mentor thinks of it: useful, comfortable, each from 1 to 5."""

    day: date
    minutes: int | None
    kind: str = MeetingKind.REGULAR
    at: time | None = None
    format: str = Meeting.Format.IN_PERSON
    place: str = ""
    topic: str = ""
    done: str = ""
    agreed: str = ""
    results: str = ""
    verdict: str = ""
    present: frozenset | None = None
    pulse: tuple | None = None

    @property
    def columns(self):
        return {name: value for name, value in vars(self).items() if name not in ("present", "pulse")}


@transaction.atomic
def plan(*, pairing, appointment, key, by, day, series=None, is_told=True):
    """A meeting ahead; the same form sent twice plans one. ``is_told`` invites both sides."""
    must_work(pairing)
    if appointment.day < day:
        raise RuleBroken(_("This day is over. Record the meeting instead."))
    meeting, is_new = Meeting.objects.get_or_create(
        school_id=pairing.school_id,
        key=key,
        defaults={"pairing": pairing, "series": series, "created_by": by, **vars(appointment)},
    )
    if is_new and series is None:
        log("planned", meeting, by)
    if is_new and is_told:
        inviting.invite([meeting], by=by, day=day)
    return meeting


@transaction.atomic
def plan_series(*, pairing, appointment, every_weeks, until, key, calendar, by, day, is_told=True):
    """Plan a meeting every so many weeks; days on which the school does not work are left out.

    Answers ``(meetings, skipped days)``. The keys come from that of the form, so the same form sent twice plans one
    series. One letter tells of all of them.
    """
    days, skipped = days_of_series(appointment.day, every_weeks, until, calendar.is_working_day)
    if not days:
        raise RuleBroken(_("The school does not work on any of these days."))
    if len(days) > MOST_OF_A_SERIES:
        raise RuleBroken(_("No more than %(count)d meetings at once.") % {"count": MOST_OF_A_SERIES})
    is_repeated = Meeting.objects.filter(series=key).exists()
    plain = vars(appointment)
    meetings = [
        plan(
            pairing=pairing,
            appointment=Appointment(**plain | {"day": one}),
            key=uuid.uuid5(key, one.isoformat()),
            series=key,
            is_told=False,
            by=by,
            day=day,
        )
        for one in days
    ]
    if not is_repeated:
        log("series", meetings[0], by, {"count": [None, len(meetings)]})
        if is_told:
            inviting.invite(meetings, by=by, day=day)
    return meetings, skipped


@transaction.atomic
def move(*, meeting, version, changes, words, by, day):
    """Change what is planned; who was invited hears of it once more when the day, the hour or the place is another."""
    if meeting.state != State.PLANNED:
        raise RuleBroken(_("This meeting is not planned any more."))
    meeting.swap(version, **changes)
    log("moved", meeting, by, words)
    if {"day", "at", "place", "format"} & set(changes):
        inviting.tell_again(meeting, by=by, day=day)
    return meeting


@transaction.atomic
def record(*, pairing, record, key, by, day, meeting=None):
    """Write down that a meeting was held: ``meeting`` is the planned one, or nothing.

    The form's ``key`` goes into the row, so a button pressed twice records one meeting. The first meeting starts the
    work of a pair that an order has bound. Whoever records while standing in for the mentor held the meeting.
    """
    if there := Meeting.objects.filter(key=key, state=State.HELD).first():
        return there
    if record.day > day:
        raise RuleBroken(_("This day has not come yet. Plan the meeting instead."))
    if pairing.state == PairingState.PROPOSED or pairing.deleted_at:
        raise RuleBroken(_("The pair is not agreed yet."))
    said = record.columns | {
        "state": State.HELD,
        "key": key,
        "mentor": stand_in(pairing, by, record.day),
        "recorded_by": by,
        "recorded_at": clock.now(),
        "cancel_reason": "",
    }
    if meeting is None:
        said |= {"pairing": pairing, "created_by": by}
        del said["key"]
        meeting, is_new = Meeting.objects.get_or_create(school_id=pairing.school_id, key=key, defaults=said)
        if not is_new:
            return meeting
    else:
        if meeting.state == State.HELD:
            raise RuleBroken(_("This meeting is recorded already."))
        try:
            meeting.swap(meeting.version, **said)
        except EditConflict as conflict:
            if conflict.theirs.key == key:
                return conflict.theirs
            raise
    mark_presence(meeting, record.present)
    if record.pulse:
        say_pulse(meeting, record.pulse)
    states.begin(pairing, day=record.day, by=by)
    log("recorded", meeting, by)
    return meeting


@transaction.atomic
def correct(*, meeting, version, changes, words, by, present=None, pulse=None):
    """Correct a record. What the mentees have confirmed stays with it."""
    if meeting.state != State.HELD:
        raise RuleBroken(_("This meeting is not recorded yet."))
    meeting.swap(version, **changes)
    if present is not None:
        mark_presence(meeting, present)
    if pulse:
        say_pulse(meeting, pulse)
    log("corrected", meeting, by, words)
    return meeting


@transaction.atomic
def cancel(*, meeting, version, reason, by, day):
    """Call a planned meeting off; who was invited hears of it."""
    if meeting.state != State.PLANNED:
        raise RuleBroken(_("This meeting is not planned any more."))
    meeting.swap(version, state=State.CANCELLED, cancel_reason=reason)
    log("cancelled", meeting, by)
    inviting.tell_again(meeting, by=by, day=day)
    return meeting


@transaction.atomic
def throw_away(*, meeting, by, day):
    """Into the bin of the pair, with everything that was said of it; who was invited hears that it is off."""
    if meeting.deleted_at:
        return
    meeting.swap(meeting.version, deleted_at=clock.now())
    log("deleted", meeting, by)
    if meeting.state == State.PLANNED:
        inviting.tell_again(meeting, by=by, day=day)


@transaction.atomic
def restore(*, meeting, by, day):
    """Out of the bin; a meeting that was called off is planned again."""
    if meeting.deleted_at:
        meeting.swap(meeting.version, deleted_at=None)
    elif meeting.state == State.CANCELLED:
        meeting.swap(meeting.version, state=State.PLANNED, cancel_reason="")
    else:
        return
    log("restored", meeting, by)
    if meeting.state == State.PLANNED:
        inviting.tell_again(meeting, by=by, day=day)


@transaction.atomic
def remark(*, meeting, version, text, by):
    """The coordinator's word to the mentor; the mentee does not see it."""
    meeting.swap(version, remark=text)
    log("remarked", meeting, by)
    return meeting


def sweep(before):
    """Meetings that were thrown away before the moment go for good."""
    Meeting.objects.filter(deleted_at__lt=before).delete()


def mark_presence(meeting, present):
    """Who of the pair was there on that day; whoever left the group earlier is not asked about."""
    rows = PairingMentee.objects.filter(pairing=meeting.pairing_id)
    mentees = set(rows.filter(left_on=None).values_list("mentee", flat=True))
    mentees |= set(rows.filter(left_on__gt=meeting.day).values_list("mentee", flat=True))
    here = mentees if present is None else set(present)
    for mentee in mentees | here:
        Presence.objects.update_or_create(
            school_id=meeting.school_id, meeting=meeting, mentee_id=mentee, defaults={"was_there": mentee in here}
        )


def say_pulse(meeting, pulse):
    """What the mentor thinks of the meeting; said again, the last word counts."""
    useful, comfort = pulse
    Pulse.objects.update_or_create(
        school_id=meeting.school_id, meeting=meeting, mentee=None, defaults={"useful": useful, "comfort": comfort}
    )


def stand_in(pairing, user, day):
    """The substitute mentor, when it is the substitute who writes."""
    rows = Substitution.objects.filter(pairing=pairing, starts_on__lte=day, ends_on__gte=day, deleted_at=None)
    standing = rows.filter(mentor__person__user=user).select_related("mentor").first() if user else None
    return standing.mentor if standing else None


def must_work(pairing):
    if pairing.state not in LIVING or pairing.deleted_at:
        raise RuleBroken(_("Meetings are planned for pairs that are agreed and have not ended."))


def log(act, meeting, by, changes=None):
    name = f"{meeting.get_kind_display()}, {meeting.day:%d.%m.%Y}: {name_of(meeting.pairing)}"
    audit.record(by=by, action=f"pair_meeting.{act}", row=meeting, name=name, changes=changes)
