"""Satisfaction: by the rule of the school, of how many who were asked."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..report_files import file_of
from ..satisfaction_report import parts
from ..waves import AT_THE_END, waves_of


@require_safe
@requires("monitoring.view")
def satisfaction(request):
    has_waves = bool(request.programme and waves_of(request.programme, AT_THE_END))
    page = {
        "parts": parts(request.programme, request.today) if has_waves else [],
        "may_send": request.access.can("surveys.send"),
        "may_edit": request.access.can("indicators.edit"),
    }
    return render(request, "monitoring/satisfaction.html", page)


@require_safe
@requires("monitoring.view")
def satisfaction_file(request, extension):
    if request.programme is None:
        raise Http404
    found = parts(request.programme, request.today)
    title = _("Satisfaction with the mentoring programme")
    return file_of(request, found, title=title, extension=extension, back="satisfaction")
