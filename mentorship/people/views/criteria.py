"""The criteria by which a school selects its mentors."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires

from ..forms.selection import CriterionForm
from ..models import Criterion
from ..services import selection as services

DELETED = "deleted_criterion"
STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
@requires("selection.edit")
def selection_criteria(request):
    form = CriterionForm(request.POST or None, instance=Criterion(school=request.school))
    if request.method == "POST" and form.is_valid():
        row = services.add_criterion(school=request.school, title=form.cleaned_data["title"], by=request.user)
        messages.success(request, _("“%(title)s” is added.") % {"title": row.title})
        return redirect("selection_criteria")
    page = {"form": form, "rows": list(Criterion.objects.all())}
    return render(request, "people/criteria.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("selection.edit")
def criterion_edit(request, criterion_pk):
    row = get_object_or_404(Criterion, pk=criterion_pk)
    title = row.title
    form = CriterionForm(request.POST or None, instance=row)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_criterion(criterion=row, by=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            form.add_error("title", _("Somebody has renamed it: “%(title)s”.") % {"title": conflict.theirs.title})
            form.data = form.data.dict() | {"seen": conflict.theirs.title}
            status = 409
        else:
            messages.success(request, _("“%(title)s” is saved.") % {"title": row.title})
            return redirect("selection_criteria")
    return render(request, "people/criterion.html", {"form": form, "title": title}, status=status)


@require_POST
@requires("selection.edit")
def criterion_move(request, criterion_pk):
    row = get_object_or_404(Criterion, pk=criterion_pk)
    if step := STEPS.get(request.POST.get("direction")):
        services.move_criterion(criterion=row, step=step, by=request.user)
    return redirect(f"{reverse('selection_criteria')}#criterion-{row.pk}")


@require_POST
@requires("selection.edit")
def criterion_delete(request, criterion_pk):
    row = get_object_or_404(Criterion, pk=criterion_pk)
    request.session[DELETED] = services.delete_criterion(criterion=row, by=request.user)
    undo = f"undo:{reverse('criterion_restore')}"
    messages.success(request, _("“%(title)s” is removed.") % {"title": row.title}, extra_tags=undo)
    return redirect("selection_criteria")


@require_POST
@requires("selection.edit")
def criterion_restore(request):
    kept = request.session.pop(DELETED, None)
    row = services.restore_criterion(school=request.school, kept=kept, by=request.user) if kept else None
    if row:
        messages.success(request, _("“%(title)s” is back.") % {"title": row.title})
    else:
        messages.error(request, _("There is nothing to put back: such a criterion is in the list."))
    return redirect("selection_criteria")
