"""Long papers: asked for on a page, made by a worker with progress, kept for a week.

The row is the truth. A worker takes a row with a claim of its own and a lease that it renews with every step, so a
killed worker's paper is taken up again and the result of one that was merely slow is not written twice.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.notifications.services import issuing
from mentorship.notifications.services.waking import Bell

from ..models import PaperJob
from ..models.jobs import result_path
from ..notices import MADE

logger = logging.getLogger(__name__)
State = PaperJob.State
RUNNING = (State.WAITING, State.RUNNING)
LEASE = timedelta(minutes=2)
TRIES = 3
KEPT = timedelta(days=7)
LATE = timedelta(minutes=1)
AT_ONCE = 5
"""So many papers of a school wait at a time: more would be somebody who presses again and again."""
NOT_MADE = gettext_lazy("The paper could not be made. Tell the administrator.")
wake_worker = Bell("mentorship.documents.tasks.make_waiting").ring


class Stopped(Exception):
    """Nobody wants the paper any more, or another worker has taken it."""


@dataclass(frozen=True)
class LongKind:
    """A kind of long paper. ``make(job, out, tell)`` writes the file into ``out`` and answers its name and type;
    ``tell(done, total)`` says how far it is and raises Stopped."""

    code: str
    title: str
    make: object


KINDS = {}


def register(code, title, make):
    """Add a kind of long paper."""
    KINDS[code] = LongKind(code, title, make)


def ask(*, programme, code, title, wish, key, by):
    """The paper that is asked for; a form that is sent twice asks once."""
    if code not in KINDS:
        raise KeyError(code)
    rows = PaperJob.objects.filter(school_id=programme.school_id)
    if there := rows.filter(key=key).first():
        return there
    if rows.filter(state__in=RUNNING).count() >= AT_ONCE:
        raise RuleBroken(_("Several long papers are being made already. Wait until one is ready, or stop one."))
    try:
        with transaction.atomic():
            job = rows.create(
                school_id=programme.school_id,
                programme=programme,
                code=code,
                title=title[:200],
                wish=wish,
                key=key,
                asked_by=by,
            )
    except IntegrityError:
        return rows.get(key=key)
    transaction.on_commit(wake_worker)
    return job


def waiting(now):
    """Papers that nobody makes: just asked for, or left behind by a worker whose lease ran out."""
    left = Q(state=State.RUNNING) & (Q(claimed_until=None) | Q(claimed_until__lt=now))
    return PaperJob.objects.filter(Q(state=State.WAITING) | left)


def take(job):
    """Take the paper for making; False when another worker has it or it was stopped."""
    now = clock.now()
    job.claim = uuid.uuid4()
    taken = (
        waiting(now)
        .filter(pk=job.pk)
        .update(
            state=State.RUNNING, claim=job.claim, claimed_until=now + LEASE, tries=F("tries") + 1, done=0, trouble=""
        )
    )
    if taken:
        claim = job.claim
        job.refresh_from_db()
        return job.claim == claim
    return False


def mine(job):
    return PaperJob.objects.filter(pk=job.pk, state=State.RUNNING, claim=job.claim)


def tell(job, done, total):
    """How far it is, and that it still goes on."""
    if not mine(job).update(done=done, total=total, claimed_until=clock.now() + LEASE):
        raise Stopped


def make(job):
    """Make the paper, if nobody else does; True when it came to its end here.

    What the product refuses is told at once, a fault is tried again.
    """
    if not take(job):
        return False
    try:
        if job.tries > TRIES:
            raise RuleBroken(NOT_MADE)
        with TemporaryFile() as out:
            name, content_type = KINDS[job.code].make(job, out, lambda done, total: tell(job, done, total))
            ended = keep(job, out, name, content_type)
    except Stopped:
        return False
    except RuleBroken as error:
        ended = fail(job, str(error))
    except Exception:
        logger.exception("Long paper %s was not made", job.public_id)
        ended = again(job)
    job.refresh_from_db()
    return ended


def keep(job, out, name, content_type):
    """The file first, then the row: a file whose row has gone to somebody else is thrown away."""
    out.seek(0)
    path = default_storage.save(result_path(job, name), File(out))
    kept = mine(job).update(
        state=State.READY,
        file=path,
        file_name=name,
        content_type=content_type,
        done=F("total"),
        finished_at=clock.now(),
        claim=None,
        claimed_until=None,
    )
    if not kept:
        default_storage.delete(path)
    return bool(kept)


def make_and_tell(job):
    """Who asked hears of the end, also of a bad one."""
    if make(job) and job.asked_by_id:
        school = job.programme.school
        issuing.tell(school=school, kind=MADE.code, object_id=job.pk, recipients=[job.asked_by_id], day=school.today)


def fail(job, words):
    return bool(
        mine(job).update(
            state=State.FAILED, trouble=str(words)[:500], finished_at=clock.now(), claim=None, claimed_until=None
        )
    )


def again(job):
    """Back into the line after a fault; after the last try it is said plainly."""
    if job.tries >= TRIES:
        return fail(job, NOT_MADE)
    mine(job).update(state=State.WAITING, claim=None, claimed_until=None)
    return False


def stop(job):
    """True when there was something to stop."""
    rows = PaperJob.objects.filter(pk=job.pk, state__in=RUNNING)
    return bool(rows.update(state=State.STOPPED, finished_at=clock.now(), claim=None, claimed_until=None))


def start_again(job):
    """A paper that failed or was stopped is made anew with the same wish."""
    rows = PaperJob.objects.filter(pk=job.pk, state__in=(State.FAILED, State.STOPPED))
    if rows.update(state=State.WAITING, tries=0, done=0, trouble="", finished_at=None, asked_at=clock.now()):
        transaction.on_commit(wake_worker)
        return True
    return False


def is_late(job, now):
    """It has waited longer than the poll takes: the worker may be standing still."""
    return job.state == State.WAITING and job.asked_at < now - LATE


def sweep(now):
    """Papers that are older than they are kept."""
    throw_away(PaperJob.objects.filter(finished_at__lt=now - KEPT))


def throw_away(rows):
    """The rows at once, the files when that is certain."""
    for job in rows:
        path = job.file.name
        if PaperJob.objects.filter(pk=job.pk).delete()[0] and path:
            transaction.on_commit(partial(default_storage.delete, path))
