"""Who chose whom after a group meeting, mutual choices first."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.common import pdf, xlsx
from mentorship.people.names import name_key
from mentorship.people.services.printing import record_paper
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..chosen import MENTEE_SIDE, MENTOR_SIDE
from ..meeting_papers import CHOICES_TITLE, choices_table
from ..mutual import mutual_choices, sides_of, unwanted_of
from .meetings import campaigns_of, meeting_for

PER_PAGE = 50
IS = {
    "mutual": lambda row: row.rank == 0,
    "one": lambda row: row.rank == 1,
    "none": lambda row: row.rank == 2,
    "nobody": lambda row: row.has_named_nobody,
    "silent": lambda row: not row.has_answered,
}


def side_of(request):
    return MENTOR_SIDE if request.GET.get("side") == MENTOR_SIDE else MENTEE_SIDE


@require_safe
@requires("matching.choices")
def matching_choices(request, meeting_id):
    """``?kind=`` narrows to mutual choices, one-sided ones, those without any, those who named nobody, the silent."""
    meeting = meeting_for(request, meeting_id)
    sides, side = sides_of(meeting), side_of(request)
    rows = mutual_choices(sides, side)
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    words = name_key(text).split()
    shown = [row for row in rows if kind not in IS or IS[kind](row)]
    shown = [row for row in shown if all(word in row.person.name_key for word in words)]
    context = {
        "meeting": meeting,
        "campaigns": campaigns_of(meeting),
        "side": side,
        "total": len(rows),
        "counts": {name: sum(map(is_of, rows)) for name, is_of in IS.items()},
        "kind": kind if kind in IS else "",
        "q": text,
        "page_obj": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "unwanted": unwanted_of(sides),
    }
    return render(request, "matching/choices.html", context)


@require_safe
@requires("matching.choices")
def matching_choices_file(request, meeting_id, extension):
    meeting = meeting_for(request, meeting_id)
    make = FILES.get(extension)
    if make is None:
        raise Http404
    side = side_of(request)
    rows = mutual_choices(sides_of(meeting), side)
    people = [row.person for row in rows]
    record_paper(
        people, title=CHOICES_TITLE, programme=meeting.programme, by=request.user, day=request.today, row=meeting
    )
    return paper(*make(choices_table(rows, side)), f"{CHOICES_TITLE}.{extension}")


FILES = {
    "pdf": lambda table: (pdf.table_to_pdf(table), pdf.MIME),
    "xlsx": lambda table: (xlsx.table_to_xlsx(table), xlsx.MIME),
}
