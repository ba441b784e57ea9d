"""When a school is spoken to: from its hour of sending until the evening, on its working days, by its own clock."""

from collections import defaultdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from mentorship.common import clock
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import DayOff, ReminderSettings

from ..sources import Morning

QUIET_FROM = time(20)
FORWARD, BACK = clock.days(140), clock.days(140)
"""How far from the day the working calendar is read: reminders are set at most 60 days from a deadline, before it or
after it, and a milestone must not change its day because a holiday has gone out of sight."""


def mornings_of(schools, now):
    """The schools as they are at an instant, two queries for all: ``[Morning]``, open or not.

    The scope holds these schools.
    """
    if not schools:
        return []
    local = {school.pk: clock.local(now, school.time_zone).date() for school in schools}
    rules = {row.school_id: row for row in ReminderSettings.objects.all()}
    first, last = min(local.values()) - BACK, max(local.values()) + FORWARD
    rows = DayOff.objects.filter(day__range=(first, last)).order_by()
    special = defaultdict(dict)
    for school, day, is_working in rows.values_list("school", "day", "is_working"):
        special[school][day] = is_working
    return [
        Morning(
            school=school,
            day=local[school.pk],
            settings=rules.get(school.pk) or ReminderSettings(school=school),
            calendar=WorkingCalendar(school.has_saturdays, dict(special[school.pk])),
        )
        for school in schools
    ]


def is_open(morning, now):
    """The school may be spoken to: it is a working day, after the hour of sending and before the evening."""
    hour = clock.local(now, morning.school.time_zone).time()
    return morning.calendar.is_working_day(morning.day) and time(morning.settings.send_hour) <= hour < closing(morning)


def closing(morning):
    """A school that sends in the evening is open until midnight."""
    return QUIET_FROM if morning.settings.send_hour < QUIET_FROM.hour else time.max


def next_opening(morning, now):
    """The instant at which the school may be spoken to: now, or the hour of sending of a working day to come."""
    if is_open(morning, now):
        return now
    local = clock.local(now, morning.school.time_zone)
    is_later_today = local.time() < time(morning.settings.send_hour)
    day = morning.calendar.next_working_day(morning.day if is_later_today else morning.day + clock.days(1))
    return datetime.combine(day, time(morning.settings.send_hour), ZoneInfo(morning.school.time_zone))
