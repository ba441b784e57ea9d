"""Facts of a pair's life, and which of them an order has to say."""

from django.db.models import Q

from ..models import PairingEvent

Kind = PairingEvent.Kind


def tell(pairing, kind, *, day, by, mentee=None, reason="", state="", needs_order=False, order=None):
    """Write a fact down."""
    return PairingEvent.objects.create(
        school_id=pairing.school_id,
        pairing=pairing,
        kind=kind,
        mentee=mentee,
        day=day,
        state=state,
        reason=reason,
        by=by,
        needs_order=needs_order,
        order=order,
    )


def waiting(programme):
    """What the next order on changes has to say."""
    rows = PairingEvent.objects.filter(pairing__programme=programme, pairing__deleted_at=None)
    return rows.filter(needs_order=True, order=None)


def is_said(pairing):
    """A signed order has bound the pair: what changes in it from now on needs an order of its own."""
    made = PairingEvent.objects.filter(pairing=pairing, kind=Kind.MADE, order__isnull=False)
    return made.exclude(order__number="").exists()


def forget_unsaid(pairing, *kinds, mentee=None):
    """What no signed order has said need not be said any more. Answers how many facts it was, and the drafts of orders
    that they stood in."""
    rows = PairingEvent.objects.filter(pairing=pairing, kind__in=kinds, needs_order=True)
    rows = rows.filter(Q(order=None) | Q(order__number=""))
    if mentee is not None:
        rows = rows.filter(mentee=mentee)
    found = list(rows.select_related("order__programme"))
    PairingEvent.objects.filter(pk__in=[one.pk for one in found]).update(needs_order=False, order=None)
    return len(found), {one.order for one in found if one.order}
