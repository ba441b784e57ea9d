"""Reports of the monitoring as files: the very parts of the page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.common.parts import FORMATS, PartsReport
from mentorship.common.pdf import PaperTooLong
from mentorship.people.views.files import paper


def file_of(request, parts, *, title, extension, back, day=None):
    """The parts as a file, of today or of the ``day``; a paper that would be too long leads back with a word why."""
    if extension not in FORMATS:
        raise Http404
    report = PartsReport(
        title=title,
        parts=tuple(parts),
        file_name=title,
        subtitle=subtitle_of(request, day or request.today),
        landscape=True,
    )
    try:
        return paper(report.to_bytes(extension), FORMATS[extension], f"{title}.{extension}")
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect(back)


def subtitle_of(request, day):
    """The programme and the day of the figures."""
    words = _("%(programme)s, as of %(day)s")
    return words % {"programme": request.programme.title, "day": ru.long_date(day)}
