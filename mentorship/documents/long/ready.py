"""What the product can make in the background; told to the line of long papers when the product starts."""

from mentorship.people.models import Person

from ..models import PaperJob
from ..services import jobs
from . import reports, sheets


def register_all():
    jobs.register(sheets.CODE, "", sheets.make_sheets)
    for code, kind in reports.KINDS.items():
        jobs.register(code, kind.title, reports.make_report)


def forget_of(people):
    """Sheets with names are made anew in a minute: when somebody's data go, the files of all batches go too."""
    schools = set(Person.objects.filter(pk__in=people).values_list("school", flat=True))
    jobs.throw_away(PaperJob.objects.filter(school__in=schools, code=sheets.CODE))
