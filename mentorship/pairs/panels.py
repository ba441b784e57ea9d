"""What pairs add to pages of other apps."""

from django.template.loader import render_to_string

from .first_screen import own_rows, own_screen
from .health import in_need, settings_of
from .models import Pairing
from .visibility import of_mentor

MOST_PAIRS = 5


def attention_of_today(request, _row):
    """The first page: how many pairs need attention, for those who can do something about it."""
    if request.programme is None or not request.access.can("health.edit"):
        return ""
    rows = in_need(Pairing.objects.of(request.programme), settings_of(request.school), request.today)
    count = rows.count()
    return render_to_string("pairs/_attention_today.html", {"count": count}, request) if count else ""


def own_pairs_of_today(request, _row):
    """The first page of whoever mentors beside other work: the own pairs with the way to record a meeting."""
    if not request.access.can("pairs.mine", own=True):
        return ""
    own = own_screen(request, own_rows(request).filter(of_mentor(request))[:MOST_PAIRS])
    return render_to_string("pairs/_mine_today.html", {"own": own}, request) if own else ""
