"""Taking letters out of the outbox: claimed with a lease, handed over, marked.

Looks across schools, because one sender serves all of them.

A letter is claimed, then composed, then handed to the mail server, then marked; each step is one short transaction
that holds only while nobody else has taken the letter over. A sender that dies leaves its lease to run out; the next
one sees whether the letter may have left already, and says so.
"""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from mentorship.common import clock

from .models import Attempt, Channel, Notification, Outcome, State

LEASE = timedelta(seconds=45)
"""Longer than a whole conversation with a mail server (30 s), so only a dead sender loses a letter to another one."""
MOST_INTERRUPTIONS = 10
"""A letter whose sender died so often is what kills it: it is put aside for people to look at."""


class LeaseLost(Exception):
    """Somebody else has the letter now."""


def ready(now):
    """What may be taken. Only columns of the letter's own row: with a join two senders could both win.

    Leases go by the machine's clock, whatever ``now`` is. One that ends later than a lease can last was given before
    that clock was set back: it does not count.
    """
    machine = clock.machine()
    is_waiting = Q(state__in=[State.QUEUED, State.RETRYING], send_after__lte=now)
    is_left_behind = Q(state=State.SENDING) & (Q(claimed_until__lt=machine) | Q(claimed_until__gt=machine + LEASE))
    return Notification.unscoped.filter(is_waiting | is_left_behind, channel=Channel.EMAIL)


def claim(now):
    """Take the first letter by priority for sending; None when nothing waits. Two senders never take the same one."""
    with transaction.atomic():
        rows = ready(now).order_by("priority", "send_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        letter = rows.first()
        if letter is None:
            return None
        if letter.state == State.SENDING:
            note_interruption(letter, now)
        token = uuid.uuid4()
        taken = (
            ready(now)
            .filter(pk=letter.pk)
            .update(
                state=State.SENDING,
                claim=token,
                claimed_until=clock.machine() + LEASE,
                handed_over_at=None,
                may_be_double=letter.may_be_double,
                first_tried_at=letter.first_tried_at or now,
                tries=F("tries") + 1,
            )
        )
    return Notification.unscoped.select_related("school", "recipient").get(pk=letter.pk) if taken else claim(now)


def note_interruption(letter, now):
    """Record what the dead sender left: before the hand-over nothing has gone out, after it the letter may have."""
    outcome = Outcome.UNKNOWN if letter.handed_over_at else Outcome.INTERRUPTED
    letter.may_be_double |= outcome == Outcome.UNKNOWN
    Attempt.unscoped.create(school_id=letter.school_id, notification=letter, at=now, outcome=outcome)


def held(letter):
    """The letter's row as long as this sender holds it."""
    return Notification.unscoped.filter(pk=letter.pk, claim=letter.claim, state=State.SENDING)


def hand_over(letter, now):
    """Say that the letter is about to leave, and renew the lease; raises LeaseLost when somebody else has it."""
    if not held(letter).update(handed_over_at=now, claimed_until=clock.machine() + LEASE):
        raise LeaseLost
    letter.handed_over_at = now


def mark(letter, *, now, state, outcome=None, code=None, answer="", **fields):
    """Write what came of a try, of the letter and of the lines that it carried, and give the letter back.

    When the lease was lost in the meantime the letter may be sent twice: that is recorded too.
    """
    with transaction.atomic():
        if outcome:
            record(letter, now, outcome, code, answer)
        fields |= {"may_be_double": True} if outcome == Outcome.UNKNOWN else {}
        released = {"claim": None, "claimed_until": None, "handed_over_at": None}
        if held(letter).update(state=state, **released, **fields):
            mark_lines(letter, state, now, fields.get("reason", ""))
            return True
        if outcome == Outcome.SENT:
            Notification.unscoped.filter(pk=letter.pk).update(may_be_double=True)
    return False


def mark_lines(letter, state, now, reason):
    """The lines of a digest share its fate, except that they wait while it is to be tried again."""
    lines = Notification.unscoped.filter(carried_by=letter, state=State.QUEUED)
    if state == State.SENT:
        lines.update(state=state, sent_at=now)
    elif state in (State.FAILED, State.WITHHELD):
        lines.update(state=state, reason=reason)


def record(letter, now, outcome, code=None, answer=""):
    Attempt.unscoped.create(
        school_id=letter.school_id, notification=letter, at=now, outcome=outcome, code=code, answer=answer[:500]
    )


def postpone(letter, until):
    """Give the letter back untried: it is not its hour, or the mail server takes no more today."""
    held(letter).update(
        state=State.QUEUED if letter.tries <= 1 else State.RETRYING,
        claim=None,
        claimed_until=None,
        handed_over_at=None,
        send_after=until,
        tries=F("tries") - 1,
    )
