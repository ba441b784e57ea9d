"""Writing down who is to hear of what. The unique key makes every repetition harmless."""

from django.db import transaction

from mentorship.common import clock

from ..models import Channel, DeliveryChoice, Mode, Notification, State
from ..sources import Due, kinds
from .waking import wake_sender

BATCH = 2000
KEY = ("school_id", "kind", "object_id", "due_on", "recipient_id", "channel")


def tell(*, school, kind, object_id, recipients, day, by=None, now=None):
    """Tell people of something that has just happened, in the transaction in which it happened.

    ``recipients`` are ids of users; the one who did it (``by``) is not told. A line of a digest waits for the next
    morning: who had no digest today gets none at noon. Answers how many are told.
    """
    actor_id = by.pk if by else None
    people = set(recipients) - {actor_id}
    dues = [Due(school.pk, kind, object_id, day, person, actor_id) for person in people]
    told = issue(dues, now=now, lines_after=school.end_of(day))
    if told:
        transaction.on_commit(wake_sender)
    return told


def issue(dues, *, now=None, lines_after=None):
    """Make the rows of what is due and not yet issued; answers how many things were new.

    ``lines_after`` is the instant before which no digest takes the lines; without it they may go now.

    What is there already is read first, so that a repeated scan writes nothing; the unique key decides when two
    scanners come at the same moment. The scope holds the schools of ``dues``.
    """
    now, dues = now or clock.now(), list(dict.fromkeys(dues))
    if not dues:
        return 0
    choices = choices_of(dues)
    rows = [row for due in dues for row in rows_of(due, choices, now, lines_after or now)]
    known = known_keys(dues)
    new = [row for row in rows if key_of(row) not in known]
    if new:
        Notification.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return sum(row.channel == Channel.BELL for row in new)


def rows_of(due, choices, now, lines_after):
    """A row for the bell, and one for the letter or the digest that the person wants."""
    kind = kinds()[due.kind]
    mode = choices.get((due.school_id, due.recipient_id, due.kind), kind.default)
    common = vars(due) | {"created_at": now, "priority": kind.priority}
    for channel in mode.channels:
        state = State.SENT if channel == Channel.BELL else State.QUEUED
        send_after = lines_after if channel == Channel.DIGEST else now
        yield Notification(**common, channel=channel, state=state, send_after=send_after)


def choices_of(dues):
    """What these people have chosen: ``{(school, user, kind): Mode}``. A locked kind is never the bell only."""
    wanted = DeliveryChoice.objects.filter(kind__in={due.kind for due in dues})
    if len(people := {due.recipient_id for due in dues}) < BATCH:
        wanted = wanted.filter(user__in=people)
    known = kinds()
    return {
        (school, user, kind): Mode(mode)
        for school, user, kind, mode in wanted.values_list("school", "user", "kind", "mode")
        if mode in known[kind].modes
    }


def known_keys(dues):
    """The keys that are there already, of the same kinds and days."""
    days = [due.due_on for due in dues]
    rows = Notification.objects.filter(kind__in={due.kind for due in dues}, due_on__range=(min(days), max(days)))
    if len(people := {due.recipient_id for due in dues}) < BATCH:
        rows = rows.filter(recipient__in=people)
    return set(rows.values_list(*KEY))


def key_of(row):
    return tuple(getattr(row, name) for name in KEY)
