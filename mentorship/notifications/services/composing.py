"""The words of a letter, as text and as HTML: the same facts in both.

What several notifications say of one thing is said once, in the most urgent section. A long letter is shortened: the
rest stands on the page that every section names.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import ru
from mentorship.programmes.access import STAFF
from mentorship.programmes.models import Membership

from ..sources import Row, Section, kinds
from .choosing import stop_token
from .letter_text import text_of
from .subjects import subject_of

MOST_ENTRIES = 10
DEADLINES = (Section.OVERDUE, Section.TODAY, Section.SOON)
SPACE_AROUND_LINES = re.compile(r"[ \n]*\n[ \n]*")
"""The indents of a template are a third of a letter; Gmail hides what goes over 102 kilobytes."""
AFTER_A_FIGURE = re.compile(r"(?<=\d) (?=\w)")


def compose(letter, lines, morning):
    """The message of a letter: ``lines`` is ``[(notification, Line)]``, never empty. Asked in the school's scope."""
    entries = entries_of(lines)
    asker = asker_of(letter, entries, morning)
    page = page_of(letter, entries, asker)
    subject = page["subject"] = subject_of(entries, morning.day, asker.name)
    message = EmailMultiAlternatives(
        subject,
        text_of(page),
        settings.DEFAULT_FROM_EMAIL,
        [letter.recipient.email],
        reply_to=[asker.email] if asker.email else None,
        headers=headers_of(letter, page),
    )
    html = SPACE_AROUND_LINES.sub("\n", render_to_string("notifications/email/letter.html", page))
    message.attach_alternative(html, "text/html")
    return message


