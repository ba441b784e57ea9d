"""Papers: where they wait, typing them in, the check by a second person, corrections."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from .. import numbering, progress, sources, who
from ..forms.answering import in_words
from ..forms.paper import EntryForm, SheetForm
from ..models import Campaign, Submission
from ..own import campaign_for, campaigns_of, own_groups
from ..services import entering

PER_PAGE = 50
RIGHT = "surveys.enter"
TYPED = (Submission.Way.PAPER, Submission.Way.FILE)
OFFERED = 300
"""Names that the browser completes; a longer list is searched by the server alone."""


def open_for_papers(request, public_id):
    campaign = campaign_for(request, public_id, RIGHT)
    if campaign.state == Campaign.State.DRAFT:
        raise Http404
    return numbering.number_options(campaign)


@require_safe
@requires(RIGHT, own=True)
def papers(request):
    """Campaigns whose sheets may be typed in."""
    rows = campaigns_of(request, RIGHT).exclude(state=Campaign.State.DRAFT).select_related("survey_version__survey")
    typed = Count("submissions", filter=Q(submissions__way__in=TYPED, submissions__withdrawn_at=None))
    rows = rows.annotate(typed=typed).order_by("-opens_on", "-pk")
    page_obj = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "surveys/papers.html", {"page_obj": page_obj})


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def entry(request, public_id):
    """One sheet; after it the next one is open."""
    campaign = open_for_papers(request, public_id)
    groups = own_groups(request, RIGHT)
    form = EntryForm(request.POST or None, campaign=campaign, groups=groups)
    already = None
    if request.method == "POST" and form.is_valid():
        try:
            write(request, form)
            return redirect(request.path)
        except entering.EnteredAlready as error:
            already = error.submission
            form.add_error("who", str(error))
        except RuleBroken as error:
            form.add_error(None, str(error))
    people = [] if campaign.is_anonymous else who.waiting(campaign, groups)
    context = {
        "campaign": campaign,
        "form": form,
        "names": people if len(people) <= OFFERED else [],
        "left": len(people),
        "typed": typed_of(campaign, groups).count(),
        "already": already if already and already.way in TYPED else None,
    }
    return render(request, "surveys/entry.html", context, status=422 if form.errors else 200)


def typed_of(campaign, groups):
    rows = Submission.objects.filter(campaign=campaign, way__in=TYPED, withdrawn_at=None)
    return rows if groups is None or campaign.is_anonymous else rows.filter(group__in=groups)


def write(request, form):
    campaign, sheet = form.campaign, form.sheet
    entering.enter_sheet(
        campaign,
        ticket=form.ticket,
        answers=sheet.answers,
        key=form.cleaned_data["key"],
        by=request.user,
        day=request.today,
        now=clock.now(),
        said=form.said,
    )
    if campaign.is_anonymous:
        messages.success(request, _("The sheet is typed in."))
    else:
        number, name = typed_of(campaign, None).count(), form.whose or _("no name")
        messages.success(request, _("Sheet %(number)d is typed in: %(name)s.") % {"number": number, "name": name})
    warn_of_blanks(request, sheet.empty(campaign.survey_version.questionnaire))
    warn_of_hidden(request, sheet.not_counted(campaign.survey_version.questionnaire))


def warn_of_blanks(request, numbers):
    if numbers:
        words = ngettext("No answer to question %(numbers)s.", "No answer to questions %(numbers)s.", len(numbers))
        messages.info(request, words % {"numbers": ", ".join(map(str, numbers))})


def warn_of_hidden(request, numbers):
    if numbers:
        words = ngettext(
            "Question %(numbers)s was not put to this person: its answer does not count.",
            "Questions %(numbers)s were not put to this person: their answers do not count.",
            len(numbers),
        )
        messages.info(request, words % {"numbers": ", ".join(map(str, numbers))})


@require_safe
@requires(RIGHT, own=True)
def sheets(request, public_id):
    """What has been typed in: whose, by whom, and how far the check is. Of anonymous sheets nothing is known."""
    campaign = open_for_papers(request, public_id)
    rows = Submission.objects.none() if campaign.is_anonymous else typed_of(campaign, own_groups(request, RIGHT))
    counts = counts_of(rows)
    state = request.GET.get("state", "")
    rows = {
        entering.Check.WAITING: rows.filter(second__isnull=True),
        entering.Check.DIFFERS: rows.filter(second__isnull=False).exclude(second=F("answers")),
    }.get(state, rows)
    rows = rows.select_related("invitation__user", "entered_by", "second_by").order_by("group", "-submitted_at", "pk")
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of(page_obj)
    context = {
        "campaign": campaign,
        "page_obj": page_obj,
        "rows": [(one, names[one.pk], entering.Check.of(one)) for one in page_obj],
        "state": state,
        "counts": counts,
    }
    return render(request, "surveys/sheets.html", context)


def counts_of(rows):
    """How many sheets there are, wait for a second person, and were typed differently."""
    waits = Q(second__isnull=True)
    differs = ~waits & ~Q(second=F("answers"))
    return rows.aggregate(all=Count("pk"), waiting=Count("pk", filter=waits), differs=Count("pk", filter=differs))


def names_of(rows):
    """``{row's number: name}``: by today's register, or as the sheet said."""
    tickets = [one.invitation for one in rows if one.invitation]
    names = sources.names_of([one.subject for one in tickets if one.subject])
    return {
        one.pk: progress.name_of(one.invitation, names)
        if one.invitation
        else " ".join(filter(None, (one.said.get("surname"), one.said.get("given_name"))))
        for one in rows
    }


def sheet_of(request, public_id, row_id):
    """A typed sheet of the campaign that the person may see, else 404."""
    campaign = open_for_papers(request, public_id)
    if campaign.is_anonymous:
        raise Http404
    rows = typed_of(campaign, own_groups(request, RIGHT)).select_related("invitation__user", "entered_by")
    row = get_object_or_404(rows, pk=row_id)
    row.campaign = campaign
    return row


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def second(request, public_id, row_id):
    """The same sheet once more, by somebody else who does not see what the first one typed."""
    row = sheet_of(request, public_id, row_id)
    if row.second is not None or row.entered_by_id == request.user.pk or not row.campaign.is_checked_twice:
        raise Http404
    form = SheetForm(request.POST or None, campaign=row.campaign)
    if request.method == "POST" and form.is_valid():
        try:
            row = entering.enter_second(row, answers=form.sheet.answers, by=request.user)
        except RuleBroken as error:
            messages.warning(request, str(error))
            return redirect("campaign_sheets", row.campaign.public_id)
        if entering.Check.of(row) == entering.Check.DIFFERS:
            return redirect("campaign_settle", row.campaign.public_id, row.pk)
        messages.success(request, _("Both have typed the same: %(name)s.") % {"name": names_of([row])[row.pk]})
        return redirect("campaign_sheets", row.campaign.public_id)
    context = {"campaign": row.campaign, "form": form, "name": names_of([row])[row.pk], "row": row, "is_second": True}
    return render(request, "surveys/sheet.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def settle(request, public_id, row_id):
    """Where two typists differ: both side by side, the sheet in hand decides."""
    row = sheet_of(request, public_id, row_id)
    if entering.Check.of(row) != entering.Check.DIFFERS:
        raise Http404
    found = entering.differences(row)
    chosen = {one.key: request.POST.get(f"pick_{one.key}") for _number, one, _first, _second in found}
    if request.method == "POST" and all(pick in {"first", "second"} for pick in chosen.values()):
        answers = dict(row.answers)
        for _number, question, _first, second_value in found:
            if chosen[question.key] == "second":
                answers.pop(question.key, None)
                answers |= {question.key: second_value} if second_value is not None else {}
        try:
            entering.settle(row, answers=answers, by=request.user, now=clock.now())
            messages.success(request, _("The sheet is settled: %(name)s.") % {"name": names_of([row])[row.pk]})
        except RuleBroken as error:
            messages.warning(request, str(error))
        return redirect("campaign_sheets", row.campaign.public_id)
    lines = [
        (number, one, words(row.campaign, one, first), words(row.campaign, one, other), chosen[one.key])
        for number, one, first, other in found
    ]
    context = {"campaign": row.campaign, "row": row, "name": names_of([row])[row.pk], "lines": lines}
    status = 422 if request.method == "POST" else 200
    return render(request, "surveys/settle.html", context | {"is_refused": status == 422}, status=status)


def words(campaign, question, value):
    return in_words(question, value, numbering.choices_of(campaign, question))


def waits_for_another(row, user):
    """Whoever is to type the sheet a second time must not read what the first one typed."""
    is_waiting = row.campaign.is_checked_twice and entering.Check.of(row) == entering.Check.WAITING
    return is_waiting and row.entered_by_id not in {user.pk, None}


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def correct(request, public_id, row_id):
    """The same sheet read once more; the first reading is kept and does not count any more."""
    row = sheet_of(request, public_id, row_id)
    if waits_for_another(row, request.user):
        raise Http404
    form = SheetForm(request.POST or None, campaign=row.campaign, initial_answers=row.answers)
    if request.method == "POST" and form.is_valid():
        try:
            entering.correct_sheet(row, answers=form.sheet.answers, by=request.user, now=clock.now())
            messages.success(request, _("The sheet is corrected: %(name)s.") % {"name": names_of([row])[row.pk]})
            return redirect("campaign_sheets", row.campaign.public_id)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"campaign": row.campaign, "form": form, "name": names_of([row])[row.pk], "row": row}
    return render(request, "surveys/sheet.html", context, status=422 if form.errors else 200)
