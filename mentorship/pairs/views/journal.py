"""The journal of meetings as a page and as papers, and the load of mentors."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mentorship.common import pdf, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentor
from mentorship.people.names import name_key
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires

from ..forms.filters import SEARCH
from ..journal import (
    TITLE,
    Month,
    meetings_of,
    meetings_of_mentor,
    narrowed,
    on_page,
    signatures_of,
    table_of,
    totals_of,
)
from ..load import load_of, over, with_load
from ..models import Pairing
from ..visibility import pairings_for
from .meetings import pair_to

PER_PAGE = 50
MOST_LINES = 600
"""So many lines go onto one paper: a month of a large school. More would hold a worker for minutes."""


class JournalFilterForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Mentor or mentee"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "class": "form-control"}),
    )


def answered(request, meetings, *, title, subtitle, has_mentor=False, pair=None, mentor=None):
    """The page, or with ``?file=pdf`` and ``?file=xlsx`` the same lines as a paper."""
    totals = totals_of(meetings)
    kind = request.GET.get("file")
    if kind in FILES:
        if totals.meetings > MOST_LINES:
            messages.error(request, _("Too many meetings for one paper: choose a mentor."))
            return redirect(f"{request.path}?month={request.GET.get('month', '')}")
        notes = [totals.words, *signatures_of(coordinator_of(request, pair), mentor and mentor.person.full_name)]
        table = table_of(meetings, title=title, subtitle=subtitle, has_mentor=has_mentor, notes=notes)
        mime, write = FILES[kind]
        try:
            return paper(write(table), mime, f"{title}.{kind}")
        except RuleBroken as error:
            messages.error(request, str(error))
            return redirect(request.path)
    month = Month.read(request.GET.get("month"), request.today)
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "pair": pair,
        "mentor": mentor,
        "page_obj": page,
        "table": on_page(table_of(list(page), has_mentor=has_mentor, first=page.start_index())),
        "totals": totals,
        "month": month,
        "earlier": month.shifted(-1).code,
        "later": month.shifted(1).code,
        "subtitle": subtitle,
        "form": JournalFilterForm({"q": request.GET.get("q", ""), "month": month.code}),
        "q": request.GET.get("q", ""),
    }
    return render(request, "pairs/journal.html", context)


def coordinator_of(request, pair):
    """Who signs the sheet: the pair's coordinator, else the programme's."""
    if pair and pair.coordinator:
        return pair.coordinator.get_full_name()
    membership = request.programme and request.programme.coordinator
    return membership.user.get_full_name() if membership else ""


FILES = {"pdf": (pdf.MIME, pdf.table_to_pdf), "xlsx": (xlsx.MIME, xlsx.table_to_xlsx)}


@require_safe
@requires("meetings.view")
def journal(request):
    """Of all pairs of the programme, or of those whose mentor or mentee is searched for."""
    month = Month.read(request.GET.get("month"), request.today)
    rows = narrowed(meetings_of(pairings_for(request), month.first, month.last), request.GET.get("q", "")[:100])
    return answered(request, rows, title=TITLE, subtitle=month.words, has_mentor=True)


@require_safe
@requires("meetings.view", own=True)
def pair_journal(request, pairing_id):
    """Of one pair for a month."""
    pair = pair_to(request, "meetings.view", pairing_id)
    month = Month.read(request.GET.get("month"), request.today)
    rows = meetings_of(Pairing.objects.filter(pk=pair.pk), month.first, month.last)
    return answered(request, rows, title=TITLE, subtitle=words_of(pair.mentor, month), pair=pair, mentor=pair.mentor)


@require_safe
@requires("meetings.view", own=True)
def mentor_journal(request, mentor_id):
    """The month sheet of one mentor over all pairs, with what was held for others."""
    mentors = Mentor.objects.of(request.programme) if request.programme else Mentor.objects.none()
    if not request.access.can("meetings.view"):
        mentors = mentors.filter(person__user=request.user)
    mentor = get_object_or_404(mentors.select_related("person"), public_id=mentor_id)
    month = Month.read(request.GET.get("month"), request.today)
    rows = meetings_of_mentor(mentor, month.first, month.last)
    return answered(request, rows, title=TITLE, subtitle=words_of(mentor, month), mentor=mentor)


def words_of(mentor, month):
    return f"Наставник: {mentor.person.full_name}. {month.words.capitalize()}"


class LoadFilterForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Mentor"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    over = forms.BooleanField(label=gettext_lazy("Only those who carry too much"), required=False)


@require_safe
@requires("load.view")
def mentor_load(request):
    """Who carries how much this month, those who carry too much first."""
    month = Month.read(request.GET.get("month"), request.today)
    form = LoadFilterForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    rows = Mentor.objects.of(request.programme) if request.programme else Mentor.objects.none()
    rows = with_load(rows.select_related("person__school_class"), month.first, month.last)
    for word in name_key(data.get("q", "")).split():
        rows = rows.filter(person__name_key__contains=word)
    rows = over(rows) if data.get("over") else rows
    page = Paginator(rows.order_by("-load_over", "-load_mentees", "person__name_key", "pk"), PER_PAGE)
    page = page.get_page(request.GET.get("page"))
    for row in page:
        row.load = load_of(row)
    context = {
        "page_obj": page,
        "form": form,
        "month": month,
        "is_narrowed": any(data.values()),
        "now_over": over(with_load(Mentor.objects.of(request.programme), month.first, month.last)).count()
        if request.programme
        else 0,
    }
    return render(request, "pairs/load.html", context)
