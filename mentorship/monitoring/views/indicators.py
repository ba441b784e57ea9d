"""The indicators of a reporting date, as a page and as files, and the people behind each number."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..counting import AGES, counted, people_of, without_year
from ..forms.indicators import OnDayForm
from ..indicators import BASES, SIDES, indicators_of
from ..indicators_report import doubts, of_forms, parts, rules, shown
from ..models.figures import Indicator
from ..report_files import file_of

PEOPLE_A_PAGE = 50


@require_safe
@requires("monitoring.view")
def indicators(request):
    """Every number leads to whom it counts, for those who may see names."""
    programme = request.programme
    form = OnDayForm(request.GET if "on" in request.GET else None, today=request.today)
    page = {"form": form, "day": form.day, "on": "" if form.day == request.today else form.day.isoformat()}
    if programme:
        found = indicators_of(programme, form.day)
        names = request.access.can("people.view")
        page |= {
            "rows": [{"one": one, "cells": shown(one), "url": list_behind(one, names)} for one in found],
            "rules": rules(programme, form.day, found),
            "doubts": doubts(found),
            "forms_of_people": of_forms(programme, form.day),
            "lacks_base": any(one.code in BASES and one.base is None for one in found),
            "may_edit": request.access.can("indicators.edit"),
        }
    return render(request, "monitoring/indicators.html", page, status=422 if form.errors else 200)


def list_behind(one, names):
    """Where the number comes from: answers are behind satisfaction, people behind the rest."""
    if one.code in SIDES:
        return reverse("satisfaction") if one.whole else ""
    return reverse("indicator_people", args=[one.code]) if names else ""


@require_safe
@requires("monitoring.view")
def indicators_file(request, extension):
    if request.programme is None:
        raise Http404
    form = OnDayForm(request.GET if "on" in request.GET else None, today=request.today)
    if form.errors:
        return HttpResponseRedirect(f"{reverse('indicators')}?{request.GET.urlencode()}")
    found = parts(request.programme, form.day)
    return file_of(request, found, title=_("Target indicators"), extension=extension, back="indicators", day=form.day)


@require_safe
@requires("people.view")
def indicator_people(request, indicator_code):
    """Those whom the number counts; ``?unknown=1`` is who could not be counted for want of the year of birth."""
    if indicator_code not in BASES or request.programme is None:
        raise Http404
    code = Indicator(indicator_code)
    form = OnDayForm(request.GET if "on" in request.GET else None, today=request.today)
    is_unknown = code in AGES and bool(request.GET.get("unknown"))
    people = people_of((without_year if is_unknown else counted)(request.programme, code, form.day))
    people = people.select_related("school_class").order_by("name_key", "pk")
    page = {
        "code": code,
        "day": form.day,
        "on": "" if form.day == request.today else form.day.isoformat(),
        "is_unknown": is_unknown,
        "is_partners": code == Indicator.PARTNERS,
        "page_obj": Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "monitoring/indicator_people.html", page)
