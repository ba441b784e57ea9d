"""Orders on pairs: written, corrected until they are signed, signed by their number and day."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..annex import lines_of
from ..models import Pairing, PairingEvent, PairingState, PairOrder
from ..papers.texts import change_text, first_text
from .history import tell, waiting

audit.ACTION_TITLES |= {
    "pair_order.created": gettext_lazy("Order on pairs made"),
    "pair_order.edited": gettext_lazy("Order on pairs changed"),
    "pair_order.signed": gettext_lazy("Order on pairs signed"),
}
Kind = PairOrder.Kind
_journals = []


class NumberTaken(RuleBroken):
    """The journal has the number: ``line`` is what stands there.

    ``may_be_this`` when the office could have typed this very order: of the same day, and no paper belongs to it yet.
    """

    def __init__(self, message, line, *, may_be_this):
        super().__init__(message)
        self.line, self.may_be_this = line, may_be_this


def register_journal(enter, propose):
    """``enter(order, by, line)`` writes a signed order into the school's journal; it may refuse (NumberTaken).

    ``line`` names the line there that is this very order. ``propose(school, year)`` is the number that comes next.
    """
    if (enter, propose) not in _journals:
        _journals.append((enter, propose))


def number_to_propose(school, day):
    """What the form of the signature begins with; empty when no journal is kept."""
    return next((propose(school, day.year) for _enter, propose in _journals), "")


def next_kind(programme):
    """The first order of a programme binds its pairs, every later one changes them."""
    return Kind.CHANGE if PairOrder.objects.filter(programme=programme).exists() else Kind.FIRST


def new_order(*, programme, day, by, text=""):
    """An order without lines; ``fill`` writes them when its events are there."""
    kind = next_kind(programme)
    order = PairOrder.objects.create(
        school_id=programme.school_id, programme=programme, kind=kind, day=day, text=text, approved_by=by
    )
    audit.record(by=by, action="pair_order.created", row=order, name=name_of(order))
    return order


def fill(order, *, with_text=False):
    """Make the lines anew from the events; ``with_text`` also writes the usual words about them."""
    lines = lines_of(order)
    fields = {"rows": lines}
    if with_text:
        words = first_text if order.kind == Kind.FIRST else change_text
        fields["text"] = words(order.programme, {line["part"] for line in lines})
    PairOrder.objects.filter(pk=order.pk, number="").update(version=F("version") + 1, **fields)
    order.refresh_from_db()
    return order


@transaction.atomic
def collect(*, programme, day, by):
    """The order that says everything that waits for one; None when nothing waits.

    The button pressed twice makes one order: the second time nothing waits.
    """
    keys = list(waiting(programme).select_for_update(of=("self",)).values_list("pk", flat=True))
    if not keys:
        return None
    order = new_order(programme=programme, day=day, by=by)
    PairingEvent.objects.filter(pk__in=keys).update(order=order)
    bind(PairingEvent.objects.filter(pk__in=keys, kind=PairingEvent.Kind.MADE), order)
    return fill(order, with_text=True)


def bind(made, order):
    """The pairs that an order makes point to it."""
    Pairing.objects.filter(pk__in=made.values("pairing")).update(order=order, version=F("version") + 1)


@transaction.atomic
def edit_order(*, order, version, changes, words, by):
    """Correct the text or the day of an order that is not signed."""
    if order.is_signed:
        raise RuleBroken(_("The order is signed: nothing in it changes any more."))
    order.swap(version, **changes)
    audit.record(by=by, action="pair_order.edited", row=order, name=name_of(order), changes=words)


@transaction.atomic
def sign(*, order, version, number, day, by, line=None):
    """Enter what the office has given: from now on the pairs are bound and the paper does not change.

    ``line`` of the journal is this order, typed there before.
    """
    order = PairOrder.objects.select_for_update().get(pk=order.pk)
    if order.is_signed:
        raise RuleBroken(_("The order is signed already."))
    try:
        with transaction.atomic():
            order.swap(version, number=number, day=day)
    except IntegrityError:
        message = _("There is an order No. %(number)s of this day already.") % {"number": number}
        raise RuleBroken(message) from None
    made = PairingEvent.objects.filter(order=order, kind=PairingEvent.Kind.MADE).values("pairing")
    bound = list(Pairing.objects.filter(pk__in=made, state=PairingState.AGREED))
    Pairing.objects.filter(pk__in=[one.pk for one in bound]).update(
        state=PairingState.ORDERED, version=F("version") + 1
    )
    for one in bound:
        tell(one, PairingEvent.Kind.STATE, day=day, by=by, state=PairingState.ORDERED, order=order)
    for enter, _propose in _journals:
        enter(order, by, line)
    audit.record(by=by, action="pair_order.signed", row=order, name=name_of(order))
    return order


def name_of(order):
    """«Приказ № 14 от 21.03.2022», as the log calls it; a draft has a blank for the number."""
    number = order.number or "____"
    return _("Order No. %(number)s of %(day)s") % {"number": number, "day": f"{order.day:%d.%m.%Y}"}
