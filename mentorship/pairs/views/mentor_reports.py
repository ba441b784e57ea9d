"""Reports of mentors: the list, one report, what is done with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..annex import mentees_of, with_people
from ..forms.mentor_reports import RemarkForm, ReportForm, ReportsFilterForm, TermForm
from ..models import MentorReport, Pairing, PairingState
from ..papers.reports import FILES, file_of, report_lines, report_paper, report_table, report_words, term_words
from ..reporting import ACCEPTED, LOOKS, STATE_WORDS, SUBMITTED, facts_of, state_of, waiting
from ..services import mentor_reports as services
from ..visibility import may, of_mentor, own_pairings
from .meetings import pair_to

PER_PAGE = 30


def report_to(request, action, mentor_report_id):
    """The report, if the person may do this with its pair; else 404."""
    rows = MentorReport.objects.filter(pairing__deleted_at=None, pairing__programme=request.programme)
    rows = rows.select_related("school", "accepted_by")
    report = get_object_or_404(rows, public_id=mentor_report_id)
    report.pairing = with_people(Pairing.objects.filter(pk=report.pairing_id)).get()
    # A mentee of the pair never reads what the mentor writes of her.
    if not (request.access.can(action) or own_pairings(request, of_mentor).filter(pk=report.pairing_id).exists()):
        raise Http404
    return report


def shown(report):
    """The row with its state in words and colour."""
    report.state = state_of(report)
    report.look, report.state_words = LOOKS[report.state], STATE_WORDS[report.state]
    return report


@require_safe
@requires("portfolio.view", own=True)
def mentor_reports(request):
    """Reports of the programme, those that wait first; a mentor sees those of the own pairs."""
    rows = Pairing.objects.of(request.programme) if request.programme else Pairing.objects.none()
    if not request.access.can("portfolio.view"):
        rows = own_pairings(request, of_mentor)
    reports = MentorReport.objects.filter(pairing__in=rows.values("pk"))
    form = ReportsFilterForm(request.GET)
    reports = form.narrow(reports).order_by("-ends_on", "-pk")
    page = Paginator(reports, PER_PAGE).get_page(request.GET.get("page"))
    pairs = with_people(Pairing.objects.filter(pk__in=[one.pairing_id for one in page]))
    pairs = {one.pk: one for one in pairs}
    for one in page:
        one.pairing = pairs[one.pairing_id]
        one.mentees = mentees_of(one.pairing)
        shown(one)
    context = {
        "page_obj": page,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "waiting": waiting(request.programme).count() if request.access.can("portfolio.confirm") else 0,
    }
    return render(request, "pairs/mentor_reports.html", context)


@require_http_methods(["GET", "POST"])
@requires("portfolio.edit", own=True)
def mentor_report_new(request, pairing_id):
    """For which days: from the beginning of the pair to today, unless something else is written."""
    pair = pair_to(request, "portfolio.edit", pairing_id)
    if pair.state == PairingState.PROPOSED:
        raise Http404
    last = pair.ended_on or request.today
    first = min(pair.starts_on or request.programme.starts_on, last)
    data = request.POST if request.method == "POST" else None
    form = TermForm(data, today=request.today, initial={"starts_on": first, "ends_on": last})
    if request.method == "POST" and form.is_valid():
        report = services.begin(pairing=pair, by=request.user, **form.cleaned_data)
        return redirect(report if report.submitted_on else reverse("mentor_report_edit", args=[report.public_id]))
    context = {"form": form, "pair": pair}
    return render(request, "pairs/mentor_report_new.html", context, status=422 if form.errors else 200)


@require_safe
@requires("portfolio.view", own=True)
def mentor_report(request, mentor_report_id):
    report = shown(report_to(request, "portfolio.view", mentor_report_id))
    facts = facts_of(report)
    may_write = may(request, "portfolio.edit", report.pairing)
    context = {
        "report": report,
        "pair": report.pairing,
        "term": term_words(report),
        "lines": list(report_lines(report, facts)),
        "words": report_words(report),
        "table": report_table(facts),
        "may_write": may_write and not report.submitted_on,
        "may_recall": may_write and report.state == SUBMITTED,
        "may_answer": request.access.can("portfolio.confirm") and report.state == SUBMITTED,
        "may_reopen": request.access.can("portfolio.confirm") and report.state == ACCEPTED,
    }
    return render(request, "pairs/mentor_report.html", context)


@require_http_methods(["GET", "POST"])
@requires("portfolio.edit", own=True)
def mentor_report_edit(request, mentor_report_id):
    report = report_to(request, "portfolio.edit", mentor_report_id)
    if report.submitted_on:
        messages.error(request, _("The report is handed in: take it back to change it."))
        return redirect(report)
    facts = facts_of(report)
    form = ReportForm(request.POST if request.method == "POST" else None, instance=report, today=request.today)

    def save(form):
        services.edit(
            report=report, version=form.seen_version, changes=form.changes, words=form.changes_in_words, by=request.user
        )

    return edit_page(
        request,
        form=form,
        save=save,
        done=report.get_absolute_url(),
        message=_("The report is saved. Hand it in when it is ready."),
        template="pairs/mentor_report_edit.html",
        page={"report": report, "lines": list(report_lines(report, facts)), "term": term_words(report)},
    )


@require_http_methods(["GET", "POST"])
@requires("portfolio.confirm")
def mentor_report_return(request, mentor_report_id):
    """Back to the mentor with a remark."""
    report = report_to(request, "portfolio.confirm", mentor_report_id)
    data = request.POST if request.method == "POST" else None
    form = RemarkForm(data, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.give_back(report=report, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The report is sent back to the mentor."))
            return redirect(report)
    context = {"form": form, "report": report}
    return render(request, "pairs/mentor_report_return.html", context, status=422 if form.errors else 200)


@require_POST
@requires("portfolio.edit", own=True)
def mentor_report_submit(request, mentor_report_id):
    report = report_to(request, "portfolio.edit", mentor_report_id)
    return acted(
        request,
        report,
        lambda version: services.submit(report=report, version=version, day=request.today, by=request.user),
        _("The report is handed in to the coordinator."),
        undo="mentor_report_recall",
    )


@require_POST
@requires("portfolio.edit", own=True)
def mentor_report_recall(request, mentor_report_id):
    report = report_to(request, "portfolio.edit", mentor_report_id)
    return acted(
        request,
        report,
        lambda version: services.recall(report=report, version=version, by=request.user),
        _("The report is yours again: change it and hand it in."),
    )


@require_POST
@requires("portfolio.confirm")
def mentor_report_accept(request, mentor_report_id):
    report = report_to(request, "portfolio.confirm", mentor_report_id)
    return acted(
        request,
        report,
        lambda version: services.accept(report=report, version=version, day=request.today, by=request.user),
        _("The report is accepted; its figures stay as they are."),
        undo="mentor_report_reopen",
    )


@require_POST
@requires("portfolio.confirm")
def mentor_report_reopen(request, mentor_report_id):
    report = report_to(request, "portfolio.confirm", mentor_report_id)
    return acted(
        request,
        report,
        lambda version: services.reopen(report=report, version=version, by=request.user),
        _("The report waits for an answer again."),
    )


@require_POST
@requires("portfolio.edit", own=True)
def mentor_report_delete(request, mentor_report_id):
    report = report_to(request, "portfolio.edit", mentor_report_id)
    try:
        services.delete(report=report, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(report)
    messages.success(request, _("The draft of the report is deleted."))
    return redirect("mentor_reports")


def acted(request, row, act, message, *, undo=""):
    """One button of a page: what it did, with the way back, or why it did not. An undo sends no version: it takes back
    what is there now."""
    try:
        act(version_of(request, row))
    except EditConflict:
        messages.error(request, _("Somebody has changed this in the meantime. Look at it and press again."))
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        tags = f"undo:{reverse(undo, args=[row.public_id])}" if undo else ""
        messages.success(request, message, extra_tags=tags)
    return redirect(row)


def version_of(request, row):
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else row.version


@require_safe
@requires("portfolio.view", own=True)
def mentor_report_file(request, mentor_report_id, extension):
    report = report_to(request, "portfolio.view", mentor_report_id)
    if extension not in FILES:
        raise Http404
    made = report_paper(report)
    content, mime = file_of(made, extension)
    return paper(content, mime, f"{made.title}.{extension}")
