"""Pairs and groups of the programme."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..annex import mentees_of, with_people
from ..forms.filters import PairsFilterForm
from ..health import reasons_of, settings_of, with_reasons
from ..looks import gone_from, look_of
from ..services.history import waiting
from ..visibility import pairings_for

PER_PAGE = 50


@require_safe
@requires("pairs.list", own=True)
def pairs(request):
    sees_health = request.access.can("health.view")
    form = PairsFilterForm(request.GET, programme=request.programme, sees_health=sees_health)
    rows = pairings_for(request)
    if sees_health:
        rows = with_reasons(rows, settings_of(request.school), request.today)
    rows = form.narrow(rows).order_by("mentor__person__name_key", "pk")
    page = Paginator(with_people(rows).select_related("order"), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.look = look_of(row)
        row.shown = mentees_of(row)
        row.gone = gone_from(row, request.today)
        row.reasons = reasons_of(row) if sees_health else []
    sees_orders = request.access.can("orders.view")
    return render(
        request,
        "pairs/list.html",
        {
            "page_obj": page,
            "form": form,
            "is_narrowed": form.is_narrowed,
            "sees_orders": sees_orders,
            "sees_health": sees_health,
            "may_edit": request.access.can("pairs.edit") and request.programme is not None,
            "waiting": waiting(request.programme).count() if sees_orders and request.programme else 0,
        },
    )
