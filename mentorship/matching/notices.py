"""What the bell says: a draft that was computed in the background is done; somebody is invited to a group meeting."""

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import CalendarEvent, Kind, Line, Section, Source

from .models import GroupMeeting, MatchingRun

COMPUTED = Kind(code="matching_computed", title=gettext_lazy("A large matching is done"), default=Mode.AT_ONCE)
INVITED = Kind(code="matching_meeting", title=gettext_lazy("An invitation to a group meeting"), default=Mode.BELL)
"""The letter with the invitation is one of its own, so that guests without an account get the same one."""
State = MatchingRun.State


class MatchingNotices(Source):
    """Told by the worker at the end, or when the invitations are sent; nothing is ever due by itself."""

    kinds = (COMPUTED, INVITED)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications if one.kind == COMPUTED.code}
        runs = MatchingRun.objects.filter(pk__in=wanted, deleted_at=None).defer("snapshot").in_bulk()
        wanted = {one.object_id for one in notifications if one.kind == INVITED.code}
        meetings = GroupMeeting.objects.filter(pk__in=wanted, deleted_at=None).in_bulk()
        found = {COMPUTED.code: (runs, line_of), INVITED.code: (meetings, line_of_meeting)}
        lines = {}
        for one in notifications:
            rows, line = found[one.kind]
            if one.object_id in rows:
                lines[one.pk] = line(rows[one.object_id])
        return lines

    def events(self, user, memberships, school, day):
        """Meetings that the person is invited to."""
        return [event_of(row) for row in meetings_of(user).order_by("day", "pk")]


def meetings_of(user):
    """Meetings that an account is invited to, in the current school."""
    own = Q(guests__mentor__person__user=user, guests__mentor__deleted_at=None)
    own |= Q(guests__mentee__person__user=user, guests__mentee__deleted_at=None)
    return GroupMeeting.objects.filter(own, deleted_at=None).distinct()


def line_of_meeting(row):
    return Line(title=when_and_where(row), url=row.invitation_url, section=Section.NEW, thing=f"meeting-{row.pk}")


def when_and_where(row):
    at = f"{row.at:%H:%M}" if row.at else ""
    parts = [_("Group meeting of %(day)s") % {"day": date_format(row.day, "j E Y")}, at, row.place]
    return ", ".join(part for part in parts if part)


def event_of(row):
    return CalendarEvent(
        uid=f"meeting-{row.public_id}",
        title=when_and_where(row),
        first=row.day,
        last=row.day,
        url=row.invitation_url,
        changed_at=row.created_at,
        sequence=row.version,
    )


def line_of(run):
    return Line(title=title_of(run), url=run.get_absolute_url(), section=Section.NEW, thing=f"matching-{run.pk}")


def title_of(run):
    if run.state == State.IMPOSSIBLE:
        return _("Draft No. %(number)d: the wishes exclude one another") % {"number": run.number}
    if run.state == State.FAILED:
        return _("Draft No. %(number)d could not be computed") % {"number": run.number}
    count = run.figures.get("matched", 0)
    words = ngettext(
        "Draft No. %(number)d is ready: %(count)d pair", "Draft No. %(number)d is ready: %(count)d pairs", count
    )
    return words % {"number": run.number, "count": count}
