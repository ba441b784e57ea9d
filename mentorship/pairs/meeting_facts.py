"""Reading for the pages of meetings: what was held, what is planned, what is unusual."""

from mentorship.programmes.calendar import is_working_day

from .meeting_calendar import USUAL_MINUTES
from .meeting_rules import Known, Told, next_kind, warnings
from .meeting_words import WORDS
from .models import DevelopmentPlan, Meeting, MeetingKind, Presence, Verdict

AGREED = (DevelopmentPlan.State.AGREED, DevelopmentPlan.State.APPROVED, DevelopmentPlan.State.DONE)


def held_of(pairing, apart_from=None):
    """``((kind, day), …)`` of the meetings that were held, by day."""
    rows = Meeting.objects.held().filter(pairing=pairing).order_by("day", "at", "pk")
    if apart_from is not None and apart_from.pk:
        rows = rows.exclude(pk=apart_from.pk)
    return tuple(rows.values_list("kind", "day"))


def kind_to_come(pairing, day):
    return next_kind(held_of(pairing), day, pairing.ends_on)


def planned_of(pairing):
    """What is planned, the earliest first."""
    return Meeting.objects.planned().filter(pairing=pairing).order_by("day", "at", "pk")


def waiting_to_be_recorded(pairing, day):
    """The earliest planned meeting whose day has come: most likely it is the one that is going to be recorded."""
    return planned_of(pairing).filter(day__lte=day).first()


def last_held(pairing, day):
    """The last meeting that was held by the day."""
    return Meeting.objects.held().filter(pairing=pairing, day__lte=day).order_by("-day", "-at", "-pk").first()


def agreed_plan(pairing):
    return DevelopmentPlan.objects.living().filter(pairing=pairing, state__in=AGREED).exists()


def known_of(pairing, *, apart_from=None, sees_both_sides=False):
    """What the rules have to know. A mentor is not told what the mentees said after the trial meeting."""
    trial = Meeting.objects.held().filter(pairing=pairing, kind=MeetingKind.TRIAL).order_by("-day", "-pk").first()
    said = [trial.verdict] if trial else []
    theirs = list(Presence.objects.filter(meeting=trial, was_there=True).values_list("verdict", flat=True))
    heard = [*said, *theirs] if trial else []
    loud = heard if sees_both_sides else said
    return Known(
        held=held_of(pairing, apart_from),
        starts_on=pairing.starts_on,
        ends_on=pairing.ended_on or pairing.ends_on,
        verdicts=sum(1 for one in heard if one),
        speakers=len(heard),
        wants_change=Verdict.CHANGE in loud,
        has_plan=agreed_plan(pairing),
    )


def told_of(meeting):
    """One meeting in the words of the rules."""
    is_held = meeting.state == Meeting.State.HELD
    return Told(
        kind=meeting.kind,
        day=meeting.day,
        minutes=meeting.minutes,
        has_results=bool(meeting.results.strip()),
        is_held=is_held,
        somebody_came=not is_held or meeting.presences.filter(was_there=True).exists(),
        is_working_day=is_held or is_working_day(meeting.school, meeting.day),
        is_mentor_free=is_held or not clashes(meeting),
    )


def clashes(meeting):
    """Has the mentor another meeting planned that begins while this one lasts, or the other way round?"""
    if meeting.at is None:
        return False
    others = Meeting.objects.planned().filter(pairing__mentor=meeting.pairing.mentor_id, day=meeting.day)
    spans = others.exclude(pk=meeting.pk).exclude(at=None).values_list("at", "minutes")
    first, last = span_of(meeting.at, meeting.minutes)
    return any(first < end and begin < last for begin, end in (span_of(*one) for one in spans))


def span_of(at, minutes):
    """From which to which minute of the day."""
    begins = at.hour * 60 + at.minute
    return begins, begins + (minutes or USUAL_MINUTES)


def notes_of(meeting, day, *, sees_both_sides=False):
    """What is unusual about a meeting, in words; nothing of one that was called off."""
    if meeting.state == Meeting.State.CANCELLED:
        return []
    known = known_of(meeting.pairing, apart_from=meeting, sees_both_sides=sees_both_sides)
    return [WORDS[one] for one in warnings(told_of(meeting), known, day)]


def notes_ahead(pairing, kind, day, *, sees_both_sides=False):
    """What is to be known before a meeting of this kind is recorded: the order of the meetings and what they bring."""
    known = known_of(pairing, sees_both_sides=sees_both_sides)
    told = Told(kind=kind, day=day, is_held=False)
    return [WORDS[one] for one in warnings(told, known, day)]
