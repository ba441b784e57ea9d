"""The figures of a mentor's report: from the journal and the plans of the pair, for a term.

They are plain values, so that what the coordinator has accepted stays as it was.
"""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import ru

from .journal import Totals, meetings_of, named, totals_of
from .models import DevelopmentPlan, MeetingKind, MentorReport, Pairing, PlanItem, Presence

KINDS = {
    MeetingKind.ORGANISING: ("организационная", "организационные", "организационных"),
    MeetingKind.TRIAL: ("пробная", "пробные", "пробных"),
    MeetingKind.PLANNING: ("по планированию", "по планированию", "по планированию"),
    MeetingKind.REGULAR: ("регулярная", "регулярные", "регулярных"),
    MeetingKind.CLOSING: ("заключительная", "заключительные", "заключительных"),
}
DRAFT, RETURNED, SUBMITTED, ACCEPTED = "draft", "returned", "submitted", "accepted"
STATE_WORDS = {
    DRAFT: _("Draft"),
    RETURNED: _("Sent back"),
    SUBMITTED: _("Waits for an answer"),
    ACCEPTED: _("Accepted"),
}
LOOKS = {DRAFT: "plan", RETURNED: "soon", SUBMITTED: "check", ACCEPTED: "done"}


def state_of(report):
    """Where the report is on its way from the mentor to the coordinator."""
    if report.accepted_on:
        return ACCEPTED
    if report.submitted_on:
        return SUBMITTED
    return RETURNED if report.remark else DRAFT


def in_state(rows, state):
    """Of reports those in the state; all for a state that does not exist."""
    conditions = {
        DRAFT: Q(submitted_on=None, remark=""),
        RETURNED: Q(submitted_on=None) & ~Q(remark=""),
        SUBMITTED: Q(submitted_on__isnull=False, accepted_on=None),
        ACCEPTED: Q(accepted_on__isnull=False),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def waiting(programme):
    """Reports that the coordinator has to read."""
    rows = MentorReport.objects.filter(pairing__programme=programme, pairing__deleted_at=None)
    return in_state(rows, SUBMITTED)


def facts_of(report):
    """What the report is assembled from: frozen when it was accepted, as it is now before that."""
    if report.accepted_on and report.facts:
        return report.facts
    return counted(report.pairing, report.starts_on, report.ends_on)


def counted(pairing, first, last):
    """Meetings of the term by kind, who came how often, how far the plans are and what came of their tasks."""
    rows = meetings_of(Pairing.objects.filter(pk=pairing.pk), first, last)
    totals = totals_of(rows)
    kinds = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    done, total, lines = plans_in(pairing, first, last)
    return {
        "meetings": totals.meetings,
        "minutes": totals.minutes,
        "unknown": totals.unknown,
        "kinds": [[kind, kinds[kind]] for kind in KINDS if kind in kinds],
        "visits": visits_in(pairing, first, last),
        "goals": goals_of(pairing),
        "done": done,
        "total": total,
        "lines": lines,
    }


def visits_in(pairing, first, last):
    """``[[name, at how many meetings], …]`` of everybody who was at one or is in the pair."""
    held = Q(meeting__pairing=pairing, meeting__state="held", meeting__deleted_at=None)
    rows = Presence.objects.filter(held, meeting__day__range=(first, last), was_there=True)
    counts = dict(rows.values_list("mentee").annotate(n=Count("pk")))
    places = pairing.places.select_related("mentee__person__school_class").order_by("mentee__person__name_key")
    return [
        [named(one.mentee.person), counts.get(one.mentee_id, 0)]
        for one in places
        if one.left_on is None or one.mentee_id in counts
    ]


def goals_of(pairing):
    rows = DevelopmentPlan.objects.living().filter(pairing=pairing).exclude(goal="")
    return list(rows.order_by("kind", "pk").values_list("goal", flat=True))


def plans_in(pairing, first, last):
    """How many tasks of the plans were done by the end of the term, of how many, and the lines that fell into it."""
    items = PlanItem.objects.living().filter(section__plan__pairing=pairing)
    total = items.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_on__lte=last)))
    term = (first, last)
    within = items.filter(Q(done_on__range=term) | Q(due_on__range=term)).select_related("section__plan")
    lines = [
        [one.task, one.planned, one.actual, one.mark, ru.short_date(one.done_on) if one.done_on else ""]
        for one in within.order_by("section__plan", "section__position", "position", "pk")
    ]
    return total["done"], total["all"], lines


def meetings_words(facts):
    """«Проведено: 4 встречи, всего 3 ч»: the words under the journal of the same term."""
    return Totals(facts["meetings"], facts["minutes"], facts["unknown"]).words


def kinds_words(facts):
    """«1 организационная, 3 регулярные»."""
    return ", ".join(ru.counted(count, *KINDS[kind]) for kind, count in facts["kinds"] if kind in KINDS)


def visits_words(facts):
    """How often each of a group came; of a pair the number of meetings says it."""
    visits = facts["visits"]
    return "; ".join(f"{name} — {count} из {facts['meetings']}" for name, count in visits) if len(visits) > 1 else ""


def plan_words(facts):
    if not facts["total"]:
        return "плана нет"
    return f"выполнено {facts['done']} из {facts['total']} ({round(100 * facts['done'] / facts['total'])}\u00a0%)"
