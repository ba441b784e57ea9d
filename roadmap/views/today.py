"""The first page of the day."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..by_hand import reminding
from ..models import Roadmap
from ..presenters import rows_of
from ..queries import Section, current_roadmap, sections_of_today, stage_progress
from .lookup import decides

SECTIONS = ("overdue", "week", "check", "later")


@require_safe
@requires("today.view")
def today(request):
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return render(request, "roadmap/today_first.html", {"may_edit": request.access.can("roadmap.edit")})
    found = sections_of_today(roadmap, request.user, request.memberships, request.today, is_leader=decides(request))
    context = {name: found.get(name, Section()) for name in SECTIONS}
    urgent = next((name for name in ("overdue", "week") if context[name].rows), None)
    may_remind = reminding(context["overdue"].rows + context["week"].rows, request)
    for name, section in context.items():
        section.rows = rows_of(section.rows, request, with_primary=name == urgent, reminding=may_remind)
    context |= progress_of(request, roadmap)
    context |= {
        "roadmap": roadmap,
        "is_leader": decides(request),
        "sees_roadmap": request.access.can("roadmap.view"),
        "nearest": nearest(context),
        "waits_for_approval": roadmap.state == Roadmap.State.DRAFT and request.access.can("roadmap.approve"),
    }
    return render(request, "roadmap/today.html", context)


def progress_of(request, roadmap):
    """How far the programme is, for those who see all of it."""
    if not request.access.can("roadmap.view"):
        return {"stages": [], "total": 0, "done": 0, "late": 0, "percent": 0}
    stages = stage_progress(roadmap, request.today)
    total, done = sum(one.total for one in stages), sum(one.done for one in stages)
    return {
        "stages": stages,
        "total": total,
        "done": done,
        "late": sum(one.late for one in stages),
        "percent": round(100 * done / total) if total else 0,
    }


def nearest(context):
    """The next activity with a deadline, for a day without hurry."""
    rows = [row for name in ("week", "later") for row in context[name].rows if row.activity.last_on]
    return min(rows, key=lambda row: row.activity.last_on, default=None)
