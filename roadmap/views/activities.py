"""The page of an activity and what is done with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import AuditEvent

from ..forms.proofs import CompleteForm, ReasonForm, SendBackForm
from ..models import Activity, Step
from ..presenters import history_of
from ..services import activities as acts
from ..services import evidence as proofs
from ..services.once import once
from .activity_page import render_activity
from .lookup import activity_for, decides, remember_undo, safe_next

Status = Activity.Status
HISTORY_PAGE = 50


@require_safe
@requires("activity.view", own=True)
def activity(request, pk):
    return render_activity(request, activity_for(request, pk))


@require_http_methods(["GET", "POST"])
@requires("activity.complete", own=True)
def activity_complete(request, pk):
    """Completing stands on the activity's own page; the address of the form shows it again when something is wrong."""
    row = activity_for(request, pk, "activity.complete")
    if request.method != "POST":
        return redirect(f"{row.get_absolute_url()}#complete")
    form = CompleteForm(request.POST, request.FILES, today=request.today)
    if form.is_valid():
        try:
            return redirect(complete(request, row, form))
        except RuleBroken as error:
            form.add_error(None, str(error))
    return render_activity(request, row, complete_form=form, status=422)


def complete(request, row, form):
    """Store the file, then write everything in one transaction; answers the address to go to."""
    cleaned, snapshot = form.cleaned_data, acts.snapshot_of(row)
    file = proofs.store(upload=cleaned["file"], kind=form.kind, school=request.school) if form.kind else None
    is_used = False

    def act():
        nonlocal is_used, row
        row, added = acts.complete(
            activity=row,
            by=request.user,
            done_on=cleaned["done_on"],
            actual_result=cleaned["actual_result"],
            url=cleaned["url"],
            file=file,
            needs_check=request.school.needs_approval and not decides(request),
        )
        snapshot["proofs"] = [proof.pk for proof in added]
        is_used = True
        return row.get_absolute_url()

    try:
        address = once(school=request.school, key=cleaned["form_key"], act=act)
    except Exception:
        proofs.discard(file)
        raise
    if is_used:
        tell(request, row, snapshot, address)
    else:
        proofs.discard(file)
    return address


TOLD = {
    Status.PLAN: gettext_lazy("The activity “%(title)s” has been put back."),
    Status.WORK: gettext_lazy("The activity “%(title)s” is in progress."),
    Status.CHECK: gettext_lazy("The activity “%(title)s” has been sent for a check."),
    Status.DONE: gettext_lazy("The activity “%(title)s” has been marked as done."),
    Status.SKIP: gettext_lazy("The activity “%(title)s” has been marked as not required."),
}


def tell(request, row, snapshot, back):
    """Say what has happened, naming the activity, and offer to undo it."""
    text = TOLD[row.status] % {"title": row.title}
    messages.success(request, text, extra_tags=remember_undo(request, row, snapshot, back))


def act_and_go_back(request, row, service, **circumstances):
    """Run a service on an activity, tell what happened and go back to where the button was."""
    back = safe_next(request, row.get_absolute_url())
    snapshot = acts.snapshot_of(row)
    try:
        changed = service(activity=row, by=request.user, **circumstances)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        tell(request, changed, snapshot, back)
    return redirect(back)


@require_POST
@requires("activity.complete", own=True)
def activity_start(request, pk):
    return act_and_go_back(request, activity_for(request, pk, "activity.complete"), acts.start)


@require_POST
@requires("activity.complete", own=True)
def activity_reopen(request, pk):
    return act_and_go_back(request, activity_for(request, pk, "activity.complete"), acts.reopen)


@require_POST
@requires("activity.complete")
def activity_approve(request, pk):
    return act_and_go_back(request, activity_for(request, pk, "activity.complete"), acts.approve, today=request.today)


