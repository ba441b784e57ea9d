"""The one place that asks what time it is; everything else is told.

Deadlines are dates in the school's own zone (Samara is UTC+4), instants are UTC. A test clock can be set by
``MENTORSHIP_NOW`` where DEBUG is on, so that screenshots and demonstrations show the same day every time.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now():
    """The present instant, aware and in UTC."""
    return settings.TEST_NOW or timezone.now()  # noqa: TID251


def machine():
    """The machine's own instant, which no test clock stops: for leases and heartbeats, that watch processes."""
    return timezone.now()  # noqa: TID251


def today(zone="Europe/Moscow"):
    """The present day of the calendar in an IANA time zone."""
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
    return now().astimezone(zone).date()


def local(moment: datetime, zone):
    """An instant on the school's wall clock."""
    return moment.astimezone(ZoneInfo(zone))


def days(count):
    """A span of whole days."""
    return timedelta(days=count)
