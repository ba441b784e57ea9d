"""The small interface by which apps above say what is due, and what a notification of theirs means today.

An app registers one ``Source`` in its AppConfig. ``due`` is asked every morning for many schools at once; ``lines`` is
asked by the pages and, at the moment of sending, by the sender: what is no longer true then is withheld.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import ReminderSettings, School

from .models.choices import Mode


class Section(IntEnum):
    """Where a line stands in a digest; the most urgent first."""

    OVERDUE = 1
    TODAY = 2
    SOON = 3
    ASKED = 4
    NEW = 5
    PLAN = 6
    SUMMARY = 7
    TROUBLE = 8

    @property
    def title(self):
        return SECTION_TITLES[self]


SECTION_TITLES = {
    Section.OVERDUE: _("Overdue"),
    Section.TODAY: _("Due today"),
    Section.SOON: _("Due soon"),
    Section.ASKED: _("You are asked"),
    Section.NEW: _("New"),
    Section.PLAN: _("Plan of the week"),
    Section.SUMMARY: _("Summary of the week"),
    Section.TROUBLE: _("Letters that were not delivered"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of notification. A person chooses its mode unless it is locked: then a letter comes in any case.

    ``priority`` is the order in which letters go when the mail server allows few: 1 goes first. ``is_chosen`` is
    False for kinds that no page of choices shows; ``is_by_hand`` is a person's own message, which keeps no quiet hours.
    ``roles`` are the only roles that ever hear of it; without them everybody may.
    """

    code: str
    title: str | Promise
    default: Mode = Mode.DIGEST
    is_locked: bool = False
    priority: int = 5
    is_chosen: bool = True
    is_by_hand: bool = False
    roles: tuple = ()

    @property
    def modes(self):
        """What a person may choose."""
        return [Mode.AT_ONCE, Mode.DIGEST] if self.is_locked else list(Mode)


@dataclass(frozen=True)
class Due:
    """Somebody is to hear of something: the key of a notification without its channel."""

    school_id: int
    kind: str
    object_id: int
    due_on: date
    recipient_id: int
    actor_id: int | None = None


@dataclass(frozen=True)
class Morning:
    """A school on one of its days, with what a source needs to know to decide what is due."""

    school: School
    day: date
    settings: ReminderSettings
    calendar: WorkingCalendar


@dataclass
class Row:
    """One row of a plan or a summary inside of a line."""

    title: str
    url: str = ""
    note: str = ""


@dataclass
class Line:
    """What a notification says today. ``url`` and ``act_url`` are paths of this site.

    ``thing`` is the same for two lines about one thing, so that a digest says it once, in the most urgent section.
    ``withheld`` is the reason, in words, why it must not be sent any more; the bell shows the line all the same.
    ``last_on`` is the deadline that the line speaks of, ``count`` of how many things its rows speak where they are cut
    short: a subject says «завтра срок» and «5 мероприятий» by them. What is no activity of a roadmap has a ``subject``
    of its own for the letter that speaks of nothing else.
    No line, and above all no ``subject``, carries a pupil's name.
    """

    title: str
    url: str
    section: Section
    note: str = ""
    act_url: str = ""
    thing: str = ""
    quote: str = ""
    author: str = ""
    rows: list[Row] = field(default_factory=list)
    withheld: str = ""
    last_on: date | None = None
    count: int = 0
    subject: str = ""


@dataclass(frozen=True)
class CalendarEvent:
    """What a person's own calendar shows: whole days from ``first`` to ``last``, both included.

    ``uid`` names the thing within the school for ever; ``sequence`` grows with every change of it. What does not
    concern the person any more is told once more as cancelled, so that a calendar which keeps what it has read takes
    it out. ``url`` is a path of this site. A calendar lies with a provider outside: nobody's name is in it.
    """

    uid: str
    title: str
    first: date
    last: date
    url: str
    changed_at: datetime
    note: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    has_alarm: bool = True


class Source:
    """What an app above notifications declares. ``kinds`` are its own; no two sources share a code."""

    kinds: tuple[Kind, ...] = ()

    def due(self, mornings: list[Morning]) -> Iterable[Due]:
        """Everything that is due by these mornings and may have been issued already or not.

        All the schools have the same local day, and the scope holds exactly these schools; the number of queries must
        not depend on how many there are. Telling the same again is free: the key decides.
        """
        return ()

    def lines(self, notifications: list, school: School, day: date) -> dict[int, Line]:
        """What these notifications of one school say on the day: ``{pk of the notification: Line}``.

        Asked in the scope of the school. A notification without a line is about something that is gone.
        """
        raise NotImplementedError

    def events(self, user, memberships: list, school: School, day: date) -> Iterable[CalendarEvent]:
        """What stands in the calendar of a person who holds these roles on the day, in a fixed order.

        Asked in the scope of the school, with a number of queries that does not depend on how much there is.
        """
        return ()


_sources: list[Source] = []


def register(source):
    """Make a source known; called once from an AppConfig."""
    _sources.append(source)


def sources():
    return tuple(_sources)


def kinds():
    """All kinds in the order in which they were registered: ``{code: Kind}``."""
    return {kind.code: kind for source in _sources for kind in source.kinds}


def lines_of(notifications, school, day):
    """What notifications of any kind say: ``{pk: Line}``; each source is asked once."""
    found = {}
    for source in _sources:
        codes = {kind.code for kind in source.kinds}
        own = [one for one in notifications if one.kind in codes]
        if own:
            found |= source.lines(own, school, day)
    return found


def events_of(user, memberships, school, day):
    """What every source has for a person's calendar."""
    return [event for source in _sources for event in source.events(user, memberships, school, day)]
