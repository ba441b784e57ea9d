"""The workbench: the pairs of a draft, reviewed, locked, sent on to be computed again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentor
from mentorship.programmes.access import requires

from ..clashes import clash_of
from ..forms.workbench import LockAboveForm, PairFilterForm
from ..models import Proposal
from ..services import locking
from ..workbench import (
    ORDERS,
    PER_PAGE,
    Figures,
    figures_of,
    groups_of,
    least_points,
    pairs_of,
    rows_of,
    sections_of,
    weights_of,
)
from .drafts import PAIR, SHOWN, State, back_to, draft_for, may_edit, telling_for

UNDO = "matching_locks"
FIRST_UNPAIRED = 5


@require_safe
@requires("matching.view")
def matching_run(request, run_id):
    run = draft_for(request, run_id)
    if run.state not in SHOWN:
        context = {"run": run, "may_edit": request.access.can("matching.edit"), "problem": clash_of(run.problem)}
        return render(request, "matching/run_state.html", context)
    return workbench_page(request, run)


def workbench_page(request, run, *, above=None, status=200):
    """The page of a draft; ``above`` is the form of a lock for many that could not be read."""
    counted = figures_of(run.pk, run.parent_id)
    figures = counted.get(run.pk, Figures())
    form = PairFilterForm(request.GET, run=run, order=usual_order(run))
    page = page_of(request, run, form, figures)
    rows = rows_of(run, pairs_on(run, page), telling_for(request, run))
    context = {
        "run": run,
        "figures": figures,
        "before": counted.get(run.parent_id),
        "weights": weights_of(run.rules),
        "groups": groups_of(run.rules),
        "filter_form": form,
        "is_filtered": bool(form.wanted),
        "mentor": mentor_of(form),
        "page_obj": page,
        "sections": sections_of(rows, form.order),
        "order": form.order,
        "unpaired": unpaired_of(run) if figures.unpaired and not form.wanted else [],
        "may_edit": may_edit(request, run),
        "may_approve": run.state == State.READY and request.access.can("matching.approve"),
        "above": above or LockAboveForm(initial={"points": 80}, auto_id="above_%s"),
    }
    return render(request, "matching/run.html", context, status=status)


def usual_order(run):
    """Groups are read together with their mentors."""
    return "mentor" if (run.rules or {}).get("policy") == "group" else "best"


def page_of(request, run, form, figures):
    """The pairs that are shown; how many there are is known already where nothing is filtered."""
    pairs = form.narrowed(pairs_of(run)).order_by(*ORDERS[form.order])
    pages = Paginator(pairs.values_list("pk", flat=True), PER_PAGE)
    if not form.wanted:
        pages.count = figures.paired
    return pages.get_page(request.GET.get("page"))


def pairs_on(run, page):
    """The pairs of a page with both people. Which ones they are is asked apart: put in order are numbers alone, so a
    database that does not know yet how many rows there are does not join all of them."""
    found = pairs_of(run).select_related(*PAIR).in_bulk(list(page))
    return [found[number] for number in page]


def mentor_of(form):
    """The mentor whose pairs alone are asked for."""
    asked = form.wanted.get("mentor")
    return Mentor.objects.filter(public_id=asked).select_related("person").first() if asked else None


def unpaired_of(run):
    rows = Proposal.objects.filter(run=run, mentor=None).select_related("mentee__person__school_class")
    return rows.order_by("mentee__person__name_key", "pk")[:FIRST_UNPAIRED]


@require_POST
@requires("matching.edit")
def matching_lock(request, run_id):
    """Ticks that were set or taken away since the page was made: what somebody else has ticked meanwhile stays."""
    run = draft_for(request, run_id)
    if "one" in request.GET:
        return lock_one(request, run)
    shown, was, ticked = (numbers(request.POST.getlist(name)) for name in ("shown", "was", "locked"))
    try:
        locking.lock(run, shown & ticked - was)
        locking.unlock(run, shown & was - ticked)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(run)
    locked = figures_of(run.pk).get(run.pk, Figures()).locked
    words = ngettext("%(count)d pair of the draft is locked.", "%(count)d pairs of the draft are locked.", locked)
    messages.success(request, words % {"count": locked})
    return redirect(back_to(request, run))


def numbers(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 19}


def lock_one(request, run):
    """One tick; a browser with scripts gets the row back, and the number of locked pairs with it."""
    wanted = numbers([request.GET["one"]])
    act = locking.lock if wanted & numbers(request.POST.getlist("locked")) else locking.unlock
    pair = get_object_or_404(pairs_of(run), pk__in=wanted)
    try:
        act(run, wanted)
    except RuleBroken as error:
        messages.error(request, str(error))
    pair = pairs_of(run).select_related(*PAIR).get(pk=pair.pk)
    context = {
        "run": run,
        "row": rows_of(run, [pair], telling_for(request, run))[0],
        "figures": figures_of(run.pk)[run.pk],
        "may_edit": may_edit(request, run),
        "order": request.POST.get("order", ""),
    }
    return render(request, "matching/_run_locked.html", context)


@require_POST
@requires("matching.edit")
def matching_lock_many(request, run_id):
    """Lock all pairs from a score on, or all that the page shows; one press takes it back."""
    run = draft_for(request, run_id)
    form = LockAboveForm(request.POST, auto_id="above_%s")
    if "page" in request.POST:
        asked = numbers(request.POST.getlist("shown"))
    elif form.is_valid():
        least = least_points(form.cleaned_data["points"])
        asked = pairs_of(run).filter(points__gte=least).values_list("pk", flat=True)
    else:
        return workbench_page(request, run, above=form, status=422)
    try:
        locked = locking.lock(run, asked)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(run)
    say_locked(request, run, locked)
    return redirect(back_to(request, run))


def say_locked(request, run, locked):
    if not locked:
        messages.info(request, _("There was nothing more to lock: these pairs are locked already."))
        return
    request.session[UNDO] = [str(run.public_id), locked]
    words = ngettext("%(count)d more pair is locked.", "%(count)d more pairs are locked.", len(locked))
    undo = reverse("matching_lock_undo", args=[run.public_id])
    messages.success(request, words % {"count": len(locked)}, extra_tags=f"undo:{undo}")


@require_POST
@requires("matching.edit")
def matching_lock_undo(request, run_id):
    run = draft_for(request, run_id)
    draft, locked = request.session.pop(UNDO, ["", []])
    try:
        freed = locking.unlock(run, locked) if draft == str(run.public_id) else []
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(run)
    if freed:
        words = ngettext("%(count)d pair is unlocked.", "%(count)d pairs are unlocked.", len(freed))
        messages.success(request, words % {"count": len(freed)})
    else:
        messages.error(request, _("There is nothing to take back."))
    return redirect(run)
