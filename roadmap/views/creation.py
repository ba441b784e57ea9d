"""A new roadmap: choose what it is made from, check it, create it. And the school's own templates."""

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import Group, Membership, Programme

from ..builtin import all_builtin
from ..forms.creation import NEW, Colleagues, RoadmapForm, TemplateForm, school_year
from ..models import Roadmap
from ..services import templates
from ..services.binding import suggested
from ..services.once import once
from .tree import address_of

COPIES = 5
OWN = 50
ACTIVITIES = 50


@require_safe
@requires("roadmap.edit")
def roadmap_new(request):
    """What a new roadmap may be made from. Each choice is a link to its check page."""
    return render(
        request,
        "roadmap/new.html",
        {
            "builtin": [(one, uuid.uuid4()) for one in all_builtin()],
            "own": templates.own_templates()[:OWN],
            "copies": templates.earlier_roadmaps()[:COPIES],
        },
    )


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def roadmap_new_check(request, source):
    """The roadmap as it will be: stages, activities, days; who stands behind the roles."""
    source = source_or_404(source)
    form = form_for(request, source)
    calendar = ask(request, form, source)
    if request.method == "POST" and form.is_valid():
        return redirect(create(request, form, source))
    return check_page(request, form, source, calendar, status=422 if form.is_bound else 200)


@require_POST
@requires("roadmap.edit")
def roadmap_new_preview(request, source):
    """The same page with the terms counted for other days; nothing is written."""
    source = source_or_404(source)
    form = form_for(request, source)
    calendar = ask(request, form, source)
    return check_page(request, form, source, calendar, status=200 if form.is_valid() else 422)


def source_or_404(key):
    source = templates.source_by_key(key)
    if source is None:
        raise Http404
    return source


def form_for(request, source):
    current = request.programme if request.programme and request.programme.ends_on >= request.today else None
    is_current = Q(pk=request.programme.pk if request.programme else None)
    programmes = Programme.objects.filter(Q(ends_on__gte=request.today) | is_current)
    starts, ends = school_year(request.today)
    years = f"{starts.year}–{ends.year}"
    initial = {
        "form_key": uuid.uuid4(),
        "programme": str(current.pk) if current and not source.is_copy else NEW,
        "new_title": _("Mentoring programme %(years)s") % {"years": years},
        "starts_on": starts,
        "ends_on": ends,
    }
    return RoadmapForm(request.POST or None, initial=initial, programmes=programmes)


def ask(request, form, source):
    """Complete the form with the roadmap's own questions; answer the days that its terms are counted with."""
    if form.is_bound:
        form.is_valid()
        calendar = form.calendar()
    else:
        chosen = form.programmes.get(form.initial["programme"])
        calendar = (chosen.starts_on, chosen.ends_on) if chosen else None
    calendar = calendar or school_year(request.today)
    outline = source.outline(*calendar)
    form.initial.setdefault("title", outline.title)
    members = tuple(Membership.objects.active_on(request.today).select_related("user"))
    form.ask_about(outline.parties, Colleagues(members, tuple(Group.objects.all())), suggested(outline, members))
    form.outline = outline
    if form.is_bound:
        form.full_clean()
    return calendar


def create(request, form, source):
    """Create once, however often the button is pressed; answer where to go."""

    def act():
        roadmap = templates.create_from(source=source, plan=form.plan(), school=request.school, by=request.user)
        messages.success(request, _("Created: “%(title)s”.") % {"title": roadmap.title})
        current = roadmap.school.current_programme_id
        return reverse("roadmap") if roadmap.programme_id == current else address_of(roadmap)

    return once(school=request.school, key=form.cleaned_data["form_key"], act=act)


def check_page(request, form, source, calendar, status):
    taken = Roadmap.objects.living().filter(programme__in=form.programmes.values()).values_list("programme", flat=True)
    context = {"form": form, "source": source, "calendar": calendar, "taken": bool(taken)}
    rest = max(len(form.outline.activities) - ACTIVITIES, 0)
    context |= {"outline": form.outline.part(0, ACTIVITIES), "rest": rest}
    return render(request, "roadmap/new_check.html", context, status=status)


@require_POST
@requires("roadmap.edit")
def template_create(request):
    """Keep a template of the product or a roadmap as the school's own template, to be edited as a tree."""
    form = TemplateForm(request.POST)
    source = source_or_404(request.POST.get("source", ""))
    if not form.is_valid():
        messages.error(request, _("Give the template a title."))
        return redirect("roadmap_new")

    def act():
        template = templates.save_as_template(
            source=source,
            title=form.cleaned_data["title"],
            school=request.school,
            by=request.user,
            today=request.today,
        )
        messages.success(request, _("The template “%(title)s” is kept.") % {"title": template.title})
        return address_of(template)

    return redirect(once(school=request.school, key=form.cleaned_data["form_key"], act=act))


@require_POST
@requires("roadmap.edit")
def roadmap_delete(request, pk):
    """A template or a draft into the bin."""
    roadmap = get_object_or_404(Roadmap, pk=pk, deleted_at=None)
    try:
        templates.throw_away_roadmap(roadmap=roadmap, version=roadmap.version, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(address_of(roadmap))
    undo = reverse("trash_restore", args=["roadmap", roadmap.pk])
    messages.success(request, _("“%(title)s” is in the bin.") % {"title": roadmap.title}, extra_tags=f"undo:{undo}")
    return redirect("roadmap_new")
