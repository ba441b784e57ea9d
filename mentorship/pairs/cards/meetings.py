"""The meetings of a pair on its card: the five of the roadmap, what comes next, what was agreed."""

from collections import defaultdict
from dataclasses import dataclass

from django.template.loader import render_to_string

from ..meeting_rules import next_kind
from ..meeting_words import NUMBERS
from ..models import LIVING, Meeting, MeetingKind, PairingState
from ..visibility import may

State = Meeting.State


@dataclass(frozen=True)
class Step:
    """One of the five meetings. ``held`` and ``planned`` are the meetings that the step tells of, if any."""

    number: int
    kind: MeetingKind
    held: Meeting | None
    planned: Meeting | None
    count: int
    look: str
    is_next: bool


def of_pair(request, pair):
    if not may(request, "meetings.view", pair):
        return ""
    may_edit = may(request, "meetings.edit", pair)
    rows = Meeting.objects.living().filter(pairing=pair).exclude(state=State.CANCELLED)
    rows = list(rows.order_by("day", "at", "pk"))
    held = [one for one in rows if one.state == State.HELD]
    planned = [one for one in rows if one.state == State.PLANNED]
    context = {
        "pair": pair,
        "steps": steps_of(pair, held, planned, request.today),
        "held": len(held),
        "last": held[-1] if held else None,
        "next_one": planned[0] if planned else None,
        "today": request.today,
        "may_record": may_edit and pair.state != PairingState.PROPOSED,
        "may_plan": may_edit and pair.state in LIVING,
    }
    return render_to_string("pairs/_card_meetings.html", context, request)


def steps_of(pair, held, planned, day):
    """The five meetings in their order: when it was or will be, and how many regular ones there were."""
    was, will = by_kind(held), by_kind(planned)
    ahead = next_kind([(one.kind, one.day) for one in held], day, pair.ends_on)
    return [
        Step(
            number=NUMBERS[kind],
            kind=kind,
            held=was[kind][-1] if was[kind] else None,
            planned=will[kind][0] if will[kind] else None,
            count=len(was[kind]),
            look=look_of(was[kind], will[kind], day),
            is_next=kind == ahead and pair.state in LIVING,
        )
        for kind in MeetingKind
    ]


def by_kind(meetings):
    found = defaultdict(list)
    for one in meetings:
        found[one.kind].append(one)
    return found


def look_of(was, will, day):
    if will and will[0].day < day:
        return "late"
    if was:
        return "done"
    return "soon" if will else "plan"
