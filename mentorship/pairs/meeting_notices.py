"""What the bell, the digest and the own calendar say of meetings of pairs."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorship.notifications.sources import CalendarEvent, Due, Line, Section, Source
from mentorship.programmes.calendar import WorkingCalendar

from .meeting_calendar import where_of
from .meeting_kinds import INVITED, TOMORROW, UNRECORDED
from .models import LIVING, Meeting, PairingMentee, Substitution

State = Meeting.State
DAY = timedelta(days=1)
UNRECORDED_DAYS = 7
"""A morning that nobody asked about is caught up within a week; afterwards the health of the pair tells."""
LONGEST_REST = 16
"""Days without school before which a meeting is still told on the last school day."""


class MeetingNotices(Source):
    """On the school day before a meeting both sides hear of it; the day after it the mentor hears that nothing is
    recorded."""

    kinds = (INVITED, TOMORROW, UNRECORDED)

    def due(self, mornings):
        day, calendars = mornings[0].day, {one.school.pk: one.calendar for one in mornings}
        rows = Meeting.objects.planned().filter(school__in=calendars, pairing__state__in=LIVING)
        rows = rows.filter(day__gte=day - DAY * UNRECORDED_DAYS, day__lte=day + DAY * LONGEST_REST).exclude(day=day)
        found = list(rows.values_list("pk", "school_id", "day", "pairing_id", *MENTOR))
        pairs = {row[3] for row in found}
        mentees, standing_in = mentees_of(pairs), substitutes_of(pairs, day)
        for pk, school, when, pairing, user, is_active in found:
            mentors = {user} if user and is_active else set()
            mentors |= standing_in[pairing]
            if when < day:
                yield from (Due(school, UNRECORDED.code, pk, when + DAY, one) for one in sorted(mentors))
            elif (told_on := day_before(when, calendars[school])) <= day:
                both = sorted(mentors | mentees[pairing])
                yield from (Due(school, TOMORROW.code, pk, told_on, one) for one in both)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications}
        rows = Meeting.objects.living().filter(pk__in=wanted).select_related("pairing").in_bulk()
        calendar = WorkingCalendar.of(school)
        return {
            one.pk: line_of(one, rows[one.object_id], day, calendar) for one in notifications if one.object_id in rows
        }

    def events(self, user, memberships, school, day):
        return [event_of(one) for one in meetings_of(user).order_by("day", "at", "pk")]


MENTOR = ("pairing__mentor__person__user", "pairing__mentor__person__user__is_active")


def mentees_of(pairings):
    """``{pair: accounts of its mentees}``, in one query."""
    rows = PairingMentee.objects.filter(pairing__in=pairings, left_on=None, mentee__person__user__is_active=True)
    return by_pairing(rows.values_list("pairing", "mentee__person__user"))


def substitutes_of(pairings, day):
    """``{pair: accounts of those who stand in for its mentor on the day}``, in one query."""
    rows = Substitution.objects.filter(pairing__in=pairings, starts_on__lte=day, ends_on__gte=day, deleted_at=None)
    rows = rows.filter(mentor__person__user__is_active=True)
    return by_pairing(rows.values_list("pairing", "mentor__person__user"))


def by_pairing(rows):
    found = defaultdict(set)
    for pairing, user in rows:
        found[pairing].add(user)
    return found


def meetings_of(user):
    """Planned and called-off meetings of the pairs of an account, in the current school."""
    own = PairingMentee.objects.filter(mentee__person__user=user, left_on=None).values("pairing")
    rows = Meeting.objects.filter(Q(pairing__mentor__person__user=user) | Q(pairing__in=own))
    rows = rows.exclude(state=State.HELD).filter(pairing__deleted_at=None)
    return rows.select_related("pairing")


def day_before(when, calendar):
    """The last school day before a meeting."""
    return calendar.previous_working_day(when - DAY)


def line_of(notification, meeting, day, calendar):
    kind, withheld = notification.kind, ""
    is_planned = meeting.state == State.PLANNED
    if kind == TOMORROW.code and (
        not is_planned or meeting.day < day or day_before(meeting.day, calendar) != notification.due_on
    ):
        withheld = _("The meeting is not planned for this day any more.")
    if kind == UNRECORDED.code and (not is_planned or meeting.day >= day):
        withheld = _("The meeting is recorded, moved or called off.")
    return Line(
        title=title_of(kind, meeting, day),
        url=meeting.get_absolute_url(),
        section=section_of(kind),
        act_url=record_url(meeting) if kind == UNRECORDED.code else "",
        thing=f"pair-meeting-{meeting.pk}",
        withheld=withheld,
        last_on=meeting.day,
    )


def section_of(kind):
    return {TOMORROW.code: Section.SOON, UNRECORDED.code: Section.ASKED}.get(kind, Section.NEW)


def record_url(meeting):
    return f"{reverse('meeting_new', args=[meeting.pairing.public_id])}?meeting={meeting.public_id}"


def title_of(kind, meeting, day):
    """No names: the subject of a letter is read over shoulders."""
    when = date_format(meeting.day, "j E") + (f", {meeting.at:%H:%M}" if meeting.at else "")
    values = {"when": when}
    if kind == UNRECORDED.code:
        return _("The meeting of %(when)s is not recorded") % values
    if meeting.state == State.CANCELLED:
        return _("The meeting of %(when)s is called off") % values
    words = {day: _("Today: meeting, %(when)s"), day + DAY: _("Tomorrow: meeting, %(when)s")}
    told = words.get(meeting.day, _("Meeting planned: %(when)s")) % values
    return ", ".join(part for part in (told, where_of(meeting)) if part)


def event_of(meeting):
    is_off = meeting.state == State.CANCELLED or meeting.deleted_at is not None
    at = f", {meeting.at:%H:%M}" if meeting.at else ""
    return CalendarEvent(
        uid=f"pair-meeting-{meeting.public_id}",
        title=_("Meeting of the pair") + at,
        first=meeting.day,
        last=meeting.day,
        url=meeting.get_absolute_url(),
        note=where_of(meeting),
        changed_at=meeting.recorded_at or meeting.created_at,
        sequence=meeting.version,
        is_cancelled=is_off,
    )
