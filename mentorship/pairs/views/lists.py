"""Pairs and groups of the programme."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..annex import mentees_of, with_people
from ..forms.filters import PairsFilterForm
from ..looks import gone_from, look_of
from ..services.history import waiting
from ..visibility import pairings_for

PER_PAGE = 50


@require_safe
@requires("pairs.view", own=True)
def pairs(request):
    form = PairsFilterForm(request.GET, programme=request.programme)
    rows = form.narrow(pairings_for(request)).order_by("mentor__person__name_key", "pk")
    page = Paginator(with_people(rows).select_related("order"), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.look = look_of(row)
        row.shown = mentees_of(row)
        row.gone = gone_from(row, request.today)
    sees_orders = request.access.can("orders.view")
    return render(
        request,
        "pairs/list.html",
        {
            "page_obj": page,
            "form": form,
            "is_narrowed": form.is_narrowed,
            "sees_orders": sees_orders,
            "may_edit": request.access.can("pairs.edit") and request.programme is not None,
            "waiting": waiting(request.programme).count() if sees_orders and request.programme else 0,
        },
    )
