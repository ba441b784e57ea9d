"""The report of a draft as a page and as files: the same numbers in all three."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mentorship.common import pdf, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..report_blocks import blocks_of
from ..report_papers import report_to_pdf, report_to_xlsx, subtitle_of, title_of
from .drafts import whole_draft_for


@require_safe
@requires("matching.view")
def matching_report(request, run_id):
    run = whole_draft_for(request, run_id)
    return render(
        request,
        "matching/report.html",
        {"run": run, "title": title_of(run), "subtitle": subtitle_of(run), "blocks": blocks_of(run)},
    )


@require_safe
@requires("matching.view")
def matching_report_pdf(request, run_id):
    run = whole_draft_for(request, run_id)
    try:
        content = report_to_pdf(run, blocks_of(run), day=request.today)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("matching_report", run_id)
    return paper(content, pdf.MIME, f"{title_of(run)}.pdf")


@require_safe
@requires("matching.view")
def matching_report_xlsx(request, run_id):
    run = whole_draft_for(request, run_id)
    return paper(report_to_xlsx(run, blocks_of(run)), xlsx.MIME, f"{title_of(run)}.xlsx")
