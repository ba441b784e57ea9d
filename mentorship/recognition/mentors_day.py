"""Mentor's Day, 2 March: in the calendar of the coordinator who prepares it, and a word two weeks before.

Thanks need their time: nominations are read, orders signed, consents to publishing collected. After the day nothing is
said any more.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import CalendarEvent, Due, Kind, Line, Section, Source
from mentorship.programmes.models import Membership, Programme
from mentorship.programmes.roles import Role

MONTH, DAY_OF_MONTH = 3, 2
AHEAD = timedelta(days=14)
SOON = Kind(
    code="mentors_day",
    title=gettext_lazy("Mentor's Day is in two weeks"),
    default=Mode.DIGEST,
    roles=(Role.COORDINATOR,),
)


def mentors_day(year):
    return date(year, MONTH, DAY_OF_MONTH)


def living_on(day):
    """Programmes that go on on the day and are not closed."""
    return Programme.objects.running_on(day).filter(closed_on=None)


class MentorsDay(Source):
    """A scan that was late tells all the same, until the day itself."""

    kinds = (SOON,)

    def due(self, mornings):
        day, schools = mornings[0].day, [one.school.pk for one in mornings]
        feast = mentors_day(day.year)
        if not feast - AHEAD <= day <= feast:
            return
        programmes = list(living_on(feast).filter(school__in=schools).order_by("pk"))
        coordinators = coordinators_of({one.school_id for one in programmes}, day)
        for one in programmes:
            for user in coordinators.get(one.school_id, ()):
                yield Due(one.school_id, SOON.code, one.pk, feast - AHEAD, user)

    def lines(self, notifications, school, day):
        programmes = Programme.objects.filter(pk__in={one.object_id for one in notifications}).in_bulk()
        return {
            one.pk: line_of(programmes[one.object_id], mentors_day(one.due_on.year), day)
            for one in notifications
            if one.object_id in programmes
        }

    def events(self, user, memberships, school, day):
        if not any(one.role == Role.COORDINATOR for one in memberships):
            return []
        return [event_of(one, feast) for one in Programme.objects.order_by("pk") for feast in feasts_of(one)]


def feasts_of(programme):
    """Every 2 March within the programme's period."""
    years = range(programme.starts_on.year, programme.ends_on.year + 1)
    return [one for one in map(mentors_day, years) if programme.starts_on <= one <= programme.ends_on]


def coordinators_of(schools, day):
    """``{school's id: [user's id]}`` of coordinators; nothing is asked where there is no programme."""
    found = {}
    if not schools:
        return found
    rows = Membership.objects.active_on(day).filter(school__in=schools, role=Role.COORDINATOR)
    for school, user in rows.order_by("user").values_list("school", "user").distinct():
        found.setdefault(school, []).append(user)
    return found


def line_of(programme, feast, day):
    gone = ""
    if day > feast:
        gone = _("Mentor's Day is over.")
    elif programme.closed_on:
        gone = _("The programme is closed.")
    return Line(
        title=str(SOON.title) if day == feast - AHEAD else _("Mentor's Day"),
        note=_("on 2 March: prepare thanks, nominations and awards"),
        url=reverse("awards"),
        section=Section.SOON,
        thing=f"mentors-day-{programme.pk}-{feast.year}",
        withheld=gone,
        last_on=feast,
    )


def event_of(programme, feast):
    """A programme that was closed before the day takes it out of the calendar."""
    is_cancelled = programme.closed_on is not None and programme.closed_on < feast
    return CalendarEvent(
        uid=f"mentors-day-{programme.pk}-{feast.year}",
        title=_("Mentor's Day"),
        first=feast,
        last=feast,
        url=reverse("awards"),
        changed_at=datetime.combine(programme.starts_on, time.min, tzinfo=UTC),
        sequence=int(is_cancelled),
        is_cancelled=is_cancelled,
        has_alarm=False,
    )
