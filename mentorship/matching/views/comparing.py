"""Two drafts side by side: their figures, and the mentees whom they give different mentors."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.people.names import name_key
from mentorship.programmes.access import requires

from ..differences import changed, differences_of, mentees_of
from ..workbench import Figures, figures_of
from .drafts import SHOWN, drafts_of

PER_PAGE = 50


@require_safe
@requires("matching.view")
def matching_compare(request, run_id, other_run_id):
    """``?with=<draft>`` leads to another pair of drafts; ``?all=1`` shows those too who have the same mentor."""
    drafts = drafts_of(request.programme).filter(state__in=SHOWN).defer("snapshot", "problem")
    left, right = (get_object_or_404(drafts, public_id=one) for one in (other_run_id, run_id))
    others = drafts.exclude(pk=right.pk)
    if asked := request.GET.get("with"):
        other = next((one for one in others if str(one.public_id) == asked), None)
        if other and other != left:
            return redirect("matching_compare", right.public_id, other.public_id)
    rows, text, shows_all = mentees_of(left, right), request.GET.get("q", "").strip()[:100], "all" in request.GET
    differing = changed(rows)
    shown = rows if shows_all else differing
    for word in name_key(text).split():
        shown = shown.filter(person__name_key__contains=word)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counted = figures_of(left.pk, right.pk)
    context = {
        "left": left,
        "right": right,
        "others": others,
        "figures": figures_side_by_side(counted.get(left.pk, Figures()), counted.get(right.pk, Figures())),
        "count": differing.count(),
        "page_obj": page,
        "rows": differences_of(page),
        "q": text,
        "shows_all": shows_all,
    }
    return render(request, "matching/compare.html", context)


def figures_side_by_side(left, right):
    """``[(title, of the left, of the right)]``."""
    titles = {
        "mentees": _("Mentees"),
        "paired": _("With a mentor"),
        "unpaired": _("Without a pair"),
        "mean": _("Mean score"),
        "locked": _("Locked"),
    }
    return [(title, getattr(left, name), getattr(right, name)) for name, title in titles.items()]
