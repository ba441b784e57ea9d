"""The morning scan: what is due in which school and not yet issued, and whose digest is to go.

It asks for the state of things and never for what happened since the last time, so a missed scan, a second scanner or
a clock that jumped change nothing: three days of silence make one digest.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Min, Q
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from ..models import Channel, LastScan, Notification
from ..models.notification import DIGEST, UNSENT
from ..sources import sources
from .issuing import BATCH, issue
from .mornings import is_open, mornings_of

logger = logging.getLogger(__name__)
SCHOOLS_AT_ONCE = 100
SCAN_EVERY = timedelta(hours=1)


@dataclass
class Scanned:
    """What a scan did."""

    schools: int = 0
    issued: int = 0
    digests: int = 0
    failed: int = 0


def scan(now=None, *, schools=None):
    """Look through every school whose morning has come and that was not looked through within the hour.

    What cannot be read or written for many schools at once is tried for each of them alone, so that a school with
    something wrong in it costs the others nothing.
    """
    now, done = now or clock.now(), Scanned()
    everyone = list(School.objects.order_by("pk")) if schools is None else list(schools)
    for some in chunks(everyone, SCHOOLS_AT_ONCE):
        scan_some(some, now, done)
    return done


def scan_some(schools, now, done):
    try:
        look_through(schools, now, done)
    except Exception:  # nothing of one school may stop the others
        logger.exception("The scan of %s failed", ", ".join(school.slug for school in schools[:3]))
        for school in schools if len(schools) > 1 else ():
            scan_some([school], now, done)
        done.failed += len(schools) == 1


def look_through(schools, now, done):
    with scope(school=schools):
        last = {one.school_id: one for one in LastScan.objects.all()}
        waiting = [school for school in schools if not is_fresh(last.get(school.pk), school, now)]
        mornings = [morning for morning in mornings_of(waiting, now) if is_open(morning, now)]
    for group in by_day(mornings):
        is_first = {one.school.pk: one.school.pk not in last or last[one.school.pk].day != one.day for one in group}
        scan_together(group, is_first, now, done)


def scan_together(mornings, is_first, now, done):
    """Schools that have the same day on their calendars.

    After the first scan of a school's day no digest goes to those who had none: what is due only since then is in the
    bell, and in the digest of the next morning. ``is_first`` is ``{school: this is the first one}``.
    """
    lines_after = {one.school.pk: now if is_first[one.school.pk] else one.school.end_of(one.day) for one in mornings}
    with scope(school=[morning.school for morning in mornings]):
        dues, unread = everything_due(mornings)
        with transaction.atomic():
            issued = issue(dues, now=now, lines_after=lambda due: lines_after[due.school_id])
            digests = open_digests(mornings, now)
            note_scanned([one for one in mornings if one.school.pk not in unread], now)
    done.issued += issued
    done.digests += digests
    done.schools += len(mornings)
    done.failed += len(unread)


def everything_due(mornings):
    """What all the sources say, and the schools for which one of them failed: those are looked through again soon."""
    dues, unread = [], set()
    for source in sources():
        try:
            dues += list(source.due(mornings))
        except Exception:
            logger.exception("%s failed for %d schools together", type(source).__name__, len(mornings))
            for morning in mornings:
                dues += due_in_one(source, morning, unread)
    return dues, unread


def due_in_one(source, morning, unread):
    try:
        with scope(school=[morning.school]):
            return list(source.due([morning]))
    except Exception:
        logger.exception("%s failed for %s", type(source).__name__, morning.school.slug)
        unread.add(morning.school.pk)
        return []


def open_digests(mornings, now):
    """Make today's letter of everybody who has lines waiting.

    A person has one digest a day and one unsent digest at most: when yesterday's has not left yet, today's lines join
    it. Both rules are constraints of the table.
    """
    day = {morning.school.pk: morning.day for morning in mornings}
    lines = Notification.objects.lines().filter(carried_by=None, send_after__lte=now).order_by()
    waiting = lines.values("school_id", "recipient_id").annotate(first=Min("priority"))
    waiting = waiting.order_by("school_id", "recipient_id")
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
    there = Q(due_on__in=set(day.values())) | Q(state__in=UNSENT)
    before = Notification.objects.letters().filter(there, kind=DIGEST).order_by()
    known = set(before.values_list("school_id", "recipient_id")) if letters else set()
    new = [one for one in letters if (one.school_id, one.recipient_id) not in known]
    if new:
        Notification.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
    return len(new)


def is_fresh(last, school, now):
    """The school was looked through within the hour. A scan from the future (a clock was set back) is not fresh."""
    is_near = last is not None and now - SCAN_EVERY < last.scanned_at <= now
    return is_near and last.day == clock.local(now, school.time_zone).date()


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
