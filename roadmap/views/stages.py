"""A stage: what is to be done in it, and its words."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires

from ..by_hand import reminding
from ..conflicts import show_saved
from ..forms.activity import StageForm
from ..models import Activity, Stage
from ..presenters import rows_of
from ..queries import answered_by, stage_progress, with_responsible
from ..services.editing import edit_stage

PER_PAGE = 50
URGENT = ("late", "soon")
"""Rows with these statuses offer to remind those who answer."""


def living_stages():
    """Stages of the school's roadmaps; a template's ones are edited in its tree only."""
    living = Q(deleted_at=None, roadmap__deleted_at=None, roadmap__is_template=False)
    return Stage.objects.filter(living).select_related("roadmap__programme")


@require_safe
@requires("roadmap.view")
def stage(request, pk):
    progress = next(iter(stage_progress(None, request.today, living_stages().filter(pk=pk))), None)
    if progress is None:
        raise Http404
    found = progress.stage
    activities = Activity.objects.filter(stage=found, deleted_at=None).order_by("position", "pk")
    activities = activities.annotate(is_mine=answered_by(request.user, request.memberships)).select_related("stage")
    page = Paginator(with_responsible(activities), PER_PAGE).get_page(request.GET.get("page"))
    is_present = found.roadmap.programme_id == request.school.current_programme_id
    urgent = [one for one in page.object_list if is_present and one.status_on(request.today) in URGENT]
    following = Stage.objects.filter(roadmap=found.roadmap_id, deleted_at=None, position__gt=found.position).first()
    context = {
        "stage": found,
        "progress": progress,
        "page_obj": page,
        "rows": rows_of(page.object_list, request, reminding=reminding(urgent, request)),
        "following": following,
        "may_edit": request.access.can("roadmap.edit"),
    }
    return render(request, "roadmap/stage.html", context)


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def stage_edit(request, pk):
    found = get_object_or_404(living_stages(), pk=pk)
    saved = get_object_or_404(living_stages(), pk=pk)
    form = StageForm(request.POST or None, instance=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "purpose", "planned_result")}
        try:
            edit_stage(stage=saved, version=form.cleaned_data["version"], by=request.user, **fields)
        except EditConflict as error:
            form = show_saved(form, error.theirs, fields)
            return render(request, "roadmap/stage_edit.html", {"stage": saved, "form": form}, status=409)
        messages.success(request, _("Saved: “%(title)s”.") % {"title": saved.title})
        return redirect(saved)
    status = 422 if form.errors else 200
    return render(request, "roadmap/stage_edit.html", {"stage": saved, "form": form}, status=status)
