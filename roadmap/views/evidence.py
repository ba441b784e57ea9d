"""Proofs of completion: adding, taking away, and files that leave only through a check."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires

from ..conflicts import show_saved
from ..forms.proofs import EvidenceForm, StepForm
from ..models import Evidence, Step
from ..services import activities as acts
from ..services import evidence as proofs
from ..services.once import once
from .activity_page import render_activity
from .lookup import activity_for


def with_stored_file(request, form, act):
    """Store the file of a form, run the act with it once, and take the file back when nothing was written."""
    file = None
    if form.kind:
        file = proofs.store(upload=form.cleaned_data["file"], kind=form.kind, school=request.school)
    is_used = []
    try:
        once(school=request.school, key=form.cleaned_data["form_key"], act=lambda: act(file) or is_used.append(1) or "")
    finally:
        if not is_used:
            proofs.discard(file)


@require_POST
@requires("activity.complete", own=True)
def evidence_new(request, pk):
    row = activity_for(request, pk, "activity.complete")
    form = EvidenceForm(request.POST, request.FILES, prefix="proof")
    if not form.is_valid():
        return render_activity(request, row, evidence_form=form, status=422)

    def act(file):
        proofs.attach(activity=row, by=request.user, url=form.cleaned_data["url"], file=file)

    with_stored_file(request, form, act)
    messages.success(request, _("The proof has been added to “%(title)s”.") % {"title": row.title})
    return redirect(f"{row.get_absolute_url()}#proofs")


@require_POST
@requires("activity.complete", own=True)
def step_describe(request, pk):
    step = get_object_or_404(Step, pk=pk, deleted_at=None)
    row = activity_for(request, step.activity_id, "activity.complete")
    may_plan = request.access.can("roadmap.edit")
    form = StepForm(request.POST, request.FILES, prefix=f"step{step.pk}", instance=step, may_plan=may_plan)
    if not form.is_valid():
        return render_activity(request, row, step_form=form, status=422)
    saved, cleaned = Step.objects.get(pk=step.pk), form.cleaned_data

    def act(file):
        acts.describe_step(
            step=saved, version=cleaned["version"], by=request.user, url=cleaned["url"], file=file, **form.described()
        )

    try:
        with_stored_file(request, form, act)
    except EditConflict as error:
        form = show_saved(form, error.theirs, form.described())
        return render_activity(request, row, step_form=form, status=409)
    messages.success(request, _("Saved: “%(title)s”.") % {"title": saved.title})
    return redirect(f"{row.get_absolute_url()}#step{step.pk}")


@require_http_methods(["GET", "POST"])
@requires("activity.complete", own=True)
def evidence_remove(request, public_id):
    proof = get_object_or_404(Evidence.objects.select_related("activity"), public_id=public_id)
    row = activity_for(request, proof.activity_id, "activity.complete")
    if request.method == "POST":
        name = str(proof)
        proofs.remove(proof=proof, by=request.user)
        messages.success(request, _("Removed: %(name)s.") % {"name": name})
        return redirect(f"{row.get_absolute_url()}#proofs")
    return render(request, "roadmap/evidence_remove.html", {"activity": row, "proof": proof})


@require_safe
@requires("activity.view", own=True)
def file(request, public_id):
    """A stored file as an attachment: it never opens inside the product, whatever it holds."""
    proof = get_object_or_404(Evidence.objects.exclude(file=""), public_id=public_id)
    activity_for(request, proof.activity_id)
    try:
        stream = proof.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stream, as_attachment=True, filename=proof.file_name, content_type=proof.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
