"""Calls for help are taken up and closed; codes are printed. The log never says who called nor why."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import HelpCall

audit.ACTION_TITLES |= {
    "help_call.taken": gettext_lazy("Call for help taken up"),
    "help_call.closed": gettext_lazy("Call for help closed"),
    "help_call.reopened": gettext_lazy("Call for help open again"),
    "doors.printed": gettext_lazy("Codes of mentees printed"),
    "doors.renewed": gettext_lazy("Code of a mentee made anew"),
}
NAMELESS = "—"
State = HelpCall.State


@transaction.atomic
def take(*, call, by):
    """Somebody goes to the child. Two at once: the first one has it, the second is told who."""
    taken = HelpCall.objects.filter(pk=call.pk, state=State.NEW).update(
        state=State.TAKEN, taken_by=by, taken_at=clock.now(), version=call.version + 1
    )
    if not taken:
        call.refresh_from_db()
        if call.taken_by_id == by.pk:
            return
        raise RuleBroken(_("%(person)s has taken the call up already.") % {"person": call.taken_by or "—"})
    audit.record(by=by, action="help_call.taken", row=call, name=NAMELESS)


@transaction.atomic
def close(*, call, version, outcome, by):
    """What was done closes the call; who closes it without having taken it up has taken it up."""
    fields = {} if call.taken_by_id else {"taken_by": by, "taken_at": clock.now()}
    call.swap(version, state=State.CLOSED, outcome=outcome, closed_at=clock.now(), **fields)
    audit.record(by=by, action="help_call.closed", row=call, name=NAMELESS)


@transaction.atomic
def reopen(*, call, by):
    """Closed by mistake: it waits again with whoever has taken it up, and what was written of it stays."""
    opened = HelpCall.objects.filter(pk=call.pk, state=State.CLOSED).update(
        state=State.TAKEN, closed_at=None, version=call.version + 1
    )
    if opened:
        audit.record(by=by, action="help_call.reopened", row=call, name=NAMELESS)


def note_printed(*, programme, count, by):
    audit.record(by=by, action="doors.printed", row=programme, changes={"count": [None, count]})


def note_renewed(*, mentee, by):
    audit.record(by=by, action="doors.renewed", row=mentee, name=str(mentee))
