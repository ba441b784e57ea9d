"""Blanks of a campaign, to be printed and filled with a pen."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import pdf
from mentorship.programmes.access import requires
from mentorship.programmes.audit import record

from .. import marks
from ..blanks import MOST_BLANKS, Blank, blanks_of, blanks_to_pdf
from ..files import paper
from ..models import Campaign
from ..own import campaign_for, own_groups
from ..progress import class_order, tickets_of

RIGHT = "surveys.send"
MOST_COPIES = 60


def opened(request, public_id):
    campaign = campaign_for(request, public_id, RIGHT)
    if campaign.state == Campaign.State.DRAFT:
        raise Http404
    return campaign


def waiting_tickets(request, campaign):
    """Tickets without an answer: nobody needs a blank twice."""
    answered = marks.answered_numbers(campaign)
    tickets = tickets_of(campaign, own_groups(request, RIGHT)).select_related("user")
    return [one for one in tickets if one.number not in answered]


@require_safe
@requires(RIGHT, own=True)
def campaign_blanks(request, public_id):
    """Whose blanks to print: of a class, or nameless ones where everybody may answer."""
    campaign = opened(request, public_id)
    counts = {}
    for ticket in waiting_tickets(request, campaign):
        counts[ticket.group] = counts.get(ticket.group, 0) + 1
    context = {
        "campaign": campaign,
        "groups": [(title, counts[title], parts_of(counts[title])) for title in sorted(counts, key=class_order)],
        "total": sum(counts.values()),
        "most": MOST_BLANKS,
        "most_copies": MOST_COPIES,
    }
    return render(request, "surveys/campaign_blanks.html", context)


def parts_of(count):
    """``[(number of the part, first, last)]`` of more blanks than one file holds; empty when one suffices."""
    if count <= MOST_BLANKS:
        return []
    return [
        (number, first + 1, min(first + MOST_BLANKS, count))
        for number, first in enumerate(range(0, count, MOST_BLANKS), 1)
    ]


@require_POST
@requires(RIGHT, own=True)
def campaign_blanks_pdf(request, public_id):
    """A paper with names and codes, so the log says who has taken it; nameless copies are logged too."""
    campaign = opened(request, public_id)
    blanks = copies(request, campaign) if "copies" in request.POST else named_blanks(request, campaign)
    if not blanks:
        raise Http404
    content = blanks_to_pdf(campaign, blanks)
    record(by=request.user, action="campaign.blanks", row=campaign, changes={"count": [None, len(blanks)]})
    return paper(content, pdf.MIME, f"{_('Blanks')} — {campaign.title[:80]}.pdf")


def copies(request, campaign):
    """Nameless copies, as many as were asked for, within reason."""
    number = request.POST["copies"]
    wanted = int(number) if number.isdecimal() and len(number) < 4 else 1
    return [Blank()] * min(max(wanted, 1), MOST_COPIES) if campaign.open_code else []


def named_blanks(request, campaign):
    tickets = waiting_tickets(request, campaign)
    if "group" in request.POST:
        tickets = [one for one in tickets if one.group == request.POST["group"]]
    rows = blanks_of(campaign, tickets)
    part = request.POST.get("part", "1")
    first = (int(part) - 1) * MOST_BLANKS if part.isdecimal() and 1 <= int(part) <= len(rows) else 0
    return rows[first : first + MOST_BLANKS]
