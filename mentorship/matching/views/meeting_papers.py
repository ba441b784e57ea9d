"""Papers of a group meeting: the attendance list, invitations to hand out."""

from django.http import Http404
from django.views.decorators.http import require_safe

from mentorship.common import docx, pdf, xlsx
from mentorship.people.papers.paper import papers_to_docx, papers_to_pdf
from mentorship.people.services.printing import record_paper
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..guests import guests, without_address
from ..meeting_papers import (
    INVITATIONS_TITLE,
    LIST_TITLE,
    attendance_paper,
    attendance_table,
    invitation_papers,
)
from .meetings import meeting_for


@require_safe
@requires("matching.view")
def matching_meeting_list(request, meeting_id, extension):
    """The attendance list, to be signed at the door."""
    row = meeting_for(request, meeting_id)
    return paper_of(request, row, list(guests(row)), LISTS.get(extension), LIST_TITLE, extension)


@require_safe
@requires("matching.view")
def matching_meeting_invitations(request, meeting_id, extension):
    """Invitations on paper by class for those whom no letter reaches; for everybody where it reaches all."""
    row = meeting_for(request, meeting_id)
    rows = list(without_address(row)) or list(guests(row))
    return paper_of(request, row, rows, INVITATIONS.get(extension), INVITATIONS_TITLE, extension)


def paper_of(request, row, rows, make, title, extension):
    if make is None:
        raise Http404
    people = [one.person for one in rows]
    record_paper(people, title=title, programme=row.programme, by=request.user, day=request.today, row=row)
    return paper(*make(row, rows), f"{title}.{extension}")


LISTS = {
    "pdf": lambda row, rows: (papers_to_pdf([attendance_paper(row, rows)], LIST_TITLE), pdf.MIME),
    "docx": lambda row, rows: (papers_to_docx([attendance_paper(row, rows)], LIST_TITLE), docx.MIME),
    "xlsx": lambda row, rows: (xlsx.table_to_xlsx(attendance_table(rows), landscape=False), xlsx.MIME),
}
INVITATIONS = {
    "pdf": lambda row, rows: (papers_to_pdf(invitation_papers(row, rows), INVITATIONS_TITLE), pdf.MIME),
    "docx": lambda row, rows: (papers_to_docx(invitation_papers(row, rows), INVITATIONS_TITLE), docx.MIME),
}
