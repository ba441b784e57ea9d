"""The region's view from above: numbers of schools, never names."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from mentorship.common import xlsx
from mentorship.monitoring.consolidated import table_of
from mentorship.monitoring.forms.region import Columns, MappingForm, RequestForm, columns_in
from mentorship.monitoring.models import ColumnMapping, FiguresAnswer, FiguresRequest, SchoolFigures
from mentorship.monitoring.regional import (
    COLUMNS,
    LEAST,
    all_figures,
    cells_of,
    ordered,
    schools_of,
    totals_of,
    with_figures,
    within,
)
from mentorship.monitoring.services import region as acts
from mentorship.people.views.files import paper
from mentorship.programmes.models import Region, School

SCHOOLS_A_PAGE = 50
REQUESTS_A_PAGE = 20


def of_region(view):
    """Close a view to everybody but operators; ``request.regions`` are the person's own."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        request.regions = Region.objects.filter(operators__user=request.user)
        if not request.regions.exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_GET
@of_region
def region(request):
    """Schools sorted by any column, with the change against a month ago and the sums; small numbers are hidden."""
    order = request.GET.get("order", "name")
    with within(request.regions):
        rows = with_figures(schools_of(request.regions))
        if words := request.GET.get("q", "").strip()[:100]:
            rows = rows.filter(short_name__icontains=words) | rows.filter(city__icontains=words)
        page_obj = Paginator(ordered(rows, order), SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
        shown = [(school, cells_of(school)) for school in page_obj]
        totals, hidden = totals_of(rows)
    page = {
        "regions": request.regions,
        "page_obj": page_obj,
        "rows": shown,
        "columns": heads_of(order),
        "totals": totals,
        "hidden": hidden,
        "fewest": LEAST,
        "order": order,
        "q": words,
    }
    return render(request, "dashboard/region.html", page)


def heads_of(order):
    """The columns with the address that sorts by them: once more turns the order round, numbers begin with the most."""
    heads = [("name", _("School")), *COLUMNS.items()]
    return [
        {
            "name": name,
            "title": title,
            "order": next_order(name, order),
            "is_up": order == name,
            "is_down": order == f"-{name}",
        }
        for name, title in heads
    ]


def next_order(name, order):
    first = name if name == "name" else f"-{name}"
    other = f"-{name}" if name == "name" else name
    return other if order == first else first


@require_GET
@of_region
def region_school(request, school_id):
    """All numbers of one school; the school itself is not opened to the region."""
    school = get_object_or_404(schools_of(request.regions), public_id=school_id)
    with scope(school=school):
        row = SchoolFigures.objects.first()
    before = dict(all_figures(row.month_ago)) if row else {}
    now = all_figures(row.figures) if row else []
    page = {
        "shown_school": school,
        "row": row,
        "lines": [(title, words, before.get(title, "—")) for title, words in now],
    }
    return render(request, "dashboard/region_school.html", page)


@require_GET
@of_region
def region_requests(request):
    rows = FiguresRequest.objects.filter(region__in=request.regions).select_related("region")
    page_obj = Paginator(rows, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    with within(request.regions):
        answers = FiguresAnswer.objects.filter(request__in=[one.pk for one in page_obj])
        counted = {}
        for pk, sent in answers.values_list("request", "sent_at"):
            given, whole = counted.get(pk, (0, 0))
            counted[pk] = given + bool(sent), whole + 1
    page = {
        "page_obj": page_obj,
        "rows": [(one, counted.get(one.pk, (0, 0))) for one in page_obj],
        "today": request.today,
    }
    return render(request, "dashboard/region_requests.html", page)


@require_http_methods(["GET", "POST"])
@of_region
def region_request_new(request):
    form = RequestForm(request.POST or None, regions=request.regions, today=request.today)
    if request.method == "POST" and form.is_valid():
        made = acts.ask(by=request.user, **form.cleaned_data)
        return redirect("region_request_answers", made.public_id)
    return render(request, "dashboard/region_request_new.html", {"form": form}, status=422 if form.errors else 200)


def request_or_404(request, request_id):
    rows = FiguresRequest.objects.filter(region__in=request.regions).select_related("region")
    return get_object_or_404(rows, public_id=request_id)


@require_GET
@of_region
def region_request_answers(request, request_id):
    """Who has given the figures and who has not."""
    asked = request_or_404(request, request_id)
    schools = School.objects.filter(region=asked.region).order_by("short_name", "pk")
    with scope(school=list(schools)):
        given = dict(FiguresAnswer.objects.filter(request=asked).values_list("school", "sent_at"))
    missing_only = request.GET.get("show") == "missing"
    rows = [one for one in schools if not (missing_only and given.get(one.pk))]
    page_obj = Paginator(rows, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "asked": asked,
        "page_obj": page_obj,
        "rows": [(one, given.get(one.pk)) for one in page_obj],
        "given": sum(bool(sent) for sent in given.values()),
        "whole": len(given),
        "mappings": ColumnMapping.objects.filter(region=asked.region),
        "missing_only": missing_only,
    }
    return render(request, "dashboard/region_request.html", page)


@require_GET
@of_region
def region_request_file(request, request_id):
    """The consolidated table; ``?form=`` lays it out in the region's own form."""
    asked = request_or_404(request, request_id)
    chosen = request.GET.get("form", "")
    mapping = None
    if chosen:
        if not chosen.isdecimal():
            raise Http404
        mapping = get_object_or_404(ColumnMapping, pk=chosen, region=asked.region)
    table = table_of(asked, mapping)
    return paper(xlsx.table_to_xlsx(table, has_filters=True), xlsx.MIME, f"{table.title}.xlsx")


@require_POST
@of_region
def region_request_close(request, request_id):
    asked = request_or_404(request, request_id)
    acts.close(request=asked)
    return redirect("region_request_answers", asked.public_id)


@require_GET
@of_region
def region_forms(request):
    rows = ColumnMapping.objects.filter(region__in=request.regions).select_related("region")
    page_obj = Paginator(rows, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/region_forms.html", {"page_obj": page_obj})


@require_http_methods(["GET", "POST"])
@of_region
def region_form_new(request):
    return form_page(request, ColumnMapping(region=request.regions.first()))


@require_http_methods(["GET", "POST"])
@of_region
def region_form(request, mapping_pk):
    return form_page(request, get_object_or_404(ColumnMapping, pk=mapping_pk, region__in=request.regions))


def form_page(request, row):
    """The columns in their order; a form with the same title in the region and a later saver are told."""
    initial = {"region": row.region_id, "title": row.title, "version": row.version}
    form = MappingForm(request.POST or None, initial=initial, regions=request.regions)
    columns = Columns(request.POST or None, initial=row.columns, prefix="columns")
    if request.method == "POST" and form.is_valid() and columns.is_valid() and did_save(form, columns, row):
        return redirect("region_forms")
    page = {"form": form, "columns": columns, "row": row}
    has_errors = request.method == "POST"
    return render(request, "dashboard/region_form.html", page, status=422 if has_errors else 200)


def did_save(form, columns, row):
    data, found = form.cleaned_data, columns_in(columns)
    same = ColumnMapping.objects.filter(region=data["region"], title=data["title"]).exclude(pk=row.pk)
    if not found:
        form.add_error(None, _("Name at least one column."))
    elif same.exists():
        form.add_error("title", _("There is a form of this title already."))
    elif row.pk is None:
        ColumnMapping.objects.create(region=data["region"], title=data["title"], columns=found)
    elif not ColumnMapping.objects.filter(pk=row.pk, version=data["version"]).update(
        region=data["region"], title=data["title"], columns=found, version=data["version"] + 1
    ):
        form.add_error(None, _("Somebody has changed this form in the meantime: look at yours and save once more."))
        form.data = form.data.copy()
        form.data["version"] = str(ColumnMapping.objects.get(pk=row.pk).version)
    return not form.errors
