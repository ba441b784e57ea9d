"""What papers add to the page of a pair."""

from django.template.loader import render_to_string

from mentorship.people.models import PersonKind

from .kinds import KINDS
from .models import Paper

SHOWN = 10
"""So many last papers stand on the card; the list of papers has the rest."""
OF_A_PAIR = [kind for kind in KINDS.values() if kind.is_of_pair]


def of_pair(request, pair):
    """The papers of this pair and the buttons that begin one with the pair chosen."""
    if not request.access.can("papers.view"):
        return ""
    rows = list(Paper.objects.filter(pairing=pair, deleted_at=None)[:SHOWN])
    for one in rows:
        one.kind = KINDS[one.code]
    is_of_now = pair.programme_id == getattr(request.programme, "pk", None)
    kinds = kinds_of(pair) if is_of_now and request.access.can("papers.edit") else []
    context = {"pair": pair, "rows": rows, "kinds": kinds}
    return render_to_string("documents/_of_pair.html", context, request)


def kinds_of(pair):
    """What may be written about it: a family is told of a pupil, teachers have none."""
    pupils = pair.places.filter(left_on=None, mentee__person__kind=PersonKind.PUPIL)
    return [kind for kind in OF_A_PAIR if kind.needs == "pair" or pupils.exists()]
