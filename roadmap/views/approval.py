"""The director approves, the school publishes: pages that say what exactly, before it happens."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from ..forms.approval import ApprovalForm, PublicationForm
from ..queries import current_roadmap
from ..services import approval
from ..services.creation import outline_of
from .revisions import ACTIVITIES, compare_url, shown_changes


@require_http_methods(["GET", "POST"])
@requires("roadmap.approve")
def roadmap_approve(request):
    """What is approved: the text, its version, how it differs from the one in force; and the order."""
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return redirect("roadmap")
    outline = outline_of(roadmap)
    initial = {"order_date": request.today, "seen": approval.fingerprint(outline)}
    form = ApprovalForm(request.POST or None, initial=initial)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            revision = approval.approve(roadmap=roadmap, by=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            form, status = ApprovalForm(initial=initial | given(form)), 409
            messages.error(request, str(conflict))
        except RuleBroken as error:
            form.add_error(None, str(error))
            status = 422
        else:
            messages.success(request, _("Version %(number)s is approved.") % {"number": revision.number})
            return redirect("roadmap_revisions")
    return approve_page(request, roadmap, outline, form, status)


def given(form):
    """The order as it was typed, to be kept when the text has changed meanwhile."""
    return {name: form.cleaned_data[name] for name in ("order_number", "order_date")}


def approve_page(request, roadmap, outline, form, status):
    approved = approval.last_approved(roadmap)
    context = {
        "roadmap": roadmap,
        "outline": outline,
        "beginning": outline.part(0, ACTIVITIES),
        "has_rest": len(outline.activities) > ACTIVITIES,
        "form": form,
        "approved": approved,
        "number": approval.next_number(roadmap),
        **shown_changes(approval.changes_since_approval(roadmap, outline)),
        "compare_url": compare_url(roadmap),
        "step_count": sum(len(activity.steps) for activity in outline.activities),
    }
    return render(request, "roadmap/approve.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires("roadmap.publish")
def roadmap_publish(request):
    """The confirmation: what will be seen by everybody, with or without names."""
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return redirect("roadmap")
    initial = {"has_public_names": "yes" if roadmap.published_at and roadmap.has_public_names else "no"}
    form = PublicationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            approval.publish(roadmap=roadmap, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(title)s” is published.") % {"title": roadmap.title})
            return redirect("roadmap_publish")
    context = {
        "roadmap": roadmap,
        "form": form,
        "approved": approval.last_approved(roadmap),
        "is_changed": approval.is_changed(roadmap),
        "public_url": public_url(request, roadmap),
    }
    return render(request, "roadmap/publish.html", context, status=422 if form.errors else 200)


def public_url(request, roadmap):
    return request.build_absolute_uri(reverse("public_roadmap", args=[request.school.slug, roadmap.public_id]))


@require_POST
@requires("roadmap.publish")
def roadmap_unpublish(request):
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return redirect("roadmap")
    try:
        approval.unpublish(roadmap=roadmap, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(title)s” is not published any more.") % {"title": roadmap.title})
    return redirect("roadmap_publish")
