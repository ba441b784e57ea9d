"""Acts on whole drafts: a new one, one computed again, how far it is, cancelled, thrown away, brought back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..differences import count_of
from ..models import MatchingRun
from ..services import runs
from ..workbench import figures_of
from .drafts import State, draft_for

PER_PAGE = 20
POLL_SECONDS = 2


@require_POST
@requires("matching.edit")
def matching_new(request):
    """A draft of one form of mentoring, or of all."""
    if request.programme is None:
        messages.error(request, _("There is no programme yet. It comes first: matching works within a programme."))
        return redirect("matching")
    asked = request.POST.get("form", "")
    form = get_object_or_404(request.programme.forms, pk=asked) if asked.isdecimal() and len(asked) < 19 else None
    try:
        run = runs.start(request.programme, form=form, by=request.user, day=request.today)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("matching")
    return redirect(place_of(run))


@require_POST
@requires("matching.edit")
def matching_again(request, run_id):
    """The unlocked pairs once more: a new draft, and what differs from the one before."""
    parent = draft_for(request, run_id)
    try:
        run = runs.solve_again(parent, by=request.user, day=request.today)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(parent)
    if run.state == State.READY:
        say_difference(request, parent, run)
    return redirect(place_of(run))


def say_difference(request, parent, run):
    """The new draft says at once how far it is from the old one."""
    count = count_of(parent, run)
    if not count:
        words = _("Draft No. %(number)d is the same as draft No. %(before)d: nothing better is possible.")
        messages.info(request, words % {"number": run.number, "before": parent.number})
        return
    words = _("Draft No. %(number)d is ready. Mentees with another mentor than in draft No. %(before)d: %(count)d.")
    messages.success(request, words % {"number": run.number, "before": parent.number, "count": count})


def place_of(run):
    """The draft; a large one that still waits for the worker has a page that says how far it is."""
    waits = run.state in runs.RUNNING
    return reverse("matching_progress", args=[run.public_id]) if waits else run.get_absolute_url()


@require_safe
@requires("matching.view")
def matching_progress(request, run_id):
    """How far a large draft is: loaded anew by itself, by a link without scripts; leads on when it is done."""
    run = draft_for(request, run_id)
    if run.state not in runs.RUNNING:
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": run.get_absolute_url()})
        return redirect(run)
    context = {
        "run": run,
        "seconds": POLL_SECONDS,
        "may_edit": request.access.can("matching.edit"),
        "is_late": runs.is_late(run, clock.now()),
    }
    template = "matching/_progress.html" if request.htmx else "matching/progress.html"
    return render(request, template, context)


@require_POST
@requires("matching.edit")
def matching_cancel(request, run_id):
    run = draft_for(request, run_id)
    if runs.cancel(run, by=request.user):
        undo = reverse("matching_start_again", args=[run.public_id])
        words = _("Draft No. %(number)d is cancelled.") % {"number": run.number}
        messages.success(request, words, extra_tags=f"undo:{undo}")
    else:
        messages.info(request, _("There was nothing to cancel: the draft is done."))
    return redirect("matching" if run.state == State.CANCELLED else run)


@require_POST
@requires("matching.edit")
def matching_start_again(request, run_id):
    """A cancelled or failed draft once more, from what was known when it was started."""
    run = runs.try_again(draft_for(request, run_id), by=request.user)
    return redirect(place_of(run))


@require_POST
@requires("matching.edit")
def matching_bin_run(request, run_id):
    run = draft_for(request, run_id)
    try:
        runs.bin_run(run, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(run)
    undo = reverse("matching_restore", args=[run.public_id])
    words = _("Draft No. %(number)d is in the bin.") % {"number": run.number}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("matching")


@require_POST
@requires("matching.edit")
def matching_restore(request, run_id):
    run = get_object_or_404(MatchingRun.objects.filter(programme=request.programme), public_id=run_id)
    runs.restore_run(run, by=request.user)
    messages.success(request, _("Draft No. %(number)d is back.") % {"number": run.number})
    return redirect(run)


@require_safe
@requires("matching.edit")
def matching_bin(request):
    """Drafts that were thrown away and are still kept."""
    rows = MatchingRun.objects.filter(programme=request.programme, deleted_at__isnull=False)
    rows = rows.select_related("form", "started_by").defer("snapshot", "problem").order_by("-deleted_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    figures = figures_of(*page)
    context = {
        "page_obj": page,
        "rows": [(run, figures.get(run.pk)) for run in page],
        "days": runs.KEPT_DAYS,
    }
    return render(request, "matching/bin.html", context)
