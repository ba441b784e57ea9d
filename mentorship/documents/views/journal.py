"""The journal of orders: a page, an XLSX, a PDF; lines by hand, crossing out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import pdf, ru, xlsx
from mentorship.common.pdf import PaperTooLong
from mentorship.common.table import Column, Table
from mentorship.pairs.services.orders import NumberTaken
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.queries import contains_in

from ..forms.papers import CrossOutForm, EntryForm
from ..models import JournalEntry
from ..services import journal as acts

PER_PAGE = 50
WORDS_LENGTH = 100
MIMES = {"pdf": (pdf.table_to_pdf, pdf.MIME), "xlsx": (xlsx.table_to_xlsx, xlsx.MIME)}
Journal = JournalEntry.Journal


def chosen(request):
    """The journal and the year that the address names; the present ones where it names none or nonsense."""
    kind = request.GET.get("journal")
    kind = kind if kind in Journal.values else Journal.MAIN
    year = request.GET.get("year", "")
    return kind, int(year) if year.isdecimal() and len(year) == 4 else request.today.year


def entries_of(kind, year, words=""):
    rows = JournalEntry.objects.filter(journal=kind, year=year).select_related("paper", "pair_order", "entered_by")
    for word in words.replace("\0", "").split():
        rows = rows.filter(contains_in(word, "title", "number"))
    return rows


@require_safe
@requires("papers.view")
def order_journal(request):
    kind, year = chosen(request)
    words = request.GET.get("q", "")[:WORDS_LENGTH]
    years = JournalEntry.objects.order_by("-year").values_list("year", flat=True).distinct()
    page = {
        "kind": kind,
        "kinds": Journal.choices,
        "year": year,
        "years": sorted({*years, request.today.year}, reverse=True),
        "words": words,
        "page_obj": Paginator(entries_of(kind, year, words), PER_PAGE).get_page(request.GET.get("page")),
        "may_number": request.access.can("orders.number"),
        "without_line": acts.without_line().count() if request.access.can("orders.number") else 0,
    }
    return render(request, "documents/journal.html", page)


@require_safe
@requires("papers.view")
def order_journal_file(request, extension):
    if extension not in MIMES:
        raise Http404
    kind, year = chosen(request)
    table = table_of(kind, year, request.school)
    write, mime = MIMES[extension]
    try:
        return paper(write(table, landscape=False), mime, f"{table.title}.{extension}")
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect("order_journal")


def table_of(kind, year, school):
    """The journal as the office keeps it, from the first number of the year on."""
    columns = [Column("№", 14, centred=True), Column("Дата", 16, centred=True), Column("Заголовок", 50)]
    columns += [Column("Примечание", 20)]
    rows = [
        [one.number, ru.short_date(one.day), one.title, f"зачёркнут: {one.cancelled}" if one.cancelled else ""]
        for one in entries_of(kind, year).order_by("place", "pk")
    ]
    words = {"main": "по основной деятельности", "staff": "по личному составу"}[kind]
    return Table(f"Журнал регистрации приказов {words} за {year} год", columns, rows, subtitle=school.full_name)


@require_http_methods(["GET", "POST"])
@requires("orders.number")
def order_entry_new(request):
    kind, _year = chosen(request)
    initial = {
        "journal": kind,
        "day": request.today,
        "number": acts.next_number(request.school, request.today.year, kind),
    }
    form = EntryForm(request.POST or None, initial=initial, today=request.today)
    page = {"form": form}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            entry = acts.enter(
                school=request.school,
                number=data["number"],
                day=data["day"],
                title=data["title"],
                kind=data["journal"],
                by=request.user,
            )
        except NumberTaken as error:
            form.add_error("number", str(error))
            page["taken"] = error
        else:
            messages.success(request, _("Order No. %(number)s is in the journal.") % {"number": entry.number})
            return redirect("order_journal")
    return render(request, "documents/entry_new.html", page, status=422 if form.errors else 200)


@require_POST
@requires("orders.number")
def order_entries_bring(request):
    """Orders on pairs that were signed before the journal was kept."""
    entered, refused = acts.bring_in(request.user)
    if entered:
        words = ngettext("%(n)d order is entered.", "%(n)d orders are entered.", entered)
        messages.success(request, words % {"n": entered})
    if refused:
        words = _("These numbers are in the journal already: %(numbers)s.")
        messages.error(request, words % {"numbers": ", ".join(refused)})
    return redirect("order_journal")


@require_http_methods(["GET", "POST"])
@requires("orders.number")
def order_entry_cancel(request, entry_id):
    entry = get_object_or_404(JournalEntry, public_id=entry_id)
    form = CrossOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.cross_out(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Order No. %(number)s is crossed out.") % {"number": entry.number})
        return redirect("order_journal")
    page = {"form": form, "entry": entry}
    return render(request, "documents/entry_cancel.html", page, status=422 if form.errors else 200)
