"""The page of the move of classes: choose, look, move, take back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..models import Rollover
from ..services import rollover as services


@require_http_methods(["GET", "POST"])
@requires("people.erase")
def people_rollover(request):
    """Everything that is chosen travels with the form: the preview writes nothing."""
    year = services.year_of(request.today)
    done = services.standing(year)
    rows = [] if done else services.plans()
    step, status = "choose", 200
    if request.method == "POST":
        if done:
            messages.info(request, _("The classes have been moved into this school year already."))
            return redirect("people_rollover")
        read_choices(rows, request.POST)
        step = "check"
        if request.POST.get("step") == "move":
            if request.POST.get("seen") == seen(rows):
                return moved(request, rows, year)
            messages.error(request, _("The list has changed in the meantime. Look at it once more."))
            status = 422
    else:
        for plan in rows:
            plan.teachers_up = set() if plan.is_last else {link.pk for link in plan.teachers}
    context = {
        "rows": rows,
        "step": step,
        "next_year": year + 1,
        "year": year,
        "done": done,
        "may_undo": done and services.may_undo(done, clock.now()),
        "days": services.KEPT_DAYS,
        "seen": seen(rows),
        "conflicts": services.conflicts(rows) if step == "check" else [],
        "new_classes": services.new_classes(rows) if step == "check" else [],
        "totals": {act: sum(len(plan.those(act)) for plan in rows) for act in ("up", "leave", "stay")},
    }
    return render(request, "people/rollover.html", context, status=status)


def moved(request, rows, year):
    try:
        done = services.move(rows=rows, year=year, day=request.today, school=request.school, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("people_rollover")
    undo = reverse("people_rollover_undo", args=[done.public_id])
    words = _("The classes are moved into the school year %(year)s.") % {"year": done}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("people_rollover")


def read_choices(rows, data):
    """Only what is on the page can be chosen: strange numbers change nothing."""
    repeaters, leavers, teachers = (numbers(data.getlist(name)) for name in ("repeats", "leaves", "teacher"))
    for plan in rows:
        acts = {services.LEAVE, services.STAY} if plan.is_last else {services.UP, services.LEAVE, services.STAY}
        chosen = data.get(f"act-{plan.school_class.pk}")
        plan.act = chosen if chosen in acts else plan.act
        here = {person.pk for person in plan.pupils}
        plan.repeaters = repeaters & here
        plan.leavers = leavers & here
        plan.teachers_up = set() if plan.is_last else teachers & {link.pk for link in plan.teachers}


def numbers(texts):
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19}


def seen(rows):
    """Tells one state of the list from another: a pupil who has come since the preview is not moved unseen."""
    parts = [f"{person.pk}.{person.version}" for plan in rows for person in plan.pupils]
    return services.digest(parts)


@require_POST
@requires("people.erase")
def people_rollover_undo(request, public_id):
    done = get_object_or_404(Rollover, public_id=public_id)
    try:
        stayed = services.undo(done=done, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("people_rollover")
    messages.success(request, _("The move into the school year %(year)s is taken back.") % {"year": done})
    if stayed:
        messages.info(request, _("Changed since and left as they are: %(count)d.") % {"count": stayed})
    return redirect("people_rollover")
