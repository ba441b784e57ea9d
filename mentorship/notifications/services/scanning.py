"""The morning scan: what is due in which school and not yet issued, and whose digest is to go.

It asks for the state of things and never for what happened since the last time, so a missed scan, a second scanner or
a clock that jumped change nothing: three days of silence make one digest.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Min
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from ..models import Channel, LastScan, Notification
from ..models.notification import DIGEST
from ..sources import sources
from .issuing import BATCH, issue
from .mornings import is_open, mornings_of

SCHOOLS_AT_ONCE = 100
SCAN_EVERY = timedelta(hours=1)


@dataclass
class Scanned:
    """What a scan did."""

    schools: int = 0
    issued: int = 0
    digests: int = 0


def scan(now=None, *, schools=None):
    """Look through every school whose morning has come and that was not looked through within the hour."""
    now, done = now or clock.now(), Scanned()
    everyone = list(School.objects.order_by("pk")) if schools is None else list(schools)
    for some in chunks(everyone, SCHOOLS_AT_ONCE):
        with scope(school=some):
            waiting = without_fresh(some, now)
            if not waiting:
                continue
        with scope(school=waiting):
            mornings = [morning for morning in mornings_of(waiting, now) if is_open(morning, now)]
        for group in by_day(mornings):
            scan_together(group, now, done)
    return done


def scan_together(mornings, now, done):
    """Schools that have the same day on their calendars."""
    with scope(school=[morning.school for morning in mornings]):
        dues = [due for source in sources() for due in source.due(mornings)]
        with transaction.atomic():
            done.issued += issue(dues, now=now)
            done.digests += open_digests(mornings, now)
            note_scanned(mornings, now)
    done.schools += len(mornings)


def open_digests(mornings, now):
    """Make today's letter of everybody who has lines waiting.

    A person has one digest a day and one unsent digest at most: when yesterday's has not left yet, today's lines join
    it. Both rules are constraints of the table.
    """
    day = {morning.school.pk: morning.day for morning in mornings}
    lines = Notification.objects.lines().filter(carried_by=None, send_after__lte=now).order_by()
    waiting = lines.values("school_id", "recipient_id").annotate(first=Min("priority"))
    letters = [
        Notification(
            school_id=row["school_id"],
            kind=DIGEST,
            object_id=row["recipient_id"],
            due_on=day[row["school_id"]],
            recipient_id=row["recipient_id"],
            channel=Channel.EMAIL,
            priority=row["first"],
            created_at=now,
            send_after=now,
        )
        for row in waiting
    ]
    before = Notification.objects.letters().filter(kind=DIGEST, due_on__in=set(day.values()))
    known = set(before.values_list("school_id", "recipient_id", "due_on")) if letters else set()
    new = [one for one in letters if (one.school_id, one.recipient_id, one.due_on) not in known]
    if new:
        Notification.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return len(new)


def without_fresh(schools, now):
    """The schools that were not scanned within the hour. A scan from the future (a clock was set back) is not fresh."""
    fresh = LastScan.objects.filter(scanned_at__gt=now - SCAN_EVERY, scanned_at__lte=now)
    seen = dict(fresh.values_list("school", "day"))
    return [school for school in schools if seen.get(school.pk) != clock.local(now, school.time_zone).date()]


def note_scanned(mornings, now):
    rows = [LastScan(school=one.school, day=one.day, scanned_at=now) for one in mornings]
    LastScan.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["school"], update_fields=["day", "scanned_at"]
    )


def by_day(mornings):
    groups = defaultdict(list)
    for morning in mornings:
        groups[morning.day].append(morning)
    return groups.values()


def chunks(rows, size):
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some
