"""Two drafts side by side: their figures, and the mentees whom they give different mentors."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mentorship.people.names import name_key
from mentorship.programmes.access import requires

from ..differences import changed, differences_of, figures_of, mentees_of
from .drafts import SHOWN, drafts_of

PER_PAGE = 50
FIGURES = (
    ("mentees", _("Mentees"), ""),
    ("paired", _("With a mentor"), "matching_run"),
    ("unpaired", _("Without a pair"), "matching_unpaired"),
    ("served", _("Mentors with a pair"), ""),
    ("mean", _("Mean score"), ""),
    ("least", _("Lowest score"), ""),
    ("locked", _("Pairs locked"), ""),
)
"""Figure, its title, the page that lists what it counts."""


@require_safe
@requires("matching.view")
def matching_compare(request, run_id, other_run_id):
    """``?with=<draft>`` leads to another pair of drafts; ``?all=1`` shows those too who have the same mentor. Twice the
    same draft asks for the last one beside it."""
    drafts = drafts_of(request.programme).filter(state__in=SHOWN).defer("snapshot", "problem")
    left, right = (get_object_or_404(drafts, public_id=one) for one in (other_run_id, run_id))
    others = list(drafts.exclude(pk=right.pk))
    asked = request.GET.get("with")
    other = next((one for one in others if left == right or str(one.public_id) == asked), None)
    if other and other != left:
        return redirect("matching_compare", right.public_id, other.public_id)
    rows, text, shows_all = mentees_of(left, right), request.GET.get("q", "").strip()[:100], "all" in request.GET
    differing = changed(rows)
    shown = rows if shows_all else differing
    for word in name_key(text).split():
        shown = shown.filter(person__name_key__contains=word)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "left": left,
        "right": right,
        "others": others,
        "figures": side_by_side(left, right),
        "count": differing.count(),
        "page_obj": page,
        "rows": differences_of(page),
        "q": text,
        "shows_all": shows_all,
    }
    return render(request, "matching/compare.html", context)


def side_by_side(left, right):
    """``[(title, [(number, address) of the left draft and of the right one])]``."""
    found = figures_of(left, right)
    return [
        (title, [cell(run, found.get(run.pk, {}).get(name), page) for run in (left, right)])
        for name, title, page in FIGURES
    ]


def cell(run, number, page):
    """A figure and where it leads; a number that is not there leads nowhere."""
    return number, reverse(page, args=[run.public_id]) if page and number else ""
