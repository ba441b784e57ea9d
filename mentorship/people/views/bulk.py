"""Acts with several rows of a list, and the report of what was not done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import ru
from mentorship.programmes.access import requires

from ..forms.bulk import ACTS, EXPORT, MERGE, BulkForm
from ..forms.filters import filter_form
from ..lists import LISTS, person_of
from ..models import Person
from ..services import bulk
from .lists import list_page, query_of
from .merging import merge_address

REPORT = "people_bulk"
"""The last act of the session: what was refused and why, and how to take it back. Ids only, no names."""
MOST_TOLD = 500


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def people_bulk(request):
    people_list = list_of(request)
    back = f"{reverse(people_list.code)}?{query_of(request)}"
    if request.method == "GET":
        return redirect(back)
    form = BulkForm(request.POST, request=request, people_list=people_list)
    if not form.is_valid():
        return list_page(request, people_list, bulk=form, ticked=form.ticked, status=422)
    if form.act == EXPORT:
        return redirect(address_of_export(request, people_list, form))
    if form.act == MERGE:
        return redirect(address_of_merge(request, people_list, form))
    with transaction.atomic():
        rows = bulk.rows_to_change(chosen_rows(request, people_list, form))
        outcome = bulk.act_on(
            rows,
            form.act,
            form.cleaned_data,
            by=request.user,
            programme=request.programme,
            words=words_of(form),
        )
    asked = len(form.ticked) if not form.takes_all else len(outcome.done) + len(outcome.refused)
    remember(request, people_list, form, outcome, back, unseen=asked - len(outcome.done) - len(outcome.refused))
    if outcome.done:
        can_undo = len(outcome.before) <= bulk.MOST_UNDONE
        tags = f"undo:{reverse('people_bulk_undo')}" if can_undo else ""
        messages.success(request, told(form, outcome), extra_tags=tags)
    return redirect(reverse("people_bulk_report") if len(outcome.done) < asked else back)


def list_of(request):
    """The list of the address; a register needs a programme."""
    people_list = LISTS.get(request.GET.get("register", ""))
    if people_list is None or request.programme is None:
        raise Http404
    return people_list


def chosen_rows(request, people_list, form):
    """The ticked rows, or all that the filter finds, of those whom the person may change."""
    rows = people_list.visible(request, "people.edit")
    if form.takes_all:
        asked = filter_form(request.GET, people_list=people_list, access=request.access, programme=request.programme)
        rows = asked.narrowed(rows, request.today)
    else:
        rows = rows.filter(public_id__in=form.ticked)
    model = model_of(people_list, form.act)
    name = "pk" if model is people_list.model else "person"
    return model.objects.filter(pk__in=rows.order_by().values(name))


def model_of(people_list, act):
    """A class belongs to the person, whichever register the person was ticked in."""
    return Person if act == "class" else people_list.model


def address_of_export(request, people_list, form):
    """The page of the export with the filter, or with the ticked rows."""
    query = request.GET.copy()
    query["register"] = people_list.code
    if not form.takes_all:
        query.setlist("chosen", form.ticked)
    return f"{reverse('people_export')}?{query.urlencode()}"


def address_of_merge(request, people_list, form):
    """The page where two cards stand side by side: those of the people, whichever list they were ticked in."""
    if not request.access.can("people.edit"):
        raise PermissionDenied
    path = "public_id" if people_list.model is Person else "person__public_id"
    rows = people_list.visible(request, "people.edit").filter(public_id__in=form.ticked).order_by("pk")
    people = list(rows.values_list(path, flat=True))
    if len(people) != 2:
        raise Http404
    return merge_address(*people)


def words_of(form):
    """«Форма: учитель – ученик»: what was set, for the message and for the log."""
    shown = {
        name: ru.short_date(value) if name.endswith("_on") else str(value)
        for name in ACTS[form.act][1]
        if (value := form.cleaned_data.get(name))
    }
    return "; ".join(f"{form.fields[name].label}: {value}" for name, value in shown.items())


def told(form, outcome):
    people = ngettext("%(count)s person", "%(count)s people", len(outcome.done)) % {"count": len(outcome.done)}
    return _("Changed: %(people)s. %(words)s") % {"people": people, "words": words_of(form)}


def remember(request, people_list, form, outcome, back, *, unseen):
    can_undo = len(outcome.before) <= bulk.MOST_UNDONE
    request.session[REPORT] = {
        "register": people_list.code,
        "act": form.act,
        "words": words_of(form),
        "school": request.school.pk,
        "done": len(outcome.done),
        "refused": list(outcome.refused.items())[:MOST_TOLD],
        "refused_count": len(outcome.refused),
        "unseen": unseen,
        "before": list(outcome.before.items()) if can_undo else [],
        "back": back,
    }


def remembered(request):
    """The last act of the session in this school, and the list of the rows that it changed."""
    report = request.session.get(REPORT)
    if not report or report["school"] != request.school.pk:
        raise Http404
    return report, LISTS["people" if report["act"] == "class" else report["register"]]


@require_safe
@requires("people.edit", own=True)
def people_bulk_report(request):
    report, changed = remembered(request)
    reasons = dict(report["refused"])
    rows = changed.visible(request).filter(pk__in=reasons)
    rows = rows if changed.model is Person else rows.select_related("person")
    refused = [
        {"name": person_of(row).full_name, "url": row.get_absolute_url(), "reason": bulk.REASONS[reasons[row.pk]]}
        for row in rows
    ]
    context = {
        "title": ACTS[report["act"]][0],
        "report": report,
        "refused": refused,
        "more": report["refused_count"] - len(refused),
    }
    return render(request, "people/bulk_report.html", context)


@require_POST
@requires("people.edit", own=True)
def people_bulk_undo(request):
    report, changed = remembered(request)
    may = set(changed.visible(request, "people.edit").values_list("pk", flat=True)) if report["before"] else set()
    before = [(pk, change) for pk, change in report["before"] if pk in may]
    count = bulk.undo(changed.model, before, by=request.user, programme=request.programme)
    del request.session[REPORT]
    people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    messages.info(request, _("Taken back: %(people)s.") % {"people": people})
    if kept := len(report["before"]) - count:
        words = ngettext(
            "%(count)s row has been changed since and stays as it is.",
            "%(count)s rows have been changed since and stay as they are.",
            kept,
        )
        messages.warning(request, words % {"count": kept})
    return redirect(report["back"])
