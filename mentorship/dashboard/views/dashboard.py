"""The director's page: how the programme goes, in one look; the same on paper and in a workbook."""

from django.http import Http404
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mentorship.common.parts import FORMATS
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from roadmap.queries import current_roadmap

from ..advice import advice_of, waiting_of
from ..papers import people_of, report_of
from ..periods import Period, choices
from ..summary import numbers_of, summary_of


@require_safe
@requires("dashboard.view")
def dashboard(request):
    if request.programme is None:
        return render(request, "dashboard/dashboard_first.html")
    summary = summary_asked(request, with_waiting=True)
    page = {
        "summary": summary,
        "months": choices(request.programme, request.today),
        "may_edit_roadmap": request.access.can("roadmap.edit"),
        "may_remind": request.access.can("activity.remind"),
    }
    if summary.figures:
        page["numbers"] = list(numbers_of(summary, sees_alone=request.access.can("care.view")))
        page["stages"] = [(one, people_of(one)) for one in summary.work.stages]
    if summary.period.is_now:
        page |= {"advice": advice_of(request, summary), "mine": summary.figures["mine"]}
    return render(request, "dashboard/dashboard.html", page)


@require_safe
@requires("dashboard.view")
def dashboard_print(request):
    """One click from the page: the browser shows the paper with its own print button."""
    report = report_or_404(request)
    answer = paper(report.to_bytes("pdf"), FORMATS["pdf"], f"{report.file_name}.pdf")
    name = f"{report.file_name}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    return answer


@require_safe
@requires("dashboard.view")
def dashboard_xlsx(request):
    report = report_or_404(request)
    return paper(report.to_bytes("xlsx"), FORMATS["xlsx"], f"{report.file_name}.xlsx")


def summary_asked(request, *, with_waiting=False):
    """Of the month in the address, else of today, then also with what waits for the person."""
    request.programme.school = request.school
    period = Period.read(request.GET.get("month", ""), request.programme, request.today)
    roadmap = current_roadmap(request.programme)
    waiting = waiting_of(request, roadmap) if with_waiting and period.is_now else None
    return summary_of(request.programme, roadmap, period, waiting)


def report_or_404(request):
    """Nothing is printed of a month of which nothing was kept."""
    if request.programme is None:
        raise Http404
    summary = summary_asked(request)
    if summary.figures is None:
        raise Http404
    return report_of(summary, request.programme, request.today)
