"""A person's deadlines as an iCalendar file (RFC 5545), the same bytes as long as nothing has changed."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

EVERY_HOUR = timedelta(hours=1)
ALARM = timedelta(hours=-15)
"""Nine in the morning of the day before: the event begins at midnight, by the clock of the calendar."""


def calendar_file(school, events):
    """The file of one person's events in a school, as bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorship//Deadlines//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("Mentoring: %(school)s") % {"school": school.short_name}
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", school.time_zone)
    calendar.add("refresh-interval", EVERY_HOUR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(component(school, event))
    return calendar.to_ical()


def component(school, event):
    """One event. It is made and changed at the same moment, so that a file fetched twice is the same file."""
    address = f"{settings.SITE_URL}{event.url}"
    row = Event()
    row.add("uid", f"{event.uid}.{school.public_id}@{settings.MAIL_DOMAIN}")
    row.add("dtstamp", event.changed_at)
    row.add("last-modified", event.changed_at)
    row.add("sequence", event.sequence)
    row.add("dtstart", event.first)
    row.add("dtend", event.last + timedelta(days=1))
    row.add("summary", event.title)
    row.add("description", "\n".join(part for part in (event.note, address) if part))
    row.add("url", address)
    row.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    row.add("transp", "TRANSPARENT")
    if event.has_alarm and not event.is_cancelled:
        row.add_component(alarm(event))
    return row


def alarm(event):
    row = Alarm()
    row.add("action", "DISPLAY")
    row.add("description", event.title)
    row.add("trigger", ALARM)
    return row
