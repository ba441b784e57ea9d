"""Lists of people: everybody, mentees, mentors. Filter, order and page stand in the address."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, Q, When, prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..forms.bulk import BulkForm
from ..forms.filters import filter_form, takes_part
from ..funnel import Funnel, has_processing, states_of, with_funnel, with_place, with_state
from ..lists import LISTS, Cell, chosen_columns, ordering, views_of
from ..models import Mentee, Mentor, Person, Tag

ROWS_A_PAGE = 50


@require_safe
@requires("people.view", own=True)
def people(request):
    return list_page(request, LISTS["people"])


@require_safe
@requires("people.view", own=True)
def mentees(request):
    return list_page(request, LISTS["mentees"])


@require_safe
@requires("people.view", own=True)
def mentors(request):
    return list_page(request, LISTS["mentors"])


@dataclass(frozen=True)
class Heading:
    """A column's head: its title, and the query that sorts by it, the other way round at the second press."""

    title: str
    query: str = ""
    sorted: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    cells: list[Cell] = field(default_factory=list)
    is_ticked: bool = False


def list_page(request, people_list, *, bulk=None, ticked=(), status=200):
    """A page of a list. ``bulk`` is the form of an act that could not be done, ``ticked`` the rows that were chosen."""
    form = filter_form(request.GET, people_list=people_list, access=request.access, programme=request.programme)
    arrangement, views = views_of(people_list, request.user)
    opened = next((one for one in views if str(one.public_id) == request.GET.get("view")), None)
    columns = chosen_columns(people_list, request.access, opened.columns if opened else arrangement)
    everybody = people_list.visible(request)
    found = form.narrowed(everybody, request.today)
    wanted, query = form.wanted, query_of(request)
    states = states_with_counts(request, people_list, everybody)
    order = ordering(people_list, request.access, form.cleaned_data.get("sort", ""))
    page = page_of(request, people_list, found, order, known_total(states, wanted))
    may_edit = request.access.can("people.edit", own=True)
    context = {
        "list": people_list,
        "filter_form": form,
        "active_filters": len(wanted),
        "url": reverse(people_list.code),
        "headings": headings_of(request, columns, people_list),
        "rows": rows_of(request, people_list, page, columns, set(ticked)),
        "page_obj": page,
        "is_filtered": bool(wanted),
        "states": states,
        "views": views,
        "opened": opened,
        "query": query,
        "may_edit": may_edit,
        "may_import": request.access.can("people.import", own=True),
        "may_export": people_list.has_funnel and request.access.can("people.export", own=True),
        "may_merge": request.access.can("people.edit"),
        "may_erase": request.access.can("people.erase"),
        "bulk": bulk_form(request, people_list, form, bulk) if may_edit else None,
    }
    return render(request, "people/list.html", context, status=status)


def known_total(states, wanted):
    """How many rows there are, where the counts of the states tell it."""
    totals = {one["code"]: one["total"] for one in states if one["code"]}
    if not wanted and states:
        return sum(totals.values())
    return totals.get(wanted["funnel"]) if set(wanted) == {"funnel"} else None


def bulk_form(request, people_list, filters, bulk):
    """The panel of acts offers the same forms, variants and classes as the filter: they are asked for once."""
    bulk = bulk or BulkForm(request=request, people_list=people_list)
    bulk.offer(filters)
    return bulk


def query_of(request):
    """The filter and the order as a query string, without the page."""
    query = request.GET.copy()
    for name in ("page", "register"):
        query.pop(name, None)
    return query.urlencode()


def page_of(request, people_list, found, order, total=None):
    """The page's rows: first their numbers, then the rows themselves, so that facts are computed for these alone.

    ``total`` saves counting where it is known already. Where it is not, participants are read as numbers at once:
    a second query that only counts would compute the same conditions again.
    """
    if any("funnel_place" in str(one) for one in order):
        found = with_place(found, request.today)
    keys = found.order_by(*order).values_list("pk", flat=True)
    pages = Paginator(list(keys) if total is None and people_list.has_funnel else keys, ROWS_A_PAGE)
    if total is not None:
        pages.count = total
    page = pages.get_page(request.GET.get("page"))
    keys = list(page.object_list)
    page.object_list = in_order(rows_with_facts(request, people_list, keys), keys)
    return page


def in_order(rows, keys):
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def rows_with_facts(request, people_list, keys):
    rows = people_list.model.objects.filter(pk__in=keys).select_related(*people_list.related)
    if not people_list.has_funnel:
        parts = {
            "is_mentee": takes_part(Mentee, request.programme),
            "is_mentor": takes_part(Mentor, request.programme),
        }
        return rows.annotate(**parts)
    return with_funnel(rows, request.today)


def rows_of(request, people_list, page, columns, ticked):
    """The rows as the table shows them; words of the vocabulary are fetched when a column shows them."""
    rows = page.object_list
    if any(column.code == "tags" for column in columns):
        with_tags(rows)
    shown = []
    for row in rows:
        person = row if isinstance(row, Person) else row.person
        cells = [column.value(row, request.access) for column in columns]
        shown.append(Row(str(row.public_id), person.full_name, cells, str(row.public_id) in ticked))
    return shown


def with_tags(rows):
    prefetch_related_objects(rows, Prefetch("tags", Tag.objects.select_related("merged_into")))


def headings_of(request, columns, people_list):
    current = request.GET.get("sort", "") or "name"
    headings = []
    for column in columns:
        title = str(column.title)  # translated once, not in every cell of the column
        if not column.order:
            headings.append(Heading(title, is_number=column.is_number))
            continue
        is_up, is_down = current == column.code, current == f"-{column.code}"
        query = request.GET.copy()
        for name in ("page", "register"):
            query.pop(name, None)
        query["sort"] = f"-{column.code}" if is_up else column.code
        sorted_ = "ascending" if is_up else "descending" if is_down else ""
        headings.append(Heading(title, query.urlencode(), sorted_, column.is_number))
    return headings


def states_with_counts(request, people_list, rows):
    """How many stand where on the way, each with the address of its list. Of all rows that the person may see."""
    if not people_list.has_funnel:
        return []
    awaits = Count("pk", filter=Q(is_awaiting=True))
    rows = with_state(rows, request.today).annotate(
        is_awaiting=Case(When(has_processing(request.today, person="person"), then=False), default=True)
    )
    counted = rows.order_by().values("funnel").annotate(total=Count("pk"), awaiting=awaits)
    totals = {one["funnel"]: one for one in counted}
    url, chosen = reverse(people_list.code), request.GET.get("funnel", "")
    shown = [
        {
            "code": state.value,
            "words": state.label,
            "total": totals[state.value]["total"] if state.value in totals else 0,
            "url": f"{url}?{urlencode({'funnel': state.value})}",
            "is_open": chosen == state.value,
        }
        for state in states_of(people_list.model)
    ]
    on_the_way = [one for code, one in totals.items() if code not in (Funnel.FINISHED, Funnel.LEFT)]
    shown.append(
        {
            "code": "",
            "words": _("Await the consent to processing"),
            "total": sum(one["awaiting"] for one in on_the_way),
            "url": f"{url}?{urlencode({'missing': 'processing'})}",
            "is_open": request.GET.get("missing") == "processing",
        }
    )
    return shown
