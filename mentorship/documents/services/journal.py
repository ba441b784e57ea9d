"""The journal of orders: one row of numbers in a calendar year, of main activity and of staff apart."""

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.pairs.models import PairOrder
from mentorship.pairs.papers.order import TITLES
from mentorship.pairs.services.orders import NumberTaken
from mentorship.programmes import audit
from mentorship.programmes.models import School

from ..models import JournalEntry

audit.ACTION_TITLES |= {
    "order.entered": gettext_lazy("Order entered into the journal"),
    "order.tied": gettext_lazy("Order in the journal tied to its paper"),
    "order.crossed_out": gettext_lazy("Order crossed out in the journal"),
}
Journal = JournalEntry.Journal
LEADING = re.compile(r"\d+")


def place_of(number):
    """14 of «14-о»: what the next number follows; 0 of one that has no digits."""
    found = LEADING.search(number)
    return int(found[0]) if found else 0


def suffix_of(number):
    """«-о» of «14-о»."""
    found = LEADING.search(number)
    return number[found.end() :] if found else ""


def next_number(school, year, kind=Journal.MAIN):
    """The number after the last one of the year, with the suffix that the school writes; «1» in an empty year."""
    rows = JournalEntry.objects.filter(school=school, journal=kind)
    last = rows.filter(year=year).aggregate(last=Max("place"))["last"] or 0
    example = rows.order_by("-year", "-place").values_list("number", flat=True).first() or ""
    return f"{last + 1}{suffix_of(example)}"


@transaction.atomic
def enter(*, school, number, day, title, by, kind=Journal.MAIN, paper=None, pair_order=None, line=None):
    """A line of the journal. The school is locked, so two at once never get one number: the second one is told.

    ``line`` is what the office has typed about this very order before: then that line is taken.
    Raises NumberTaken when the number is taken in the year of the day.
    """
    School.objects.select_for_update().get(pk=school.pk)
    if line and (typed := free_lines(school, kind, number, day).filter(public_id=line).first()):
        return tie(typed, paper, pair_order, by)
    try:
        with transaction.atomic():
            entry = JournalEntry.objects.create(
                school=school,
                journal=kind,
                year=day.year,
                place=place_of(number),
                number=number,
                day=day,
                title=title[:300],
                paper=paper,
                pair_order=pair_order,
                entered_by=by,
            )
    except IntegrityError:
        raise taken(school, kind, number, day, asks=bool(paper or pair_order)) from None
    audit.record(by=by, action="order.entered", row=entry, name=number)
    return entry


def lines_with(school, kind, number):
    return JournalEntry.objects.filter(school=school, journal=kind, number=number, cancelled="")


def free_lines(school, kind, number, day):
    """A line that the office has typed and that can be an order of this number and day."""
    return lines_with(school, kind, number).filter(day=day, paper=None, pair_order=None)


def tie(line, paper, pair_order, by):
    """The line keeps the words of the office and leads to the order from now on."""
    line.paper, line.pair_order = paper, pair_order
    line.save(update_fields=["paper", "pair_order"])
    audit.record(by=by, action="order.tied", row=line, name=line.number)
    return line


def taken(school, kind, number, day, *, asks):
    """Whose the number is and the next free one; ``asks`` of an order that may be the very one that was typed."""
    line = lines_with(school, kind, number).get(year=day.year)
    words = _("Order No. %(number)s of %(year)d is in the journal already: “%(title)s”. The next number is %(next)s.")
    free = next_number(school, day.year, kind)
    message = words % {"number": number, "year": day.year, "title": line.title, "next": free}
    return NumberTaken(message, line, may_be_this=asks and line.is_of_nothing and line.day == day)


@transaction.atomic
def cross_out(*, entry, reason, by):
    """The line stays with the reason, and its number may be given once more."""
    if JournalEntry.objects.filter(pk=entry.pk, cancelled="").update(cancelled=reason):
        audit.record(by=by, action="order.crossed_out", row=entry, name=entry.number)


def of_pair_order(order, by, line=None):
    """An order on pairs that was just signed gets its line; one that has it already keeps it."""
    if JournalEntry.objects.filter(pair_order=order).exists():
        return
    words = {"number": order.number, "day": order.day, "title": TITLES[order.kind]}
    enter(school=order.school, by=by, pair_order=order, line=line, **words)


def without_line():
    """Signed orders on pairs from the time before the journal: their numbers are not counted yet."""
    return PairOrder.objects.exclude(number="").filter(entry=None).order_by("day", "pk")


def bring_in(by):
    """``(entered, refused)``: lines for the orders that have none, and the numbers that the journal has already.

    A line that the office has typed with the number and the day of an order is that order.
    """
    entered, refused = 0, []
    for order in without_line().select_related("school"):
        try:
            typed = free_lines(order.school, Journal.MAIN, order.number, order.day).first()
            of_pair_order(order, by, typed and typed.public_id)
        except RuleBroken:
            refused.append(order.number)
        else:
            entered += 1
    return entered, refused
