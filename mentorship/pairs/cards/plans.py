"""The development plans on the page of a pair."""

from django.template.loader import render_to_string

from ..models import LIVING
from ..planning import LOOKS, plans_of
from ..views.plans import sees
from ..visibility import may


def of_pair(request, pair):
    """Each plan with its state and progress; the way to begin one for who may."""
    if not may(request, "plans.view", pair):
        return ""
    plans = [one for one in plans_of(pair, request.today) if sees(request, one)]
    for one in plans:
        one.look = LOOKS[one.state]
    may_begin = pair.state in LIVING and may(request, "plans.edit", pair)
    if not plans and not may_begin:
        return ""
    return render_to_string(
        "pairs/_plans_of_pair.html", {"pair": pair, "plans": plans, "may_begin": may_begin}, request
    )
