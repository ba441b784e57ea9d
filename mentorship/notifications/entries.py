"""What the page of the bell shows: rows with their words, under the days on which they came."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from mentorship.common import clock

from .models import Notification
from .models.notification import DIGEST
from .sources import Line, kinds, lines_of


@dataclass(frozen=True)
class Entry:
    """A notification and what it says today; without a line the thing that it spoke of is gone."""

    notification: Notification
    line: Line | None

    @property
    def title(self):
        return self.line.title if self.line else self.kind_title

    @property
    def kind_title(self):
        return title_of(self.notification.kind)

    @property
    def author(self):
        actor = self.notification.actor
        return (self.line and self.line.author) or (actor.short_name if actor else "")


@dataclass(frozen=True)
class Day:
    """A day on the school's clock with its entries."""

    day: date
    entries: list


def title_of(code):
    """The title of a kind; the code itself where nobody declares it any more."""
    if code == DIGEST:
        return _("Morning digest")
    kind = kinds().get(code)
    return kind.title if kind else code


def entries_of(notifications, school):
    """The entries of some rows, in their order: each source is asked once."""
    said = lines_of(notifications, school, school.today)
    return [Entry(one, said.get(one.pk)) for one in notifications]


def by_day(entries, zone):
    days = groupby(entries, key=lambda entry: clock.local(entry.notification.created_at, zone).date())
    return [Day(day, list(group)) for day, group in days]
