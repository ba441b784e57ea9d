"""Planning meetings of a pair: one or a series."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.calendar import WorkingCalendar

from ..forms.meetings import PlanForm
from ..meeting_facts import kind_to_come, last_held
from ..models import LIVING, Meeting
from ..services import meetings as services
from .meeting_record import bin_of
from .meetings import pair_to


@require_http_methods(["GET", "POST"])
@requires("meetings.edit", own=True)
def meeting_plan(request, pairing_id):
    pair = pair_to(request, "meetings.edit", pairing_id)
    if pair.state not in LIVING:
        messages.error(request, _("Meetings are planned for pairs that are agreed and have not ended."))
        return redirect(pair)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, pairing=pair, today=request.today, initial=first_values(pair, request.today))
    if data is not None and form.is_valid():
        try:
            done = plan_series(request, pair, form) if form.cleaned_data["every"] else plan_one(request, pair, form)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            return done
    places = [place for place in pair.places.all() if place.left_on is None]
    context = {"form": form, "pair": pair, "mentees": [place.mentee for place in places]}
    return render(request, "pairs/meeting_plan.html", context, status=422 if form.errors else 200)


def first_values(pair, day):
    last = last_held(pair, day)
    return {
        "kind": kind_to_come(pair, day),
        "format": last.format if last else Meeting.Format.IN_PERSON,
        "place": last.place if last else pair.place,
        "until": pair.ends_on if pair.ends_on and pair.ends_on > day else None,
    }


def plan_one(request, pair, form):
    data = form.cleaned_data
    row = services.plan(
        pairing=pair,
        appointment=form.appointment(),
        key=data["key"],
        by=request.user,
        day=request.today,
        is_told=data["is_told"],
    )
    words = _("A meeting is planned for %(day)s.") % {"day": date_format(row.day, "j E")}
    messages.success(request, words, extra_tags=bin_of(row))
    return redirect(row)


def plan_series(request, pair, form):
    data = form.cleaned_data
    rows, skipped = services.plan_series(
        pairing=pair,
        appointment=form.appointment(),
        every_weeks=int(data["every"]),
        until=data["until"],
        key=data["key"],
        calendar=WorkingCalendar.of(request.school, data["day"], data["until"]),
        by=request.user,
        day=request.today,
        is_told=data["is_told"],
    )
    words = ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", len(rows))
    words = words % {"count": len(rows)}
    if skipped:
        days = ", ".join(date_format(day, "j E") for day in skipped)
        words += " " + _("Left out, because the school does not work: %(days)s.") % {"days": days}
    messages.success(request, words)
    return redirect("pair_meetings", pair.public_id)
