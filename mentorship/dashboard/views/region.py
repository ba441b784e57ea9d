"""The region's view from above: numbers of schools, never names."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_scopes import scope

from mentorship.monitoring.forms.region import SchoolsFilter
from mentorship.monitoring.models import SchoolFigures
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
from mentorship.programmes.models import Region

SCHOOLS_A_PAGE = 50


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
    schools = schools_of(request.regions)
    form = SchoolsFilter(request.GET, schools=schools)
    with within(request.regions):
        rows = form.narrow(with_figures(schools))
        page_obj = Paginator(ordered(rows, form.chosen_order), SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
        shown = [(school, cells_of(school)) for school in page_obj]
        totals, hidden = totals_of(rows)
    page = {
        "regions": request.regions,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "page_obj": page_obj,
        "rows": shown,
        "columns": heads_of(form.chosen_order),
        "totals": totals,
        "hidden": hidden,
        "fewest": LEAST,
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
