"""The first page of the matching: who is ready, the button that makes a draft, the drafts."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..models import Exclusion, MatchingRun
from ..readiness import readiness_of, waiting_answers
from ..workbench import figures_of

PER_PAGE = 20
State = MatchingRun.State
LOOKS = {
    State.WAITING: "work",
    State.COUNTING: "work",
    State.READY: "check",
    State.IMPOSSIBLE: "late",
    State.FAILED: "late",
    State.CANCELLED: "skip",
    State.APPROVED: "done",
}
"""state of a draft -> look of its tag."""


@require_safe
@requires("matching.view")
def matching(request):
    if request.programme is None:
        return render(request, "matching/index.html", {"ready": None})
    runs = MatchingRun.objects.filter(programme=request.programme, deleted_at=None)
    runs = runs.select_related("form", "started_by", "order").defer("snapshot", "problem")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    figures = figures_of(*page)
    ready = readiness_of(request.programme, request.today)
    context = {
        "ready": ready,
        "lines": lines_of(request, ready),
        "new_url": address_of("matching_new"),
        "waiting": waiting_answers(request.programme) if request.access.can("people.edit") else 0,
        "forms": request.programme.forms.all(),
        "page_obj": page,
        "rows": [(run, figures.get(run.pk), LOOKS[run.state]) for run in page],
        "links": links_of(request),
        "may_edit": request.access.can("matching.edit"),
    }
    return render(request, "matching/index.html", context)


def lines_of(request, ready):
    """The two sides: how many are ready, the list of them, and what the others lack. Mentors with a mentee and a free
    place stand among those in a pair, so there is no one list of all when there are such."""
    sees = request.access.can("people.view")
    return [
        {
            "title": _("Mentors"),
            "count": ready.mentors,
            "places": ready.places,
            "address": f"{reverse('mentors')}?funnel=ready" if sees and not ready.with_mentees else "",
            "lacks": ready.lacks_of_mentors,
        },
        {
            "title": _("Mentees"),
            "count": ready.mentees,
            "places": None,
            "address": f"{reverse('mentees')}?funnel=ready" if sees else "",
            "lacks": ready.lacks_of_mentees,
        },
    ]


def links_of(request):
    """``[(words, address, count)]`` of the neighbouring pages; those that the product does not have are left out."""
    apart = Exclusion.objects.filter(programme=request.programme).count()
    links = [
        (_("Rules"), "matching_rules", None),
        (_("Keep apart"), "matching_exclusions", apart),
        (_("Group meetings"), "matching_meetings", None),
        (_("Orders"), "pair_orders", None),
        (_("Bin of drafts"), "matching_bin", None),
    ]
    return [(words, address, count) for words, name, count in links if (address := address_of(name))]


def address_of(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
