"""The first page of each person, and the region's view from above."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from mentorship.programmes.models import Region, School

from .queries import FEWEST, participants_of

SCHOOLS_A_PAGE = 50


@require_GET
def home(request):
    """Where a person's day begins: the school's day, the region, or a word to whoever has neither."""
    if request.school:
        return redirect("today")
    if Region.objects.filter(operators__user=request.user).exists():
        return redirect("region")
    return render(request, "dashboard/no_school.html")


@require_GET
def region(request):
    """Schools of the operator's regions: names, places and how many people take part; never who."""
    regions = list(Region.objects.filter(operators__user=request.user))
    if not regions:
        raise PermissionDenied
    schools = School.objects.filter(region__in=regions).select_related("region")
    page_obj = Paginator(schools, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page_obj)
    counted = participants_of(shown, request.today)
    page = {
        "regions": regions,
        "page_obj": page_obj,
        "rows": [(school, counted[school.pk].cells) for school in shown],
        "fewest": FEWEST,
    }
    return render(request, "dashboard/region.html", page)