@require_http_methods(["GET", "POST"])
@requires("activity.complete")
def activity_send_back(request, pk):
    row = activity_for(request, pk, "activity.complete")
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return act_and_go_back(request, row, acts.send_back, comment=form.cleaned_data["comment"])
    context = {"activity": row, "form": form, "heading": _("Send back"), "action": _("Send back")}
    return render(request, "roadmap/activity_reason.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("activity.complete")
def activity_skip(request, pk):
    row = activity_for(request, pk, "activity.complete")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return act_and_go_back(request, row, acts.skip, reason=form.cleaned_data["reason"])
    context = {"activity": row, "form": form, "heading": _("Not required"), "action": _("Mark as not required")}
    return render(request, "roadmap/activity_reason.html", context, status=422 if form.errors else 200)


@require_POST
@requires("activity.complete", own=True)
def activity_move(request, pk):
    """A card of the board goes to another column."""
    row = activity_for(request, pk, "activity.complete")
    target = request.POST.get("status")
    if target == Status.SKIP and decides(request):
        return redirect("activity_skip", pk=row.pk)
    if target == Status.PLAN:
        return act_and_go_back(request, row, acts.set_aside)
    if target == Status.WORK:
        return act_and_go_back(request, row, back_to_work(row, request))
    if target == Status.DONE and row.status == Status.CHECK and decides(request):
        return act_and_go_back(request, row, acts.approve, today=request.today)
    if target == Status.DONE:
        return act_and_go_back(request, row, complete_at_once(request), done_on=request.today)
    messages.error(request, _("Choose where to move the activity."))
    return redirect(safe_next(request, row.get_absolute_url()))


def back_to_work(row, request):
    """The act that brings a card into progress from where it is."""
    if row.status == Status.CHECK and decides(request):
        return send_back_without_words
    return acts.reopen if row.is_closed else acts.start


def send_back_without_words(*, activity, by):
    return acts.send_back(activity=activity, by=by, comment="")


def complete_at_once(request):
    needs_check = request.school.needs_approval and not decides(request)

    def service(**arguments):
        return acts.complete(**arguments, needs_check=needs_check)[0]

    return service


@require_POST
@requires("activity.complete", own=True)
def activity_undo(request, pk):
    row = activity_for(request, pk, "activity.complete")
    kept = request.session.get("undo", {})
    offer = kept.pop(str(row.pk), None)
    if offer is None:
        messages.error(request, _("There is nothing to undo any more."))
        return redirect(row)
    request.session["undo"] = kept
    try:
        acts.undo(activity=row, snapshot=offer["before"], version=offer["version"], by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone: “%(title)s” is as it was.") % {"title": row.title})
    return redirect(offer["back"])


@require_POST
@requires("activity.complete", own=True)
def activity_steps(request, pk):
    """The checklist as a whole, for pages without JavaScript; only what the person changed is written."""
    row = activity_for(request, pk, "activity.complete")
    shown, was, ticked = (set(request.POST.getlist(name)) for name in ("shown", "was", "done"))
    ticks = {key: key in ticked for key in shown if (key in ticked) != (key in was)}
    changed = acts.tick_many(activity=row, ticks=ticks, by=request.user, today=request.today)
    messages.success(request, _("The ticks have been saved.") if changed else _("Nothing has been changed."))
    return redirect(f"{row.get_absolute_url()}#steps")


@require_POST
@requires("activity.complete", own=True)
def step_toggle(request, pk):
    """One tick. htmx sends the ticks of the whole form along, so the step looks for its own number.

    Under htmx the checklist comes back, else the page.
    """
    step = get_object_or_404(Step.objects.select_related("activity"), pk=pk, deleted_at=None)
    row = activity_for(request, step.activity_id, "activity.complete")
    try:
        acts.tick(step=step, is_done=str(step.pk) in request.POST.getlist("done"), by=request.user, today=request.today)
    except EditConflict:
        messages.error(request, _("Somebody has changed this step in the meantime. Look at it and tick it again."))
    if request.htmx:
        return render_activity(request, row, template="roadmap/_steps.html")
    return redirect(f"{row.get_absolute_url()}#steps")


@require_safe
@requires("activity.view", own=True)
def activity_history(request, pk):
    row = activity_for(request, pk)
    page = Paginator(AuditEvent.objects.about(row), HISTORY_PAGE).get_page(request.GET.get("page"))
    lines = history_of(page.object_list)
    return render(request, "roadmap/activity_history.html", {"activity": row, "page_obj": page, "lines": lines})
