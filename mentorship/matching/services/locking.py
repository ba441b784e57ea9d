"""Locks of a draft: which pairs stay as they are when the rest is computed again."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken

from ..models import MatchingRun, Proposal


def lock(run, numbers):
    """Lock these pairs of the draft; returns the numbers of those that were not locked before."""
    return turn(run, Proposal.objects.exclude(mentor=None).filter(pk__in=numbers), to=True)


def unlock(run, numbers):
    """Take the locks of these pairs away; returns the numbers of those that were locked."""
    return turn(run, Proposal.objects.filter(pk__in=numbers), to=False)


@transaction.atomic
def turn(run, rows, *, to):
    """The draft is held while its rows change: nobody approves it in between, and what was shown of it is old."""
    state = MatchingRun.objects.select_for_update().values_list("state", flat=True).get(pk=run.pk)
    if state != MatchingRun.State.READY:
        raise RuleBroken(_("This draft is not open any more: nothing in it changes."))
    rows = rows.filter(run=run, is_locked=not to)
    turned = list(rows.values_list("pk", flat=True))
    Proposal.objects.filter(pk__in=turned).update(is_locked=to)
    if turned:
        MatchingRun.objects.filter(pk=run.pk).update(version=F("version") + 1)
    return turned
