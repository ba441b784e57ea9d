"""Guests of a group meeting: ticked as having come, taken off the list, invited in addition."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.access import requires

from ..forms.meetings import OtherGuestsForm
from ..guests import classes_of_others, others
from ..services import meetings as services
from .meetings import GUESTS_PER_PAGE, meeting_for

UNDO, REMOVED = "meeting_attendance_undo", "meeting_guests_removed"


def numbers_of(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 19}


@require_POST
@requires("matching.edit")
def matching_attendance(request, meeting_id):
    """Ticks of the guests that the page showed; «все пришли» ticks all of them, «убрать» takes the ticked off."""
    row = meeting_for(request, meeting_id)
    shown = numbers_of(request.POST.get("shown", "").split(","))
    ticked = numbers_of(request.POST.getlist("guest")) & shown
    if "remove" in request.POST:
        return uninvite(request, row, ticked)
    was = numbers_of(request.POST.get("was", "").split(",")) & shown
    came = shown if "everybody" in request.POST else ticked
    changed = services.mark_attendance(
        row, shown=shown, came=came - was, missed=was - came, by=request.user, day=request.today
    )
    tell(request, row, changed)
    return redirect(back_to(request, row))


def uninvite(request, row, ticked):
    removed = services.uninvite(row, ticked, by=request.user)
    if not removed:
        messages.info(request, _("Nobody is ticked."))
        return redirect(back_to(request, row))
    request.session[REMOVED] = [str(row.public_id), removed]
    count = len(removed)
    words = ngettext("%(count)d guest is taken off the list.", "%(count)d guests are taken off the list.", count)
    undo = f"undo:{reverse('matching_guests_undo', args=[row.public_id])}"
    messages.success(request, words % {"count": count}, extra_tags=undo)
    return redirect(back_to(request, row))


@require_POST
@requires("matching.edit")
def matching_guests_undo(request, meeting_id):
    row = meeting_for(request, meeting_id)
    number, removed = request.session.pop(REMOVED, ("", []))
    if number == str(row.public_id):
        services.invite_again(row, removed, by=request.user)
    messages.success(request, _("The list of guests is as it was."))
    return redirect(row)


def tell(request, row, changed):
    """Say what was saved and how to take it back."""
    if not changed:
        messages.success(request, _("Nothing has changed in the attendance."))
        return
    request.session[UNDO] = [str(row.public_id), list(changed.items())]
    words = ngettext("Attendance is saved: %(count)d mark.", "Attendance is saved: %(count)d marks.", len(changed))
    undo = f"undo:{reverse('matching_attendance_undo', args=[row.public_id])}"
    messages.success(request, words % {"count": len(changed)}, extra_tags=undo)


@require_POST
@requires("matching.edit")
def matching_attendance_undo(request, meeting_id):
    row = meeting_for(request, meeting_id)
    number, marks = request.session.pop(UNDO, ("", []))
    if number == str(row.public_id):
        services.write_marks(row, dict(marks), by=request.user)
    messages.success(request, _("The attendance is as it was."))
    return redirect(row)


def back_to(request, row):
    """The page of the list that the form stood on."""
    query = request.POST.get("query", "")
    return f"{row.get_absolute_url()}?{query}" if query and "\n" not in query else row.get_absolute_url()


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_guests(request, meeting_id):
    """Who else can be invited: everybody who is ready and not on the list.

    «Добавить всех найденных» takes those of the other pages too.
    """
    row = meeting_for(request, meeting_id)
    model = Mentor if request.GET.get("side") == "mentor" else Mentee
    rows = others(row, model, day=request.today)
    form = OtherGuestsForm(request.GET, classes=classes_of_others(rows))
    found = form.narrow(rows)
    if request.method == "POST":
        numbers = numbers_of(request.POST.getlist("guest"))
        chosen = found if "everybody" in request.POST else rows.filter(pk__in=numbers)
        count = services.invite_more(row, chosen, by=request.user)
        words = ngettext("%(count)d guest is added.", "%(count)d guests are added.", count)
        messages.success(request, words % {"count": count})
        return redirect(row)
    context = {
        "meeting": row,
        "filter_form": form,
        "is_filtered": form.is_used,
        "page_obj": Paginator(found, GUESTS_PER_PAGE).get_page(request.GET.get("page")),
        "side": "mentor" if model is Mentor else "mentee",
    }
    return render(request, "matching/meeting_guests.html", context)
