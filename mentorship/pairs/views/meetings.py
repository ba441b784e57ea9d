"""Meetings of a pair: the list, the page of one, what is done with it by one button."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from ..annex import with_people
from ..forms.meeting_corrections import CancelForm, RemarkForm
from ..meeting_calendar import FILE_NAME, MIME, calendar_of
from ..meeting_pages import list_page, meeting_page
from ..models import Meeting, Pairing
from ..services import inviting
from ..services import meetings as services
from ..visibility import may

PER_PAGE = 30


def pair_to(request, action, pairing_id):
    """The pair, if the person may do this with it; else 404, as for a pair that does not exist."""
    rows = Pairing.objects.of(request.programme) if request.programme else Pairing.objects.none()
    pair = get_object_or_404(with_people(rows).select_related("school", "programme"), public_id=pairing_id)
    if not may(request, action, pair):
        raise Http404
    return pair


def meeting_to(request, action, pair_meeting_id, *, in_bin=False):
    """The meeting with its pair, if the person may do this with it."""
    rows = Meeting.objects.filter(pairing__deleted_at=None, pairing__programme=request.programme)
    rows = rows if in_bin else rows.living()
    related = ("school", "pairing__mentor__person__user", "pairing__programme", "pairing__coordinator")
    related += ("recorded_by", "created_by", "mentor__person")
    meeting = get_object_or_404(rows.select_related(*related), public_id=pair_meeting_id)
    if not may(request, action, meeting.pairing):
        raise Http404
    return meeting


@require_safe
@requires("meetings.view", own=True)
def pair_meetings(request, pairing_id):
    pair = pair_to(request, "meetings.view", pairing_id)
    rows, context = list_page(request, pair)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pairs/meetings.html", context | {"page_obj": page})


@require_safe
@requires("meetings.view", own=True)
def meeting(request, pair_meeting_id):
    row = meeting_to(request, "meetings.view", pair_meeting_id)
    return render(request, "pairs/meeting.html", meeting_page(request, row))


@require_safe
@requires("meetings.view", own=True)
def meeting_file(request, pair_meeting_id):
    row = meeting_to(request, "meetings.view", pair_meeting_id)
    answer = HttpResponse(calendar_of([row]), content_type=f"{MIME}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@require_http_methods(["GET", "POST"])
@requires("meetings.edit", own=True)
def meeting_cancel(request, pair_meeting_id):
    row = meeting_to(request, "meetings.edit", pair_meeting_id)
    if row.state != Meeting.State.PLANNED:
        messages.error(request, _("This meeting is not planned any more."))
        return redirect(row)
    data = request.POST if request.method == "POST" else None
    form = CancelForm(data, initial={"version": row.version})
    if data is not None and form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.cancel(
                meeting=row, version=cleaned["version"], reason=cleaned["reason"], by=request.user, day=request.today
            )
        except EditConflict as conflict:
            form.add_error(None, str(conflict))
            form.data = form.data.copy()
            form.data["version"] = conflict.theirs.version
        else:
            words = _("The meeting of %(day)s is called off.") % {"day": date_format(row.day, "j E")}
            messages.success(request, words, extra_tags=undo_of(row))
            return redirect(row)
    context = {"form": form, "meeting": row, "pair": row.pairing}
    return render(request, "pairs/meeting_cancel.html", context, status=422 if form.errors else 200)


@require_POST
@requires("meetings.edit", own=True)
def meeting_bin(request, pair_meeting_id):
    row = meeting_to(request, "meetings.edit", pair_meeting_id)
    services.throw_away(meeting=row, by=request.user, day=request.today)
    words = _("The meeting of %(day)s is in the bin.") % {"day": date_format(row.day, "j E")}
    messages.success(request, words, extra_tags=undo_of(row))
    return redirect("pair_meetings", row.pairing.public_id)


@require_POST
@requires("meetings.edit", own=True)
def meeting_restore(request, pair_meeting_id):
    """Out of the bin, or on again after it was called off."""
    row = meeting_to(request, "meetings.edit", pair_meeting_id, in_bin=True)
    services.restore(meeting=row, by=request.user, day=request.today)
    messages.success(request, _("The meeting of %(day)s is back.") % {"day": date_format(row.day, "j E")})
    return redirect(row)


@require_POST
@requires("meetings.edit", own=True)
def meeting_invite(request, pair_meeting_id):
    """Invite both sides to a meeting that nobody was told of, or whoever has an address by now."""
    row = meeting_to(request, "meetings.edit", pair_meeting_id)
    if row.state == Meeting.State.PLANNED:
        inviting.invite([row], by=request.user, day=request.today)
        messages.success(request, _("Both sides are invited to the meeting."))
    return redirect(row)


@require_POST
@requires("meetings.edit")
def meeting_remark(request, pair_meeting_id):
    row = meeting_to(request, "meetings.edit", pair_meeting_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.remark(meeting=row, version=cleaned["version"], text=cleaned["remark"], by=request.user)
        except (EditConflict, RuleBroken) as error:
            form.add_error(None, str(error))
            row.refresh_from_db(fields=["version", "remark"])
            form.data = form.data.copy()
            form.data["version"] = row.version
        else:
            messages.success(request, _("The remark is saved."))
            return redirect(row)
    return render(request, "pairs/meeting.html", meeting_page(request, row, remark_form=form), status=422)


def undo_of(row):
    return f"undo:{reverse('meeting_restore', args=[row.public_id])}"
