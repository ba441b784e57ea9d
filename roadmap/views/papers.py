"""Reports: a page with filters that shows the table, and the same table as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mentorship.common.pdf import PaperTooLong
from mentorship.programmes.access import requires
from roadmap import reports
from roadmap.forms.reports import ReportForm
from roadmap.papers.site import site_block
from roadmap.queries import current_roadmap
from roadmap.services.approval import approved_outline

PREVIEW_ROWS = 50
"""A page shows the head of a long table; files hold all of it."""


@require_safe
@requires("reports.view")
def report_list(request):
    roadmap = current_roadmap(request.programme)
    page = {
        "roadmap": roadmap,
        "kinds": reports.KINDS.values(),
        "has_registers": request.access.can("people.export", own=True),
    }
    return render(request, "roadmap/reports.html", page)


@require_safe
@requires("reports.view")
def report_page(request, slug):
    kind = kind_or_404(slug)
    roadmap = current_roadmap(request.programme)
    if roadmap is None:
        return render(request, "roadmap/reports.html", {"roadmap": None, "kinds": (), "has_registers": False})
    form = filters(request, kind, roadmap)
    report = make(kind, roadmap, form, request.today)
    context = {
        "kind": kind,
        "roadmap": roadmap,
        "form": form,
        "report": report,
        "preview": report and report.table.first(PREVIEW_ROWS),
        "query": urlencode(form.query),
        "today": request.today,
        "can_approve": request.access.can("roadmap.approve"),
        "can_publish": request.access.can("roadmap.publish"),
    }
    return render(request, "roadmap/print.html", context)


@require_safe
@requires("reports.view")
def report_file(request, slug, extension):
    kind = kind_or_404(slug)
    roadmap = current_roadmap(request.programme)
    if roadmap is None or extension not in kind.formats:
        raise Http404
    report = make(kind, roadmap, filters(request, kind, roadmap), request.today)
    if report is None:
        raise Http404
    try:
        content = report.to_bytes(extension)
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect("report", kind.slug)
    return download(content, reports.MIMES[extension], f"{report.file_name}.{extension}")


@require_safe
@requires("reports.view")
def site_block_page(request):
    """The HTML of a published roadmap for the school's own site: to copy, with instructions."""
    roadmap = current_roadmap(request.programme)
    return render(request, "roadmap/site_block.html", {"roadmap": roadmap, "site_html": block_of(roadmap)})


@require_safe
@requires("reports.view")
def site_block_file(request):
    block = block_of(current_roadmap(request.programme))
    if not block:
        raise Http404
    return download(block.encode(), "text/html; charset=utf-8", "dorozhnaya-karta.html")


def block_of(roadmap):
    """The block of the text in force; empty when nothing is published."""
    if roadmap is None or roadmap.state != roadmap.State.PUBLISHED:
        return ""
    return site_block(approved_outline(roadmap), with_names=roadmap.has_public_names)


def kind_or_404(slug):
    if slug not in reports.KINDS:
        raise Http404
    return reports.KINDS[slug]


def filters(request, kind, roadmap):
    parties = reports.parties_of(roadmap) if "responsible" in kind.filters else ()
    return ReportForm(
        request.GET,
        kind=kind,
        programme=roadmap.programme,
        parties=parties,
        memberships=request.memberships,
        today=request.today,
    )


def make(kind, roadmap, form, today):
    """The report that the filters ask for; None when nobody answers for anything yet."""
    if kind.slug == "roadmap":
        return reports.roadmap_report(roadmap)
    if kind.slug == "month-plan":
        return reports.month_report(roadmap, month=form.month, party=form.party, today=today)
    if form.party is None:
        return None
    return reports.person_report(roadmap, party=form.party, month=form.month, today=today)


def download(content, mime, name):
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
