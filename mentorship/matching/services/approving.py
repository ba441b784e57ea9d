"""Approving a draft: its pairs, their order and the letters are made at once, or nothing is."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.pairs.services.pairing import Terms, make_pairs
from mentorship.programmes import audit
from mentorship.programmes.models import Programme

from ..approval import check_of, planned_of
from ..models import MatchingRun, Proposal

State = MatchingRun.State


@transaction.atomic
def approve(run, *, seen, without, terms, place, day, order_day, with_letters, by):
    """Make pairs of what the person has ``seen`` on the check page. Answers the order and the number of pairs.

    The programme is locked first, so that two drafts cannot give one mentee away twice; a draft that is approved
    already answers its order and makes nothing, so that a second press of the button does no harm.
    """
    Programme.objects.select_for_update().get(pk=run.programme_id)
    run = MatchingRun.objects.select_related("programme__school", "form", "order").get(pk=run.pk)
    if run.state == State.APPROVED:
        return run.order, 0
    if run.state != State.READY or run.deleted_at:
        raise RuleBroken(_("Only a draft that is ready can be approved."))
    check = check_of(run, without=without, day=day)
    if check.seen != seen:
        raise RuleBroken(_("The draft or the registers have changed since you opened the page. Look at it once more."))
    if not check.taken:
        raise RuleBroken(_("There is no pair to approve."))
    order, pairs = make_pairs(
        programme=run.programme,
        planned=planned_of(check, run, place=place, day=day),
        terms=terms,
        day=order_day,
        by=by,
        with_letters=with_letters,
    )
    bind(check, pairs)
    MatchingRun.objects.filter(pk=run.pk).update(
        state=State.APPROVED, approved_by=by, approved_at=clock.now(), order=order, version=F("version") + 1
    )
    words = {_("pairs"): ["", str(len(pairs))], _("letters"): ["", _("yes") if with_letters else _("no")]}
    name = _("draft No. %(number)d") % {"number": run.number}
    audit.record(by=by, action="pairs.approved", row=run, name=name, changes=words)
    return order, len(pairs)


def bind(check, pairs):
    """Each proposal remembers the pair that it became."""
    by_mentor = {pair.mentor_id: pair for pair in pairs}
    for row in check.taken:
        row.pairing = by_mentor[row.mentor_id]
    Proposal.objects.bulk_update(check.taken, ["pairing"], batch_size=500)


def terms_of(programme, starts_on, ends_on, by):
    """What all pairs of a draft have in common: the coordinator of the programme answers for them."""
    coordinator = programme.coordinator.user if programme.coordinator else by
    return Terms(starts_on, ends_on, coordinator)
