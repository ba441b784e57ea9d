"""Is a pair on track, or does it need the coordinator: the reasons as conditions of the database.

Each reason is a column that a page of pairs asks for in its one query, so lists are filtered, counted and ordered by
them. Thresholds are the school's; a reason that the coordinator has put aside until a day is silent till then.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Case, Exists, F, FloatField, IntegerField, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Abs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import (
    AttentionPause,
    DevelopmentPlan,
    HealthSettings,
    Meeting,
    MeetingKind,
    PairingMentee,
    PairingState,
    PlanItem,
    Verdict,
)

WORKING = (PairingState.AGREED, PairingState.ORDERED, PairingState.AT_WORK)
"""States in which meetings are expected; a paused pair has only its pause to be asked about."""
PULSE_DAYS = 60
"""How far back answers after meetings count."""


@dataclass(frozen=True)
class Reason:
    """Why a pair needs attention: what it is, what to do now, and on which page (a name of an address, or "")."""

    code: str
    title: str | Promise
    advice: str | Promise
    action: str | Promise
    address: str


REASONS = {
    one.code: one
    for one in (
        Reason(
            "wants_change",
            _("After the trial meeting a side wants another pair"),
            _("Talk to both sides, then change the mentor or go on."),
            _("Change the mentor"),
            "pairing_mentor",
        ),
        Reason(
            "left",
            _("Somebody of the pair has left"),
            _("End the pair, take the mentee out of the group or change the mentor."),
            _("Open the pair"),
            "pairing",
        ),
        Reason(
            "low_pulse",
            _("Low answers after meetings"),
            _("Ask both sides what is wrong; the psychologist can join."),
            _("Open the pair"),
            "pairing",
        ),
        Reason(
            "pulse_gap",
            _("The sides see the meetings differently"),
            _("Talk to the side that answers lower."),
            _("Open the pair"),
            "pairing",
        ),
        Reason(
            "no_first",
            _("There has been no first meeting"),
            _("Arrange the organising meeting."),
            _("Plan the meeting"),
            "meeting_plan",
        ),
        Reason(
            "no_meeting",
            _("No meeting for long"),
            _("Ask the mentor: the meetings may only not be written down."),
            _("Plan a meeting"),
            "meeting_plan",
        ),
        Reason(
            "unrecorded",
            _("A planned meeting is not written down"),
            _("Write it down or call it off."),
            _("Meetings of the pair"),
            "pair_meetings",
        ),
        Reason(
            "no_plan",
            _("The planning meeting was held, the plan is not agreed"),
            _("Help the pair to finish the plan and to agree to it."),
            _("Open the plan"),
            "pair_plan",
        ),
        Reason(
            "plan_overdue",
            _("Tasks of the plan are overdue"),
            _("Go through the plan with the mentor: move the terms or write the results."),
            _("Open the plan"),
            "pair_plan",
        ),
        Reason(
            "silent",
            _("The mentee has confirmed nothing for long"),
            _("Ask the mentee in person how it goes."),
            _("Open the pair"),
            "pairing",
        ),
        Reason(
            "pause_over",
            _("The day to go on after the pause has come"),
            _("Let the pair go on, prolong the pause or end the pair."),
            _("Open the pair"),
            "pairing",
        ),
        Reason(
            "no_closing",
            _("The term ends, there has been no closing meeting"),
            _("Arrange the closing meeting or prolong the term."),
            _("Plan the closing meeting"),
            "meeting_plan",
        ),
    )
}
"""code -> Reason, the most urgent first."""


def settings_of(school):
    """The school's thresholds, or the product's own."""
    return HealthSettings.objects.filter(school=school).first() or HealthSettings(school=school)


def meetings(*conditions, **where):
    """Meetings of the outer pair. What hangs on meetings is asked for through them: by the school alone the database
    would read everything of the school for every pair."""
    return Meeting.objects.filter(*conditions, pairing=OuterRef("pk"), deleted_at=None, **where).order_by()


def held(*conditions, **where):
    """Those that took place."""
    return meetings(*conditions, state=Meeting.State.HELD, **where)


def conditions(limits, day):
    """``{code: condition}`` on pairs for the thresholds and the day; the names of columns are those of ``measured``."""
    working = Q(state__in=WORKING)

    def ago(days):
        return day - timedelta(days=days)

    planned_late = Meeting.objects.filter(
        pairing=OuterRef("pk"),
        state=Meeting.State.PLANNED,
        deleted_at=None,
        day__lte=ago(limits.unrecorded_days),
    )
    overdue = PlanItem.objects.open().filter(
        section__plan__pairing=OuterRef("pk"), due_on__lte=ago(limits.plan_overdue_days)
    )
    agreed = DevelopmentPlan.objects.filter(pairing=OuterRef("pk"), deleted_at=None).exclude(
        state=DevelopmentPlan.State.DRAFT
    )
    verdicts = meetings(presences__verdict=Verdict.CHANGE)
    begun = Q(starts_on__lte=ago(limits.first_meeting_days))
    return {
        "wants_change": working & (Exists(held(verdict=Verdict.CHANGE)) | Exists(verdicts)),
        "left": has_left(day),
        "low_pulse": working & (Q(mentor_pulse__lt=limits.low_pulse) | Q(mentee_pulse__lt=limits.low_pulse)),
        "pulse_gap": working & Q(pulse_gap__gt=limits.pulse_gap),
        "no_first": working & begun & Q(last_met=None),
        "no_meeting": working & Q(last_met__lte=ago(limits.no_meeting_days)) & ~Exists(held(kind=MeetingKind.CLOSING)),
        "unrecorded": working & Exists(planned_late),
        "no_plan": working & Exists(held(kind=MeetingKind.PLANNING, day__lt=day)) & ~Exists(agreed),
        "plan_overdue": working & Exists(overdue),
        "silent": working & is_silent(ago(limits.silent_days)),
        "pause_over": Q(state=PairingState.PAUSED, resumes_on__lte=day),
        "no_closing": working
        & Q(ends_on__lte=day + timedelta(days=limits.ending_days))
        & ~Exists(held(kind=MeetingKind.CLOSING)),
    }


def has_left(day):
    """A mentor or a mentee of a living pair is not in the programme or the school any more."""
    places = PairingMentee.objects.filter(pairing=OuterRef("pk"), left_on=None)
    mentees = places.filter(
        Q(mentee__left_on__lte=day)
        | Q(mentee__deleted_at__isnull=False)
        | Q(mentee__person__has_left=True)
        | Q(mentee__person__deleted_at__isnull=False)
    )
    of_mentor = Q(mentor__left_on__lte=day) | Q(mentor__deleted_at__isnull=False)
    of_mentor |= Q(mentor__person__has_left=True) | Q(mentor__person__deleted_at__isnull=False)
    return ~Q(state=PairingState.FINISHED) & (of_mentor | Exists(mentees))


def is_silent(since):
    """Meetings were held before the day and since nothing has been confirmed, though the mentee has a way to do it."""
    mentee = "presences__mentee"
    asked = Q(**{f"{mentee}__person__user__isnull": False})
    asked |= Q(**{f"{mentee}__door__isnull": False, f"{mentee}__door__closed_at": None})
    asked &= Q(presences__was_there=True)
    unanswered = held(asked, day__lte=since, presences__confirmed=None)
    answered = held(asked, day__gt=since, presences__confirmed__isnull=False)
    return Exists(unanswered) & ~Exists(answered)


def measured(rows, day):
    """Pairs with what the conditions compare: the last meeting, the mean of each side, their difference."""
    since = day - timedelta(days=PULSE_DAYS)

    def mean(**of):
        # The day is asked in the aggregate: by an index of days the database would read all the school's meetings.
        said = Avg((F("pulses__useful") + F("pulses__comfort")) / 2.0, filter=Q(day__gte=since))
        grouped = meetings(**of).values("pairing").annotate(mean=said)
        return Subquery(grouped.values("mean"), output_field=FloatField())

    last = held().values("pairing").annotate(last=Max("day")).values("last")
    rows = rows.annotate(
        last_met=Subquery(last),
        mentor_pulse=mean(pulses__mentee=None),
        mentee_pulse=mean(pulses__mentee__isnull=False),
    )
    return rows.annotate(pulse_gap=Abs(F("mentor_pulse") - F("mentee_pulse")))


def with_reasons(rows, limits, day):
    """Pairs with ``needs_<code>`` (1 or 0) for every reason that nobody has put aside, and ``reasons_count``."""
    found = conditions(limits, day)
    aside = AttentionPause.objects.filter(pairing=OuterRef("pk"), until__gt=day)
    columns = {
        f"needs_{code}": Case(
            When(condition & ~Exists(aside.filter(reason=code)), then=1), default=0, output_field=IntegerField()
        )
        for code, condition in found.items()
    }
    rows = measured(rows, day).annotate(**columns)
    return rows.annotate(reasons_count=sum((F(name) for name in columns), start=F(next(iter(columns))) * 0))


def in_need(rows, limits, day):
    """Pairs that need attention for any reason, without saying which: the cheap one, to be counted."""
    aside = AttentionPause.objects.filter(pairing=OuterRef("pk"), until__gt=day)
    found = Q(pk__in=[])
    for code, condition in conditions(limits, day).items():
        found |= condition & ~Exists(aside.filter(reason=code))
    return measured(rows, day).filter(found)


def needing(rows, limits, day, code=""):
    """Only pairs that need attention, for one reason or for any."""
    rows = with_reasons(rows, limits, day)
    return rows.filter(**{f"needs_{code}": 1}) if code in REASONS else rows.filter(reasons_count__gt=0)


def reasons_of(pair):
    """The reasons of a row of ``with_reasons``, the most urgent first; none when the pair is on track."""
    return [reason for code, reason in REASONS.items() if getattr(pair, f"needs_{code}")]
