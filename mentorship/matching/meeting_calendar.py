"""A group meeting as a calendar file (RFC 5545) that goes with the invitation."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

FILE_NAME = "vstrecha.ics"
MIME = "text/calendar"
TITLE = "Групповая встреча наставников и наставляемых"
USUAL_LENGTH = timedelta(hours=1)
"""How long a meeting takes in the calendar; the school does not write it down."""


def calendar_of(meeting):
    """The file as text. It lies with a provider outside: nobody's name is in it."""
    event = Event()
    event.add("uid", f"meeting-{meeting.public_id}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", meeting.created_at)
    event.add("sequence", meeting.version)
    event.add("summary", TITLE)
    if meeting.at:
        begins = datetime.combine(meeting.day, meeting.at, ZoneInfo(meeting.school.time_zone))
        event.add("dtstart", begins)
        event.add("dtend", begins + USUAL_LENGTH)
    else:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
    if meeting.place:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorship//Group meeting//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
