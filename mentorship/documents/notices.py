"""What the bell says: a long paper that somebody asked for is ready, or could not be made."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Kind, Line, Section, Source

from .models import PaperJob

MADE = Kind(code="long_paper_made", title=gettext_lazy("A long paper is ready"), default=Mode.BELL)


class LongPaperNotices(Source):
    """Told by the worker at the end; nothing is ever due by itself."""

    kinds = (MADE,)

    def lines(self, notifications, school, day):
        jobs = PaperJob.objects.filter(pk__in={one.object_id for one in notifications}).in_bulk()
        return {one.pk: line_of(jobs[one.object_id]) for one in notifications if one.object_id in jobs}


def line_of(job):
    words = _("Not made: %(title)s") if job.state == PaperJob.State.FAILED else _("Ready: %(title)s")
    return Line(
        title=words % {"title": job.title},
        url=job.get_absolute_url(),
        section=Section.NEW,
        thing=f"long-paper-{job.pk}",
    )
