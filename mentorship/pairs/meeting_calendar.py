"""Meetings of a pair as a calendar file (RFC 5545), for the letters and for the own calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from mentorship.common import ru

from .models import Meeting, MeetingKind

FILE_NAME = "vstrecha.ics"
MIME = "text/calendar"
USUAL_MINUTES = 45
ALARM = timedelta(hours=-2)
NAMES = {
    MeetingKind.ORGANISING: "встреча-знакомство",
    MeetingKind.TRIAL: "пробная рабочая встреча",
    MeetingKind.PLANNING: "встреча-планирование",
    MeetingKind.REGULAR: "встреча пары",
    MeetingKind.CLOSING: "итоговая встреча",
}
"""What a meeting is called in letters and calendars, the same for both sides."""


def title_of(meeting):
    """The name of an entry: nobody's name is in it, for it lies with a provider outside."""
    return f"Наставничество: {NAMES[meeting.kind]}"


def calendar_of(meetings):
    """The file of these meetings of one school, as text; what is called off or thrown away comes as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorship//Meeting of a pair//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        calendar.add_component(entry(meeting))
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()


def entry(meeting):
    event = Event()
    event.add("uid", f"pair-meeting-{meeting.public_id}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", meeting.created_at)
    event.add("sequence", meeting.version)
    event.add("summary", title_of(meeting))
    if meeting.at:
        begins = datetime.combine(meeting.day, meeting.at, ZoneInfo(meeting.school.time_zone))
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=meeting.minutes or USUAL_MINUTES))
    else:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
    if where := where_of(meeting):
        event.add("location", where)
    address = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    event.add("description", "\n".join(part for part in (meeting.topic, address) if part))
    event.add("url", address)
    is_off = meeting.state == Meeting.State.CANCELLED or meeting.deleted_at
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if meeting.at and not is_off:
        event.add_component(alarm(meeting))
    return event


def alarm(meeting):
    row = Alarm()
    row.add("action", "DISPLAY")
    row.add("description", title_of(meeting))
    row.add("trigger", ALARM)
    return row


def where_of(meeting):
    """«кабинет 12», «онлайн, Сферум»."""
    online = "онлайн" if meeting.format == Meeting.Format.ONLINE else ""
    return ", ".join(part for part in (online, meeting.place) if part)


def when_of(meeting):
    """«6 апреля 2022 г. в 15:00»."""
    return ru.long_date(meeting.day) + (f" в {meeting.at:%H:%M}" if meeting.at else "")
