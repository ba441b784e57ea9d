"""The methodical library: files and links for mentors. A file leaves through a check, as an attachment."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.training import MaterialEditForm, MaterialForm
from ..models import Material
from ..services import training as services
from ..training import trainings_of
from .files import stored

PER_PAGE = 50


def materials_of(programme):
    """Materials of the school for all mentors, and those of the programme's events."""
    return Material.objects.filter(Q(training=None) | Q(training__in=trainings_of(programme).values("pk")))


@require_safe
@requires("training.view")
def library(request):
    rows = materials_of(request.programme).select_related("training").order_by("title", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_edit": request.access.can("training.edit")}
    return render(request, "people/library.html", context)


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def material_new(request):
    asked = trainings_of(request.programme).filter(pk=0)
    if (text := request.GET.get("training", "")).isdecimal() and len(text) < 19:
        asked = trainings_of(request.programme).filter(pk=text)
    form = MaterialForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        programme=request.programme,
        initial={"training": asked.first()},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        if form.kind:
            row = services.store_file(upload=cleaned["file"], kind=form.kind, school=request.school)
        else:
            row = form.as_link(request.school)
        row.title, row.training = cleaned["title"], cleaned["training"]
        services.add_material(material=row, by=request.user)
        messages.success(request, _("“%(title)s” is added.") % {"title": row.title})
        return redirect("training_event", row.training.public_id) if row.training else redirect("library")
    return render(request, "people/material_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def material_edit(request, material_id):
    row = get_object_or_404(materials_of(request.programme), public_id=material_id)
    data = request.POST if request.method == "POST" else None
    return edit_page(
        request,
        form=MaterialEditForm(data, instance=row, programme=request.programme),
        save=lambda form: services.edit_material(
            material=row,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("library"),
        message=_("“%(title)s” is saved.") % {"title": row.title},
        template="people/material_edit.html",
        page={"material": row},
    )


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def material_remove(request, material_id):
    row = get_object_or_404(materials_of(request.programme), public_id=material_id)
    if request.method == "POST":
        services.remove_material(material=row, by=request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
        return redirect("library")
    return render(request, "people/material_remove.html", {"material": row})


@require_safe
@requires("training.view")
def material_file(request, material_id):
    row = get_object_or_404(materials_of(request.programme).exclude(file=""), public_id=material_id)
    return stored(row.file, row.file_name, row.content_type)
