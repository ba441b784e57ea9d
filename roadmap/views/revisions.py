"""The versions of the roadmap: which are in force, what they say, how two of them differ."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..comparison import compare
from ..models import Revision
from ..outline import Outline
from ..queries import current_roadmap
from ..services import approval
from ..services.creation import outline_of

PER_PAGE = 20
ACTIVITIES = 50
CHANGES = 50


@require_safe
@requires("roadmap.view")
def roadmap_revisions(request):
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return redirect("roadmap")
    rows = Revision.objects.filter(roadmap=roadmap).defer("outline").select_related("created_by").order_by("-number")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.previous = row.number - 1
    is_changed = approval.is_changed(roadmap)
    context = {
        "roadmap": roadmap,
        "page_obj": page,
        "is_changed": is_changed,
        **shown_changes(approval.changes_since_approval(roadmap) if is_changed else []),
        "compare_url": compare_url(roadmap) if is_changed else "",
        "may_approve": request.access.can("roadmap.approve"),
        "may_publish": request.access.can("roadmap.publish"),
        "may_edit": request.access.can("roadmap.edit"),
    }
    return render(request, "roadmap/revisions.html", context)


@require_safe
@requires("roadmap.view")
def revision(request, number):
    """The text of one version, read only."""
    roadmap, row = revision_or_404(request, number)
    before = approval.approved_revisions(roadmap).filter(number__lt=row.number).first()
    outline = text_of(roadmap, row)
    page = Paginator(outline.activities, ACTIVITIES).get_page(request.GET.get("page"))
    stop = page.end_index() if page.has_next() else len(outline.activities) + 1
    part = outline.part(page.start_index() - 1, stop) if page else outline
    context = {"roadmap": roadmap, "revision": row, "outline": part, "before": before, "page_obj": page}
    return render(request, "roadmap/revision.html", context)


@require_safe
@requires("roadmap.view")
def revision_compare(request, number, other):
    """How a later version differs from an earlier one."""
    earlier, later = sorted((number, other))
    roadmap, old = revision_or_404(request, earlier)
    _roadmap, new = revision_or_404(request, later)
    changes = compare(text_of(roadmap, old), text_of(roadmap, new))
    page = Paginator(changes, CHANGES).get_page(request.GET.get("page"))
    context = {"roadmap": roadmap, "old": old, "new": new, "changes": page.object_list, "page_obj": page}
    return render(request, "roadmap/revision_compare.html", context)


def shown_changes(changes):
    """The beginning of a long difference; the page of comparison has the whole."""
    return {"changes": changes[:CHANGES], "change_count": len(changes), "has_more": len(changes) > CHANGES}


def compare_url(roadmap):
    """Where the draft of the next version is compared with the one in force; empty while there are not both."""
    draft, approved = approval.draft_of_next(roadmap), approval.last_approved(roadmap)
    return reverse("revision_compare", args=[draft.number, approved.number]) if draft and approved else ""


def revision_or_404(request, number):
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        raise Http404
    return roadmap, get_object_or_404(Revision.objects.select_related("created_by"), roadmap=roadmap, number=number)


def text_of(roadmap, revision):
    """What a version says; the draft of the next one says what the roadmap says now."""
    return Outline.from_dict(revision.outline) if revision.order_date else outline_of(roadmap)
