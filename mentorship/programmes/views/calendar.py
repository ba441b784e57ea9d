"""Working days and holidays of the school."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import RuleBroken

from ..access import requires
from ..forms.calendar import SpecialDayForm
from ..holidays import HOLIDAYS
from ..models import DayOff
from ..services import settings as services


def year_of(request):
    """The year in the address, else the present one; a number that no calendar has is the present one too."""
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 2000 <= int(text) <= 2100 else request.today.year


def page_of_year(year):
    return f"{reverse('settings_calendar')}?year={year}"


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def calendar(request):
    form = SpecialDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            services.add_special_day(school=request.school, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("%(day)s is added.") % {"day": f"{day:%d.%m.%Y}"})
            return redirect(page_of_year(day.year))
    year = year_of(request)
    page = {
        "form": form,
        "year": year,
        "days": DayOff.objects.filter(day__year=year),
        "previous_year": year - 1,
        "next_year": year + 1,
        "has_holidays": year in HOLIDAYS,
    }
    return render(request, "programmes/settings_calendar.html", page, status=422 if form.errors else 200)


@require_POST
@requires("settings.edit")
def add_holidays(request, year):
    count = services.add_holidays(school=request.school, year=year, by=request.user)
    words = ngettext("%(count)d day of %(year)d is added.", "%(count)d days of %(year)d are added.", count)
    messages.success(request, words % {"count": count, "year": year})
    return redirect(page_of_year(year))


@require_POST
@requires("settings.edit")
def remove_day(request, day_off_pk):
    row = get_object_or_404(DayOff, pk=day_off_pk)
    services.remove_special_day(day=row, by=request.user)
    messages.success(request, _("%(day)s is removed.") % {"day": f"{row.day:%d.%m.%Y}"})
    return redirect(page_of_year(row.day.year))
