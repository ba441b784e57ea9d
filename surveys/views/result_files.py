"""Results as files: the report, the workbook of figures, the filled questionnaires row by row."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import csv, pdf, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.audit import record

from ..files import paper
from ..raw import raw_of, to_csv, to_xlsx
from ..result_papers import results_to_pdf, results_to_xlsx
from .results import counted_campaign, results_of

LETTERS = 80
"""Of the campaign's title in the name of a file."""


@require_safe
@requires("surveys.results")
def results_report(request, public_id):
    return figures_file(request, public_id, pdf.MIME, "pdf")


@require_safe
@requires("surveys.results")
def results_table(request, public_id):
    return figures_file(request, public_id, xlsx.MIME, "xlsx")


def figures_file(request, public_id, mime, extension):
    """The figures of the page, of everybody or of the chosen group."""
    campaign = counted_campaign(request, public_id)
    found = results_of(request, campaign)
    if found.refusal:
        return refused(request, campaign, found.refusal)
    depth, block = found.block(request.GET.get("group", ""))
    try:
        if extension == "pdf":
            data = results_to_pdf(found, day=request.today, block=block, depth=depth)
        else:
            data = results_to_xlsx(found, block, depth)
    except RuleBroken as error:
        return refused(request, campaign, str(error))
    return paper(data, mime, f"{_('Results')} — {campaign.title[:LETTERS]}.{extension}")


def refused(request, campaign, words):
    return render(request, "surveys/results_refused.html", {"campaign": campaign, "refusal": words}, status=422)


@require_POST
@requires("surveys.answers")
def results_export(request, public_id, extension):
    """Every filled questionnaire as a row; the log says who has taken them."""
    campaign = counted_campaign(request, public_id, "surveys.answers")
    may_see_all = request.access.can("surveys.confidential")
    try:
        raw = raw_of(campaign, day=request.today, with_confidential=may_see_all)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("results", public_id)
    changes = {"rows": [None, raw.count], "file": [None, extension]}
    record(by=request.user, action="campaign.answers_exported", row=campaign, changes=changes)
    name = f"{_('Answers')} — {campaign.title[:LETTERS]}.{extension}"
    if extension == "xlsx":
        return paper(to_xlsx(raw, campaign.title), xlsx.MIME, name)
    return paper("".join(to_csv(raw)).encode(), csv.MIME, name)
