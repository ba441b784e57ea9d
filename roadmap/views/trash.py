"""The bin: what was thrown away within thirty days, and the way back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..models import Roadmap
from ..services import tree as acts
from ..services.templates import restore_roadmap
from ..trash import KEPT_DAYS, thrown_away
from .tree import PARENTS, address_of, back_to

PER_PAGE = 50


@require_safe
@requires("roadmap.edit")
def trash(request):
    page = Paginator(thrown_away(clock.now()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "roadmap/trash.html", {"page_obj": page, "days": KEPT_DAYS})


@require_POST
@requires("roadmap.edit")
def trash_restore(request, kind, pk):
    """Bring a row back: from the bin, or by «Undo» in a message."""
    if kind == "roadmap":
        roadmap = restore_roadmap(roadmap=get_object_or_404(Roadmap, pk=pk), by=request.user)
        messages.success(request, _("“%(title)s” is restored.") % {"title": roadmap.title})
        return redirect(address_of(roadmap))
    if kind not in acts.KINDS:
        raise Http404
    node = get_object_or_404(acts.KINDS[kind].objects.select_related(PARENTS[kind]), pk=pk)
    try:
        acts.restore(node=node, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("trash")
    messages.success(request, _("“%(title)s” is restored.") % {"title": node.title})
    return back_to(node)
