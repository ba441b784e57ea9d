"""A group, a pair by hand and two orders for the pages that every judge looks at."""

from datetime import timedelta

from mentorship.pairs.models import Pairing, PairOrder
from mentorship.pairs.services import orders
from mentorship.pairs.services.pairing import Planned, Terms, make_by_hand, make_pairs
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

PAGES = [
    "/matching/drafts/{run}/approve/",
    "/pairs/",
    "/pairs/?q=nobody",
    "/pairs/{pairing}/",
    "/pairs/{pairing}/edit/",
    "/pairs/{pairing}/end/",
    "/pairs/{pairing}/mentor/",
    "/pairs/{pairing}/mentees/new/",
    "/pairs/{pairing}/mentees/{member}/leave/",
    "/pairs/new/",
    "/pairs/letters/",
    "/pairs/letters/parent/",
    "/pairs/orders/",
    "/pairs/orders/?signed=yes",
    "/pairs/orders/new/",
    "/pairs/orders/{signed}/",
    "/pairs/orders/{unsigned}/",
    "/pairs/orders/{unsigned}/edit/",
    "/pairs/orders/{unsigned}/sign/",
]
PLACE = "в школе, кабинет 12"


def pairs(programme, by):
    """The place-holders of the pages; once for all the people of a test."""
    found = Pairing.objects.filter(programme=programme, place=PLACE, is_group=True)
    if not found.exists():
        bind(programme, by)
    group = found.get()
    return {
        "pairing": group.public_id,
        "member": group.mentees.first().public_id,
        "signed": PairOrder.objects.get(number="14-ОД").public_id,
        "unsigned": PairOrder.objects.filter(number="").first().public_id,
    }


def bind(programme, by):
    """A signed order on a group, one that waits for the signature, a pair that waits for an order."""
    day = programme.school.today
    terms = Terms(day, day + timedelta(days=90), by)
    signed = bound(programme, by, terms, count=2)
    orders.sign(order=signed, version=signed.version, number="14-ОД", day=day, by=by)
    bound(programme, by, terms, count=1)
    planned = Planned(ready_mentor(programme), (ready_mentee(programme),), place="в школе")
    make_by_hand(programme=programme, planned=planned, terms=terms, day=day, by=by, reason="Просьба родителей")


def bound(programme, by, terms, count):
    mentees = tuple(ready_mentee(programme) for _n in range(count))
    reasons = ({"mentee": mentees[0].pk, "points": 8600, "lines": [["Предмет: математика", 40]]},)
    planned = Planned(ready_mentor(programme), mentees, place=PLACE, points=8600, reasons=reasons)
    order, _pairs = make_pairs(
        programme=programme, planned=[planned], terms=terms, day=terms.starts_on, by=by, with_letters=False
    )
    return order
