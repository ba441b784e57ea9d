"""Pages that ask for a long paper: sheets for many people, reports of a period."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.people import consents
from mentorship.programmes.access import requires

from ..forms.long import DayReportForm, MonthReportForm, SheetsAskForm, SheetsForm
from ..long import reports, sheets
from ..services import jobs

PER_PAGE = 50


def asked(request, form, *, code, title, wish):
    """The answer to a form that asks: the page of the paper, or None with the reason in the form."""
    try:
        job = jobs.ask(
            programme=request.programme,
            code=code,
            title=title,
            wish=wish,
            key=form.cleaned_data["key"],
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, str(error))
        return None
    return redirect(job)


def without_programme(request):
    messages.info(request, _("There is no programme yet."))
    return redirect("long_papers")


@require_http_methods(["GET", "POST"])
@requires("papers.edit")
def sheets_new(request):
    """Certificates or letters of thanks: who gets one, what is wrong with their data, then one file for all."""
    if request.programme is None:
        return without_programme(request)
    form = SheetsForm(request.GET or None, programme=request.programme)
    if not form.is_valid():
        return render(request, "documents/sheets_new.html", {"form": form}, status=422)
    wish = form.wish
    rows = sheets.asked_for(request.programme, wish)
    printed = consents.may_be_processed(rows, request.today)
    ask = SheetsAskForm(request.POST if request.method == "POST" else None)
    count = printed.count()
    if request.method == "POST" and ask.is_valid() and count:
        own = {"words": " ".join(ask.cleaned_data["words"].split())}
        answer = asked(request, ask, code=sheets.CODE, title=sheets.title_of(wish), wish=wish | own)
        if answer:
            return answer
    wrong = sheets.wrong_names(printed, wish)
    only_marked = request.GET.get("check") == "1"
    shown = rows.filter(Q(pk__in=wrong) | ~Q(pk__in=printed.order_by().values("pk"))) if only_marked else rows
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    allowed = set(printed.filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    for one in page:
        one.trouble = sheets.trouble_of(one, wish, may_print=one.pk in allowed)
        one.is_held_back = one.pk not in allowed
        one.on_sheet = sheets.name_on_sheet(one, wish)
    context = {
        "form": form,
        "ask": ask,
        "page_obj": page,
        "count": count,
        "held_back": rows.count() - count,
        "wrong": len(wrong),
        "only_marked": only_marked,
        "blanks": sheets.blanks_of(request.school),
    }
    return render(request, "documents/sheets_new.html", context, status=422 if ask.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("papers.edit")
def report_new(request, code):
    """The annual report, the analytical note or the report of a month: on which day, as which file."""
    if request.programme is None:
        return without_programme(request)
    kind = reports.KINDS[code]
    make_form = MonthReportForm if kind.is_monthly else DayReportForm
    form = make_form(
        request.POST if request.method == "POST" else None, programme=request.programme, today=request.today
    )
    if request.method == "POST" and form.is_valid():
        title = reports.title_of(code, form.wish)
        answer = asked(request, form, code=code, title=title, wish=form.wish)
        if answer:
            return answer
    return render(
        request, "documents/report_new.html", {"form": form, "kind": kind}, status=422 if form.errors else 200
    )
