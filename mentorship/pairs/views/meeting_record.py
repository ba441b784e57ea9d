"""Recording a meeting, and correcting what was recorded or planned."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.meeting_corrections import CorrectForm, MoveForm
from ..forms.meetings import LENGTHS, RecordForm
from ..meeting_facts import (
    held_of,
    kind_to_come,
    last_held,
    notes_ahead,
    planned_of,
    waiting_to_be_recorded,
)
from ..meeting_rules import next_kind
from ..meeting_words import GUIDES
from ..models import LIVING, Meeting, MeetingKind, PairingMentee, PairingState
from ..services import meetings as services
from ..visibility import leads
from .meetings import meeting_to, pair_to

SOON = timedelta(days=7)


@require_http_methods(["GET", "POST"])
@requires("meetings.edit", own=True)
def meeting_new(request, pairing_id):
    """The page that is opened most: everything is filled in but the length."""
    pair = pair_to(request, "meetings.edit", pairing_id)
    if pair.state == PairingState.PROPOSED:
        messages.error(request, _("The pair is not agreed yet."))
        return redirect(pair)
    data = request.POST if request.method == "POST" else None
    planned = planned_for(pair, (data or request.GET).get("meeting"), request.today)
    if planned and planned.state == Meeting.State.HELD and data is None:
        return redirect(planned)
    is_mentor = leads(request, pair)
    form = RecordForm(
        data,
        pairing=pair,
        places=places_of(pair),
        is_mentor=is_mentor,
        today=request.today,
        initial=first_values(pair, planned, request.today),
    )
    if data is not None and form.is_valid():
        try:
            row, ahead = save(request, pair, planned, form)
        except (EditConflict, RuleBroken) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words_of(row, ahead), extra_tags="" if planned else bin_of(row))
            return redirect(row)
    context = page_of(request, pair, planned, form)
    return render(request, "pairs/meeting_new.html", context, status=422 if form.errors else 200)


def planned_for(pair, wanted, day):
    """The planned meeting that is recorded: the one asked for, else the one whose day has come; «new» for none."""
    if wanted == "new":
        return None
    try:
        number = uuid.UUID(wanted or "")
    except ValueError:
        return waiting_to_be_recorded(pair, day) if wanted is None else None
    return Meeting.objects.living().filter(pairing=pair, public_id=number).first()


def soon_planned(pair, day):
    """A meeting that is planned for the next days: it may have been held earlier than it was planned."""
    return planned_of(pair).filter(day__gt=day, day__lte=day + SOON).first()


def places_of(pair):
    rows = PairingMentee.objects.filter(pairing=pair).select_related("mentee__person__school_class")
    return list(rows.order_by("left_on", "mentee__person__name_key", "pk"))


def first_values(pair, planned, day):
    """What the page knows before anybody has typed anything."""
    last = last_held(pair, day)
    values = {
        "kind": kind_to_come(pair, day),
        "day": day,
        "format": last.format if last else Meeting.Format.IN_PERSON,
        "place": last.place if last else pair.place,
    }
    if planned:
        values |= {name: getattr(planned, name) for name in ("kind", "at", "format", "place", "topic")}
        values |= {"day": min(planned.day, day), "meeting": planned.public_id}
        values |= length_in_form(planned.minutes)
    return values


def length_in_form(minutes):
    if minutes in LENGTHS:
        return {"minutes": str(minutes)}
    return {"other_minutes": minutes} if minutes else {}


def save(request, pair, planned, form):
    """Record the meeting and, where its day was written, plan the next one. Answers both."""
    data, record = form.cleaned_data, form.record()
    row = services.record(
        pairing=pair, record=record, key=data["key"], by=request.user, day=request.today, meeting=planned
    )
    ahead = data["next_day"]
    if not ahead or pair.state not in LIVING:
        return row, None
    there = planned_of(pair).filter(day=ahead).first()
    if there:
        return row, there
    return row, services.plan(
        pairing=pair,
        appointment=services.Appointment(
            day=ahead,
            kind=next_kind(held_of(pair), ahead, pair.ends_on),
            at=data["next_at"],
            format=record.format,
            place=record.place,
        ),
        key=uuid.uuid5(data["key"], "next"),
        by=request.user,
        day=request.today,
    )


def bin_of(row):
    """«Отменить» of a meeting that was recorded or planned by mistake."""
    return f"undo:{reverse('meeting_bin', args=[row.public_id])}"


def words_of(row, ahead):
    words = _("The meeting of %(day)s is recorded.") % {"day": date_format(row.day, "j E")}
    if ahead:
        when = date_format(ahead.day, "j E") + (f", {ahead.at:%H:%M}" if ahead.at else "")
        words += " " + _("The next one: %(when)s.") % {"when": when}
    return words


def page_of(request, pair, planned, form):
    kind = form["kind"].value() or MeetingKind.REGULAR
    kind = kind if kind in MeetingKind.values else MeetingKind.REGULAR
    sees = request.access.can("health.view")
    return {
        "form": form,
        "pair": pair,
        "mentees": [one.mentee for one in form.places if one.left_on is None],
        "planned": planned,
        "ahead": None if planned else soon_planned(pair, request.today),
        "is_mentor": "useful" in form.fields,
        "guides": [(one, GUIDES[one]) for one in MeetingKind],
        "kind": kind,
        "notes": notes_ahead(pair, kind, request.today, sees_both_sides=sees),
        "may_plan": pair.state in LIVING,
    }


@require_http_methods(["GET", "POST"])
@requires("meetings.edit", own=True)
def meeting_edit(request, pair_meeting_id):
    """A planned meeting is moved, a held one corrected; one that was called off is first put on again."""
    row = meeting_to(request, "meetings.edit", pair_meeting_id)
    if row.state == Meeting.State.CANCELLED:
        messages.error(request, _("This meeting was called off."))
        return redirect(row)
    data = request.POST if request.method == "POST" else None
    if row.state == Meeting.State.PLANNED:
        form, save_form = MoveForm(data, instance=row, today=request.today), move
    else:
        form = CorrectForm(
            data,
            instance=row,
            today=request.today,
            places=places_of(row.pairing),
            is_mentor=leads(request, row.pairing),
        )
        save_form = correct
    return edit_page(
        request,
        form=form,
        save=lambda form: save_form(request, Meeting.objects.get(pk=row.pk), form),
        done=row.get_absolute_url(),
        message=_("The meeting is saved."),
        template="pairs/meeting_edit.html",
        page={"meeting": row, "pair": row.pairing},
    )


def move(request, row, form):
    services.move(
        meeting=row,
        version=form.seen_version,
        changes=form.changes,
        words=form.changes_in_words,
        by=request.user,
        day=request.today,
    )


def correct(request, row, form):
    services.correct(
        meeting=row,
        version=form.seen_version,
        changes=form.changes,
        words=form.told_words,
        present=form.came(),
        by=request.user,
    )
