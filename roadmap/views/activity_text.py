"""Writing and changing an activity; when two people change it at once, both texts side by side."""

import uuid
from types import SimpleNamespace

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common import clock
from mentorship.common.errors import EditConflict
from mentorship.programmes.access import requires
from mentorship.programmes.models import AuditEvent

from ..conflicts import base_of, differences, settled
from ..forms.activity import ActivityForm, saved_text
from ..models import Party, Stage
from ..presenters import term_days
from ..queries import current_roadmap
from ..services.editing import create_activity, edit_activity
from ..services.once import once
from ..terms import explain_term
from .lookup import activity_for
from .stages import living_stages


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def activity_new(request):
    stage = stage_of_new(request)
    programme = stage.roadmap.programme
    form = ActivityForm(
        request.POST or None, programme=programme, today=request.today, initial={"form_key": uuid.uuid4()}
    )
    if request.method == "POST" and form.is_valid():

        def act():
            row = create_activity(stage=stage, text=form.text(request.school), by=request.user)
            messages.success(request, said(_("The activity “%(title)s” has been added."), row))
            return row.get_absolute_url()

        return redirect(once(school=request.school, key=form.cleaned_data["form_key"], act=act))
    stages = Stage.objects.filter(roadmap=stage.roadmap, deleted_at=None)
    context = {"form": form, "stage": stage, "stages": stages, "activity": None}
    return render(request, "roadmap/activity_edit.html", context, status=422 if form.errors else 200)


def stage_of_new(request):
    """The stage that the address names, else the first one of the current roadmap."""
    asked = request.POST.get("stage") or request.GET.get("stage") or ""
    if asked.isdecimal():
        return get_object_or_404(living_stages(), pk=asked)
    first = living_stages().filter(roadmap=current_roadmap(request.programme)).first()
    if first is None:
        raise Http404
    return first


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def activity_edit(request, pk):
    row = activity_for(request, pk, "roadmap.edit")
    programme = row.stage.roadmap.programme
    saved = saved_text(row, programme)
    data = settled(request.POST, saved) if request.method == "POST" else None
    initial = saved | {"base": base_of(saved)}
    form = ActivityForm(data, programme=programme, today=request.today, initial=initial, saved_term=row.term)
    if data is not None and form.is_valid():
        try:
            with transaction.atomic():
                version = form.cleaned_data["version"] or 0
                edit_activity(activity=row, version=version, text=form.text(request.school), by=request.user)
        except EditConflict:
            return show_conflict(request, row, form)
        messages.success(request, said(_("The activity “%(title)s” has been saved."), row))
        return redirect(row)
    context = {"form": form, "stage": row.stage, "stages": [], "activity": row}
    return render(request, "roadmap/activity_edit.html", context, status=422 if form.errors else 200)


def said(text, row):
    """The message, with the days that the words of the term were read as."""
    days = term_days(row)
    text = text % {"title": row.title}
    return f"{text} " + _("Term: %(days)s") % {"days": days} if days else text


def show_conflict(request, row, form):
    """Both texts field by field; nothing is written and nothing is lost."""
    row.refresh_from_db()
    theirs = saved_text(row, row.stage.roadmap.programme)
    labels = {str(party.pk): party.full_title for party in Party.objects.all()}
    event = AuditEvent.objects.about(row).first()
    context = {
        "activity": row,
        "stage": row.stage,
        "who": event.actor_name if event else "",
        "at": clock.local(event.at, request.school.time_zone) if event else None,
        "differences": differences(form, theirs, labels),
        "kept": kept_fields(form.data, theirs["version"]),
    }
    return render(request, "roadmap/activity_conflict.html", context, status=409)


def kept_fields(data, version):
    """Everything that was typed, to be sent again with the choice, and the version that it is compared with next."""
    left_out = ("csrfmiddlewaretoken", "version")
    kept = [(name, value) for name in data if name not in left_out for value in data.getlist(name)]
    typed = [(name, value) for name, value in kept if not name.startswith(("choice-", "merged-"))]
    return [*typed, ("version", version)]


@require_safe
@requires("roadmap.edit")
def activity_term(request):
    """What the words of a term are read as, shown while they are typed."""
    programme = request.programme
    if not programme:
        raise Http404
    term, doubt = explain_term(request.GET.get("term_text", "")[:300], programme.starts_on, programme.ends_on)
    days = term_days(SimpleNamespace(first_on=term.first, last_on=term.last))
    return render(request, "roadmap/_term.html", {"days": days, "doubt": doubt})
