"""The letters of a school as the delivery log shows them: on the page and in the workbook."""

import re
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.table import Column, Table

from .entries import title_of
from .models import Notification, State

LOOKS = {
    State.QUEUED: "plan",
    State.SENDING: "work",
    State.SENT: "done",
    State.RETRYING: "soon",
    State.FAILED: "late",
    State.WITHHELD: "skip",
}
"""The status whose icon and shape stand for a state; the words are the state's own."""
MOST_IN_A_FILE = 5000
SECRET = re.compile(r"(/notifications/stop/)\S+")
"""The address by which a person leaves the letters without signing in: whoever reads the log is not to have it."""


@dataclass(frozen=True)
class Letter:
    """A letter, or a line that it carries, in words."""

    row: Notification

    @property
    def look(self):
        return LOOKS[self.row.state]

    @property
    def state(self):
        return capfirst(self.row.get_state_display())

    @property
    def subject(self):
        """Letters get their words when they are sent; before that the kind has to do."""
        return self.row.subject or title_of(self.row.kind)

    @property
    def is_waiting(self):
        """It goes later: the hour has not come, or the last try failed."""
        return self.row.state in (State.QUEUED, State.RETRYING) and self.row.send_after > clock.now()

    @property
    def text(self):
        """The words as they went, without the secret."""
        return SECRET.sub(r"\1…", self.row.body_text)

    @property
    def address(self):
        return self.row.address or self.row.recipient.email


def letters_table(letters, school):
    """The log as a table for a workbook, the newest first."""
    columns = [
        Column(_("Made"), 12),
        Column(_("To whom"), 16),
        Column(_("Address"), 18),
        Column(_("Subject"), 22),
        Column(_("State"), 12),
        Column(_("Reason"), 20),
    ]
    rows = [cells_of(Letter(row), school.time_zone) for row in letters[:MOST_IN_A_FILE]]
    notes = [_("Only the newest %(count)d letters are here.") % {"count": MOST_IN_A_FILE}]
    return Table(
        _("Delivery of letters"),
        columns,
        rows,
        subtitle=school.short_name,
        notes=notes if len(rows) == MOST_IN_A_FILE else [],
    )


def cells_of(letter, zone):
    row = letter.row
    state = f"{letter.state}, {_('possibly twice')}" if row.may_be_double else letter.state
    made = clock.local(row.created_at, zone).strftime("%d.%m.%Y %H:%M")
    return [made, row.recipient.short_name, letter.address, letter.subject, state, row.reason]