def headers_of(letter, page):
    """A mail provider shows its own button to unsubscribe by these (RFC 8058), and nobody's auto-reply answers."""
    return {
        "Message-ID": letter.message_id,
        "List-Unsubscribe": f"<{page['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


@dataclass
class Quote:
    """What somebody wrote, word for word."""

    text: str
    author: str
    url: str


@dataclass
class Entry:
    """What a letter says of one thing. Addresses are whole; ``notes`` are never longer than a few words."""

    section: Section
    title: str
    url: str
    notes: list = field(default_factory=list)
    act_url: str = ""
    quotes: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    count: int = 0
    last_on: date | None = None
    subject: str = ""
    is_raised: bool = False
    is_by_hand: bool = False


@dataclass
class Part:
    """A section of a letter with what is shown of it, and what is left for the page."""

    section: Section
    entries: list
    rest: str = ""
    rest_url: str = ""

    @property
    def title(self):
        """A plan is headed by its own title, which says of which week it is."""
        return "" if self.section == Section.PLAN else self.section.title

    @property
    def is_late(self):
        return self.section == Section.OVERDUE


def entries_of(lines):
    """Lines about one thing merged, the most urgent first, and within a section by the deadline."""
    things = {}
    for notification, line in lines:
        things.setdefault(line.thing or f"notification:{notification.pk}", []).append((notification, line))
    entries = sorted((merged(some) for some in things.values()), key=lambda one: (one.section, one.last_on or date.max))
    return without_repeats(entries)


def without_repeats(entries):
    """A plan or a summary does not list again what stands above it; a plan with nothing else to say is left out."""
    said = {one.url for one in entries if one.section < Section.PLAN}
    for week in (one for one in entries if one.section in (Section.PLAN, Section.SUMMARY)):
        rows = [row for row in week.rows if row.url not in said]
        week.count -= len(week.rows) - len(rows)
        week.rows = rows
    return [one for one in entries if one.section != Section.PLAN or one.rows or not said]


def merged(lines):
    """The most urgent line says what it is and when; the others add what is new and what somebody wrote."""
    lines = sorted(lines, key=lambda pair: pair[1].section)
    known = [kinds().get(notification.kind) for notification, _line in lines]
    head = lines[0][1]
    return Entry(
        section=head.section,
        title=plain(head.title),
        url=absolute(head.url),
        notes=notes_of([line for _one, line in lines]),
        act_url=absolute(next((line.act_url for _one, line in lines if line.act_url), "")),
        quotes=[Quote(line.quote.strip(), line.author, absolute(line.url)) for _one, line in lines if line.quote],
        rows=[Row(plain(row.title), absolute(row.url), plain(row.note)) for _one, line in lines for row in line.rows],
        count=sum(line.count or len(line.rows) for _one, line in lines),
        last_on=next((line.last_on for _one, line in lines if line.last_on), None),
        subject=head.subject,
        is_raised=all(kind and kind.is_locked for kind in known),
        is_by_hand=any(kind and kind.is_by_hand for kind in known),
    )


def notes_of(lines):
    """The note of the first line and what is new in the others; nothing that another note says already."""
    notes = []
    for line in [lines[0], *(one for one in lines[1:] if one.section == Section.NEW and not one.quote)]:
        note = unbroken(line.note)
        if note and not any(note in other for other in notes):
            notes = [*(other for other in notes if other not in note), note]
    return notes


def parts_of(entries):
    """The sections of a letter, each with no more than a screen or two can bear."""
    parts = []
    for section, some in groupby(entries, key=lambda one: one.section):
        some = list(some)
        part = Part(section, some[:MOST_ENTRIES])
        if left := len(some) - len(part.entries):
            part.rest, part.rest_url = rest_of(section, left)
        parts.append(part)
    return parts


def rest_of(section, left):
    """«и ещё 12 — на странице „Сегодня“»."""
    if section in DEADLINES:
        words = ngettext("and %(count)s more, on the page “Today”", "and %(count)s more, on the page “Today”", left)
        return words % {"count": left}, absolute(reverse("today"))
    words = ngettext(
        "and %(count)s more, on the page “Notifications”", "and %(count)s more, on the page “Notifications”", left
    )
    return words % {"count": left}, absolute(reverse("notifications"))


def page_of(letter, entries, asker):
    """What both forms of the letter are made of."""
    person = letter.recipient
    name = plain(f"{person.given_name} {person.patronymic}")
    return {
        "greeting": _("Good day, %(name)s.") % {"name": name} if name else _("Good day."),
        "parts": parts_of(entries),
        "is_single": len(entries) == 1,
        "school": letter.school.short_name,
        "answers_to": asker.name if asker.email else "",
        "has_raised": any(entry.is_raised for entry in entries),
        "choices_url": absolute(reverse("notification_choices")),
        "stop_url": absolute(reverse("notifications_stop", args=[stop_token(letter.school, person)])),
    }


@dataclass(frozen=True)
class Asker:
    """The colleague whose own words a letter carries. ``name`` may stand in the subject, ``email`` takes answers."""

    name: str = ""
    email: str = ""


def asker_of(letter, entries, morning):
    """Nobody unless it is a member of the staff; a pupil does not get the address that a colleague signs in with."""
    quotes = entries[0].quotes
    if letter.is_digest or not entries[0].is_by_hand or not quotes or not quotes[0].author:
        return Asker()
    staff = Membership.objects.active_on(morning.day).filter(role__in=STAFF)
    people = dict(staff.filter(user__in=[letter.actor_id, letter.recipient_id]).values_list("user", "user__email"))
    if letter.actor_id not in people:
        return Asker()
    return Asker(quotes[0].author, people[letter.actor_id] if letter.recipient_id in people else "")


def absolute(path):
    return f"{settings.SITE_URL}{path}" if path else ""


def plain(text):
    """One line, whatever was typed into a title."""
    return " ".join(str(text).split())


def unbroken(text):
    """One line that a narrow screen breaks neither inside of «11 марта» nor of «Лебедева О. Н.»."""
    return ru.unbroken(AFTER_A_FIGURE.sub(ru.NBSP, plain(text)))
