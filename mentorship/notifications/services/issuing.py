"""Writing down who is to hear of what. The unique key makes every repetition harmless."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from mentorship.common import clock

from ..models import Channel, DeliveryChoice, Mode, Notification, State
from ..sources import Due, kinds
from .waking import wake_sender

BATCH = 10_000
"""Rows of one INSERT, where the database takes as many."""
FEW = 2000
"""So many people are named in a question; when they are more, the schools of the scope are enough."""
KEY = ("school_id", "kind", "object_id", "due_on", "recipient_id")
"""What makes two notifications the same one; its rows differ by the channel alone."""


def tell(*, school, kind, object_id, recipients, day, by=None, now=None):
    """Tell people of something that has just happened, in the transaction in which it happened.

    ``recipients`` are ids of users; the one who did it (``by``) is not told. A line of a digest waits for the next
    morning: who had no digest today gets none at noon, and what happens twice in a day is one line. Answers how many
    are told.
    """
    return tell_many(school=school, kind=kind, recipients={object_id: recipients}, day=day, by=by, now=now)


def tell_many(*, school, kind, recipients, day, by=None, now=None):
    """The same of several things of one kind at once: ``recipients`` is ``{object_id: ids of users}``."""
    actor_id = by.pk if by else None
    dues = [
        Due(school.pk, kind, object_id, day, person, actor_id)
        for object_id, people in recipients.items()
        for person in sorted(set(people) - {actor_id})
    ]
    told = issue(dues, now=now, lines_after=school.end_of(day))
    if told:
        transaction.on_commit(wake_sender)
    return told


def issue(dues, *, now=None, lines_after=None):
    """Make the rows of what is due and not yet issued; answers how many things were new.

    ``lines_after`` is the instant before which no digest takes the lines, for all or by a function of the ``Due``;
    without it they may go now.

    What is there already is read first, so that a repeated scan writes nothing; it counts by whichever way it was
    told, so a person who chooses another way hears nothing twice. The unique key decides when two scanners come at
    the same moment, and both write in its order, so neither waits for the other in a circle. The scope holds the
    schools of ``dues``.
    """
    now, wanted = now or clock.now(), {key_of(due): due for due in dues}
    if not wanted:
        return 0
    known = known_keys(wanted)
    new = [wanted[key] for key in sorted(wanted.keys() - known)]
    if not new:
        return 0
    choices, of_kind = choices_of(new), kinds()
    after = lines_after if callable(lines_after) else lambda _due: lines_after or now
    rows = [row for due in new for row in rows_of(due, of_kind[due.kind], choices, now, after(due))]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(new)


def rows_of(due, kind, choices, now, lines_after):
    """A row for the bell, and one for the letter or the digest that the person wants."""
    mode = choices.get((due.school_id, due.recipient_id, due.kind), kind.default)
    common = vars(due) | {"created_at": now, "priority": kind.priority}
    for channel in mode.channels:
        state = State.SENT if channel == Channel.BELL else State.QUEUED
        send_after = lines_after if channel == Channel.DIGEST else now
        yield Notification(**common, channel=channel, state=state, send_after=send_after)


def choices_of(dues):
    """What these people have chosen: ``{(school, user, kind): Mode}``. A locked kind is never the bell only."""
    wanted = DeliveryChoice.objects.filter(kind__in={due.kind for due in dues})
    if len(people := {due.recipient_id for due in dues}) < FEW:
        wanted = wanted.filter(user__in=people)
    known = kinds()
    return {
        (school, user, kind): Mode(mode)
        for school, user, kind, mode in wanted.values_list("school", "user", "kind", "mode")
        if mode in known[kind].modes
    }


def known_keys(keys):
    """Those of the keys that are there already; every notification has a row for the bell.

    Asked by the exact days of each kind: an escalation is old as long as its activity is late, and the days between
    it and the present are full of rows that nobody asks about.
    """
    days = defaultdict(set)
    for _school, kind, _object, due_on, _person in keys:
        days[kind].add(due_on)
    of_these_days = reduce(or_, (Q(kind=kind, due_on__in=some) for kind, some in days.items()))
    rows = Notification.objects.filter(of_these_days, channel=Channel.BELL).order_by()
    if len(people := {key[-1] for key in keys}) < FEW:
        rows = rows.filter(recipient__in=people)
    return set(rows.values_list(*KEY))


def key_of(row):
    return tuple(getattr(row, name) for name in KEY)
