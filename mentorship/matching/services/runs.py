"""Drafts: a new one, one computed again from another, cancelled, thrown away and brought back."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import Programme

from ..gathering import knowledge_of, rules_of
from ..models import MatchingRun, Proposal
from ..rules import Rules
from .computing import compute
from .waking import wake_worker

State = MatchingRun.State
KEPT_DAYS = 30
"""How long a draft stays in the bin."""
LATE = timedelta(minutes=2)
RUNNING = (State.WAITING, State.COUNTING)


def start(programme, *, form, by, day):
    """A new draft of everybody who may be matched on the day, of one form of mentoring or of all.

    A small one is ready when this returns; a large one waits for the worker (``is_large``). RuleBroken when there is
    nobody to match.
    """
    knowledge, rules = knowledge_of(programme, form=form, day=day), rules_of(programme.school, form)
    if not knowledge.mentees:
        raise RuleBroken(_("No mentee is ready for matching yet."))
    if not any(one.room for one in knowledge.mentors):
        raise RuleBroken(_("No mentor with a free place is ready for matching yet."))
    snapshot = {"rules": rules.to_dict(), "knowledge": knowledge.to_dict()}
    run = new_run(programme, form=form, by=by, snapshot=snapshot, salt=secrets.token_hex(16))
    return begin(run)


def solve_again(run, *, by, day):
    """A new draft from this one: what the registers and the rules say today, the locked pairs and those made by hand as
    they are, and of the rest as many pairs kept as can be.
    """
    if run.state != State.READY:
        raise RuleBroken(_("Only a draft that is ready can be computed again."))
    knowledge, rules = knowledge_of(run.programme, form=run.form, day=day), rules_of(run.school, run.form)
    here = {one.id for one in knowledge.mentors}, {one.id for one in knowledge.mentees}
    rows = Proposal.objects.filter(run=run).exclude(mentor=None).order_by("pk")
    rows = [row for row in rows if row.mentor_id in here[0] and row.mentee_id in here[1]]
    held = [[row.mentor_id, row.mentee_id] for row in rows if row.is_locked]
    kept = [[row.mentor_id, row.mentee_id] for row in rows if not row.is_locked]
    by_hand = [[row.mentor_id, row.mentee_id] for row in rows if row.is_locked and row.by_hand]
    known = {"rules": rules.to_dict(), "knowledge": knowledge.to_dict()}
    snapshot = known | {"locks": held, "kept": kept, "by_hand": by_hand}
    return begin(new_run(run.programme, form=run.form, by=by, snapshot=snapshot, salt=run.salt, parent=run))


@transaction.atomic
def new_run(programme, *, by, **fields):
    """The programme is locked while the number is given: two who start at once get two numbers."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = MatchingRun.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    run = MatchingRun.objects.create(
        school_id=programme.school_id, programme=programme, number=last + 1, started_by=by, **fields
    )
    audit.record(by=by, action="matching.started", row=run, name=_("draft No. %(number)d") % {"number": run.number})
    return run


def is_large(run):
    """Too many pairs to be computed while somebody looks at the page; with groups it takes longer."""
    known, rules = run.snapshot["knowledge"], Rules.from_dict(run.snapshot["rules"])
    pairs = len(known["mentors"]) * len(known["mentees"])
    if rules.chooses_groups and pairs > settings.MATCHING_GROUP_PAIRS_AT_ONCE:
        return True
    return pairs > settings.MATCHING_PAIRS_AT_ONCE


def begin(run):
    """Compute it at once, or leave it to the worker, who finds it in the database even if nobody wakes it up."""
    if is_large(run):
        transaction.on_commit(wake_worker)
    else:
        compute(run)
    return run


def is_late(run, now):
    """No sign of life for so long that the worker is likely not running; a draft that waits loses nothing by it."""
    return now - (run.claimed_at or run.started_at) > LATE


def cancel(run, *, by):
    """Stop a draft that waits or is being computed; the worker notices at its next step."""
    turned = MatchingRun.objects.filter(pk=run.pk, state__in=RUNNING).update(
        state=State.CANCELLED, finished_at=clock.now()
    )
    if turned:
        audit.record(by=by, action="matching.cancelled", row=run)
    run.refresh_from_db()
    return bool(turned)


def try_again(run, *, by):
    """Start a draft once more that was cancelled or could not be computed."""
    turned = MatchingRun.objects.filter(pk=run.pk, state__in=(State.CANCELLED, State.FAILED), deleted_at=None).update(
        state=State.WAITING, finished_at=None, done=0, total=0
    )
    run.refresh_from_db()
    if turned:
        audit.record(by=by, action="matching.started", row=run)
        begin(run)
    return run


def bin_run(run, *, by, now=None):
    """Throw a draft away for thirty days. An approved one stays: its order rests on it."""
    if run.state == State.APPROVED:
        raise RuleBroken(_("An approved draft stays: its order rests on it."))
    cancel(run, by=by)
    turned = MatchingRun.objects.filter(pk=run.pk, deleted_at=None).exclude(state=State.APPROVED)
    if turned.update(deleted_at=now or clock.now()):
        audit.record(by=by, action="matching.binned", row=run)
    run.refresh_from_db()


def restore_run(run, *, by):
    if MatchingRun.objects.filter(pk=run.pk, deleted_at__isnull=False).update(deleted_at=None):
        audit.record(by=by, action="matching.restored", row=run)
    run.refresh_from_db()
