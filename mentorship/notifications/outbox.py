"""Taking letters out of the outbox: claimed with a lease, handed over, marked.

Looks across schools, because one sender serves all of them.

A letter is claimed, then composed, then handed to the mail server, then marked; each step is one short transaction
that holds only while nobody else has taken the letter over. A sender that dies leaves its lease to run out; the next
one sees whether the letter may have left already, and says so.
"""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from mentorship.common import clock

from .models import Attempt, Channel, Notification, Outcome, State
from .models.notification import UNSENT

LEASE = timedelta(seconds=45)
"""Longer than a whole conversation with a mail server (30 s), so only a dead sender loses a letter to another one."""
MOST_INTERRUPTIONS = 10
"""A letter whose sender broke off so often in a row is what breaks it: it is put aside for people to look at."""
RELEASED = {"claim": None, "claimed_until": None, "handed_over_at": None}
BROKEN_OFF = (Outcome.INTERRUPTED, Outcome.UNKNOWN)
UNSENT_LETTERS = RawSQL(  # nosec B611  # the constants of our own models
    "notifications_notification.channel = '{}' AND notifications_notification.state IN ({})".format(
        Channel.EMAIL, ", ".join(f"'{state}'" for state in UNSENT)
    ),
    (),
    output_field=BooleanField(),
)
"""In the words of the partial index ``letters_to_send``: SQLite does not see through parameters and reads every row."""


class LeaseLost(Exception):
    """Somebody else has the letter now."""


def ready(now):
    """What may be taken. Only columns of the letter's own row: with a join two senders could both win.

    Leases go by the machine's clock, whatever ``now`` is. One that ends later than any lease can was given before that
    clock was set back: it does not count. (A lease more is allowed for, so that a clock put right by seconds robs no
    living sender.)
    """
    machine = clock.machine()
    is_waiting = Q(state__in=[State.QUEUED, State.RETRYING], send_after__lte=now)
    is_void = Q(claimed_until=None) | Q(claimed_until__lt=machine) | Q(claimed_until__gt=machine + 2 * LEASE)
    return Notification.unscoped.filter(UNSENT_LETTERS, is_waiting | Q(is_void, state=State.SENDING))


def claim(now):
    """Take the first letter by priority for sending; None when nothing waits. Two senders never take the same one.

    While nothing waits, no lock is taken.
    """
    while ready(now).exists():
        with transaction.atomic():
            letter = first_free(now)
            if letter is None or take(letter, now):
                return letter
    return None


def first_free(now):
    """The first letter that nobody else is taking at this moment, locked where the database locks rows."""
    rows = ready(now).order_by("priority", "send_after", "pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


def take(letter, now):
    """Give the letter to this sender if it is still free, and record what a dead one left behind."""
    is_left_behind, may_have_left = letter.state == State.SENDING, bool(letter.handed_over_at)
    mine = {
        "state": State.SENDING,
        "claim": uuid.uuid4(),
        "claimed_until": clock.machine() + LEASE,
        "handed_over_at": None,
        "first_tried_at": letter.first_tried_at or now,
        "tries": letter.tries + 1,
        "may_be_double": letter.may_be_double or (is_left_behind and may_have_left),
    }
    if not ready(now).filter(pk=letter.pk, tries=letter.tries).update(**mine):
        return False
    if is_left_behind:
        record(letter, now, Outcome.UNKNOWN if may_have_left else Outcome.INTERRUPTED)
    for name, value in mine.items():
        setattr(letter, name, value)
    return True


def keeps_breaking(letter):
    """Nothing but broken-off tries lately: whatever happens, happens because of this letter."""
    if letter.tries <= MOST_INTERRUPTIONS:
        return False
    tried = Attempt.unscoped.filter(notification=letter).order_by("-at", "-pk")
    last = list(tried.values_list("outcome", flat=True)[:MOST_INTERRUPTIONS])
    return len(last) == MOST_INTERRUPTIONS and set(last) <= set(BROKEN_OFF)


def held(letter):
    """The letter's row as long as this sender holds it."""
    return Notification.unscoped.filter(pk=letter.pk, claim=letter.claim, state=State.SENDING)


def bind_lines(letter, now):
    """Give a digest the lines that wait for its person; answers all that it carries, those of earlier tries too.

    Bound only by the one who holds the letter: a line bound behind the holder's back would count as sent with a
    letter that does not have it. Asked in the scope of the letter's school.
    """
    with transaction.atomic():
        if not held(letter).select_for_update().exists():
            raise LeaseLost
        own = Notification.objects.lines().filter(recipient=letter.recipient_id)
        own.filter(carried_by=None, send_after__lte=now).update(carried_by=letter.pk)
    return list(own.filter(carried_by=letter.pk).order_by("pk"))


def hand_over(letter, now):
    """Say that the letter is about to leave, and renew the lease; raises LeaseLost when somebody else has it."""
    if not held(letter).update(handed_over_at=now, claimed_until=clock.machine() + LEASE):
        raise LeaseLost
    letter.handed_over_at = now


def mark(letter, *, now, state, outcome=None, code=None, answer="", **fields):
    """Write what came of a try, of the letter and of the lines that it carried, and give the letter back.

    Answers whether this sender still held it. When the lease was lost in the meantime the letter may be sent twice:
    that is recorded, and the other sender decides what becomes of it.
    """
    with transaction.atomic():
        if outcome:
            record(letter, now, outcome, code, answer)
        if outcome == Outcome.UNKNOWN:
            fields["may_be_double"] = True
        if held(letter).update(state=state, **RELEASED, **fields):
            mark_lines(letter, state, now, fields.get("reason", ""))
            return True
        if outcome in (Outcome.SENT, Outcome.UNKNOWN):
            Notification.unscoped.filter(pk=letter.pk).update(may_be_double=True)
    return False


def mark_lines(letter, state, now, reason):
    """The lines of a digest share its fate, except that they wait while it is to be tried again."""
    lines = Notification.unscoped.filter(carried_by=letter.pk, channel=Channel.DIGEST, state=State.QUEUED)
    if state == State.SENT:
        lines.update(state=state, sent_at=now)
    elif state in (State.FAILED, State.WITHHELD):
        lines.update(state=state, reason=reason)


def record(letter, now, outcome, code=None, answer=""):
    Attempt.unscoped.create(
        school_id=letter.school_id, notification=letter, at=now, outcome=outcome, code=code, answer=answer[:500]
    )


def postpone(letter, until):
    """Give the letter back untried: it is not its hour, or the mail server takes no more today.

    A letter that was never tried starts its two days of tries when it is.
    """
    is_new = letter.tries <= 1
    held(letter).update(
        state=State.QUEUED if is_new else State.RETRYING,
        first_tried_at=None if is_new else letter.first_tried_at,
        send_after=until,
        tries=letter.tries - 1,
        **RELEASED,
    )


def bring_forward(since, now):
    """The mail server's trouble is over: what was tried in vain since it began goes at once."""
    in_vain = Attempt.unscoped.filter(
        school=OuterRef("school"), notification=OuterRef("pk"), at__gte=since, outcome=Outcome.TEMPORARY
    )
    later = Notification.unscoped.filter(UNSENT_LETTERS, state=State.RETRYING, send_after__gt=now)
    later.filter(Exists(in_vain)).update(send_after=now)


def waiting():
    """How many letters are not out yet, whenever they are to go."""
    return Notification.unscoped.filter(UNSENT_LETTERS).count()
