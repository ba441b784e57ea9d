"""The journal and the mentor's reports on the page of a pair; what a mentor carries on the first screen."""

from django.template.loader import render_to_string

from mentorship.people.models import Mentor

from ..journal import Month
from ..load import load_of, with_load
from ..models import MentorReport, PairingState
from ..reporting import LOOKS, STATE_WORDS, state_of
from ..visibility import leads, may, of_mentor, own_pairings

SHOWN = 5
"""So many last reports stand on the card; the list has the rest."""


def of_pair(request, pair):
    """Reports with their states, the way to a new one, the journal. A mentee sees none of it."""
    sees = request.access.can("portfolio.view") or leads(request, pair)
    if not sees:
        return ""
    reports = list(MentorReport.objects.filter(pairing=pair).order_by("-ends_on", "-pk")[:SHOWN])
    for one in reports:
        state = state_of(one)
        one.look, one.state_words = LOOKS[state], STATE_WORDS[state]
    may_begin = may(request, "portfolio.edit", pair) and pair.state != PairingState.PROPOSED
    context = {"pair": pair, "reports": reports, "may_begin": may_begin}
    return render_to_string("pairs/_papers_of_pair.html", context, request)


def own_load(request, _row):
    """What the person carries this month, with a warning when it is too much; nothing for who is no mentor here."""
    if not own_pairings(request, of_mentor).exclude(state=PairingState.FINISHED).exists():
        return ""
    month = Month.read("", request.today)
    rows = Mentor.objects.of(request.programme).filter(person__user=request.user)
    mentor = with_load(rows, month.first, month.last).first()
    load = load_of(mentor) if mentor else None
    context = {
        "mentor": mentor,
        "load": load,
        "month": month,
        "may_make": request.access.can("portfolio.edit", own=True),
    }
    return render_to_string("pairs/_own_load.html", context, request)
