"""What both sides chose after a group meeting, mutual choices first."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.common import pdf, xlsx
from mentorship.people.names import name_key
from mentorship.people.services.printing import record_paper
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..guests import mutual_choices, unwanted_of
from ..meeting_papers import CHOICES_TITLE, choices_table
from .meetings import campaigns_of, meeting_for

PER_PAGE = 50
KINDS = ("mutual", "one", "none", "silent")


@require_safe
@requires("matching.choices")
def matching_choices(request, meeting_id):
    """``?kind=`` narrows to mutual choices, one-sided ones, those without any, and those who have not answered."""
    meeting = meeting_for(request, meeting_id)
    rows = mutual_choices(meeting)
    counts = {kind: sum(is_of(row, kind) for row in rows) for kind in KINDS}
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    shown = [row for row in rows if kind not in KINDS or is_of(row, kind)]
    shown = [row for row in shown if all(word in row.mentee.person.name_key for word in name_key(text).split())]
    context = {
        "meeting": meeting,
        "campaigns": campaigns_of(meeting),
        "total": len(rows),
        "counts": counts,
        "kind": kind,
        "q": text,
        "page_obj": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "unwanted": unwanted_of(meeting),
    }
    return render(request, "matching/choices.html", context)


def is_of(row, kind):
    return {"mutual": row.rank == 0, "one": row.rank == 1, "none": row.rank == 2, "silent": not row.has_answered}[kind]


@require_safe
@requires("matching.choices")
def matching_choices_file(request, meeting_id, extension):
    meeting = meeting_for(request, meeting_id)
    make = FILES.get(extension)
    if make is None:
        raise Http404
    rows = mutual_choices(meeting)
    people = [row.mentee.person for row in rows]
    record_paper(
        people, title=CHOICES_TITLE, programme=meeting.programme, by=request.user, day=request.today, row=meeting
    )
    return paper(*make(choices_table(rows)), f"{CHOICES_TITLE}.{extension}")


FILES = {
    "pdf": lambda table: (pdf.table_to_pdf(table), pdf.MIME),
    "xlsx": lambda table: (xlsx.table_to_xlsx(table), xlsx.MIME),
}
