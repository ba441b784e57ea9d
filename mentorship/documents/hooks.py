"""Two cards become one, and personal data are erased: what papers have of people.

Orders stay as they were signed: the school keeps them by law. A paper to or about one person, or of one pair, loses its
words with the name; that it was made, of which kind and when, stays.
"""

from django.db.models import Case, F, Q, Value, When

from mentorship.pairs.models import Pairing

from .kinds import KINDS, ready_texts
from .models import Paper

PLAIN_HEADING = Case(*(When(code=code, then=Value(heading)) for code, (heading, _text) in ready_texts().items()))
"""The product's own heading: the school's may have a name in it."""
ORDERS = tuple(code for code, kind in KINDS.items() if kind.is_order)


def move_person(leads, follows):
    """Papers of the other card come along."""
    Paper.objects.filter(person=follows).update(person=leads, version=F("version") + 1)


def forget_of(people):
    """Papers to these people and of their pairs lose their words and tables."""
    pairs = Pairing.objects.filter(Q(mentor__person__in=people) | Q(mentees__person__in=people)).values("pk")
    rows = Paper.objects.filter(Q(person__in=people) | Q(pairing__in=pairs)).exclude(code__in=ORDERS)
    rows.update(heading=PLAIN_HEADING, text="", values={}, tables={}, version=F("version") + 1)
