"""The roadmap as a timeline of months, as a list and as a board; one filter for the three."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.common import clock
from mentorship.programmes.access import requires

from ..by_hand import reminding
from ..checks import warnings_of
from ..forms.filters import VIEWS, RoadmapFilterForm
from ..models import Activity, Party
from ..presenters import rows_of
from ..queries import Section, answered_by, columns_of_board, current_roadmap, found, stage_progress, with_responsible
from ..services import approval
from ..services.creation import outline_of
from ..timeline import chosen_window, groups_of, windows_of
from .lookup import decides
from .stages import URGENT

PER_PAGE = 50
YEAR = 366
CHECKED_AT_ONCE = 200
"""A roadmap with more activities is checked beside the page, so that the page itself does not wait for it."""
Status = Activity.Status


@require_safe
@requires("roadmap.view")
def roadmap(request):
    current = current_roadmap(request.programme)
    if current is None:
        return render(request, "roadmap/roadmap_empty.html", {"may_edit": request.access.can("roadmap.edit")})
    current.programme = request.programme
    progress = stage_progress(current, request.today)
    form = RoadmapFilterForm(
        request.GET or None,
        roadmap=current,
        stages=[one.stage for one in progress],
        parties=Party.objects.order_by("name", "role_text"),
        today=request.today,
    )
    chosen = form.chosen()
    view = request.GET.get("view") if request.GET.get("view") in SHOW else "timeline"
    activities = found(current, request.today, **chosen)
    is_long = sum(one.total for one in progress) > CHECKED_AT_ONCE
    context = {
        "roadmap": current,
        "view": view,
        "is_school_year": is_school_year(request.programme),
        "filter_form": form,
        "active_filters": sum(1 for value in chosen.values() if value),
        "tabs": tabs(request, view),
        "has_activities": any(one.total or one.skipped for one in progress),
        "is_long": is_long,
        "warnings": [] if is_long else warnings_with_links(request, current, progress),
        "may_edit": request.access.can("roadmap.edit"),
        "next_version": approval.draft_of_next(current) if current.state != current.State.DRAFT else None,
        "keep": query_without(request, "view", "page"),
    }
    template, more = SHOW[view](request, activities, progress)
    return render(request, template, context | more)


@require_safe
@requires("roadmap.view")
def roadmap_warnings(request):
    """What contradicts in a long roadmap: a part of its page under htmx, else a page."""
    current = current_roadmap(request.programme)
    if current is None:
        raise Http404
    context = {
        "warnings": warnings_with_links(request, current, stage_progress(current, request.today)),
        "may_edit": request.access.can("roadmap.edit"),
    }
    return render(request, "roadmap/_warnings.html" if request.htmx else "roadmap/roadmap_warnings.html", context)


def is_school_year(programme):
    """Two calendar years and not more than twelve months: people call that a school year."""
    is_short = programme.ends_on - programme.starts_on < clock.days(YEAR)
    return is_short and programme.starts_on.year != programme.ends_on.year


def warnings_with_links(request, current, progress):
    """What contradicts in the whole roadmap, each with the stage where the terms are changed."""
    programme = request.programme
    found_warnings = warnings_of(outline_of(current), programme.starts_on, programme.ends_on)
    addresses = {number: one.stage.get_absolute_url() for number, one in enumerate(progress, 1)}
    return [{"text": one.text, "href": addresses.get(one.stage_number, "")} for one in found_warnings]


def query_without(request, *names):
    """The rest of the address, to be kept by a link that changes these parts."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def tabs(request, view):
    """The three views with the filter that is on."""
    kept = query_without(request, "view", "page")
    kept = f"&{kept}" if kept else ""
    return [{"key": key, "title": title, "query": f"view={key}{kept}", "is_open": key == view} for key, title in VIEWS]


def show_timeline(request, activities, progress):
    programme = request.programme
    windows = windows_of(programme.starts_on, programme.ends_on, request.today)
    window = chosen_window(windows, request.GET.get("year"), request.today)
    if len(windows) > 1:
        activities = in_window(activities, window, windows)
    page = Paginator(with_responsible(activities), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    shown = {row.activity.pk: row for row in rows_of(rows, request)}
    groups = groups_of(rows, progress, window.months)
    for row in (row for group in groups for row in group.rows):
        row.shown = shown[row.activity.pk]
    return "roadmap/roadmap_timeline.html", {
        "page_obj": page,
        "groups": groups,
        "window": window,
        "windows": windows,
        "columns": len(window.months) + 1,
        "other_years": query_without(request, "year", "page"),
    }


def in_window(activities, window, windows):
    """What belongs to a window; terms outside of the programme stand in the nearest one, undated ones in each."""
    first = None if window == windows[0] else window.period[0]
    last = None if window == windows[-1] else window.period[1]
    undated = Q(last_on=None)
    if first:
        activities = activities.filter(undated | Q(last_on__gte=first))
    if last:
        activities = activities.filter(undated | Q(first_on__lte=last))
    return activities


def show_list(request, activities, progress):
    page = Paginator(with_responsible(activities), PER_PAGE).get_page(request.GET.get("page"))
    by_stage = {one.stage.pk: one for one in progress}
    groups = []
    # The whole roadmap would be a wall of buttons: only the list of what is urgent offers to remind.
    urgent = page.object_list if request.GET.get("status") in URGENT else []
    for row in rows_of(page.object_list, request, reminding=reminding(urgent, request)):
        if not groups or groups[-1]["progress"].stage.pk != row.activity.stage_id:
            groups.append({"progress": by_stage[row.activity.stage_id], "rows": []})
        groups[-1]["rows"].append(row)
    return "roadmap/roadmap_list.html", {"page_obj": page, "groups": groups}


def show_board(request, activities, progress):
    mine = answered_by(request.user, request.memberships)
    found_columns = columns_of_board(activities.annotate(is_mine=mine))
    columns = []
    for status in Status:
        if status == Status.CHECK and not (request.school.needs_approval or found_columns.get(status)):
            continue
        section = found_columns.get(status.value, Section())
        columns.append(
            {
                "status": status,
                "section": section,
                "cards": rows_of(section.rows, request),
                "moves": moves_from(status, is_leader=decides(request)),
            }
        )
    return "roadmap/roadmap_board.html", {"columns": columns, "back": request.get_full_path()}


def moves_from(status, *, is_leader):
    """Where a card may go from a column; only leaders say that something is not required or check it."""
    if status == Status.CHECK and not is_leader:
        return []
    targets = {
        Status.PLAN: [Status.WORK, Status.DONE, Status.SKIP],
        Status.WORK: [Status.PLAN, Status.DONE, Status.SKIP],
        Status.CHECK: [Status.WORK, Status.DONE, Status.SKIP],
        Status.DONE: [Status.WORK],
        Status.SKIP: [Status.WORK],
    }
    return [(target.value, target.label) for target in targets[status] if is_leader or target != Status.SKIP]


SHOW = {"timeline": show_timeline, "list": show_list, "board": show_board}
