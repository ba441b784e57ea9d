"""Ways into a campaign: the code for the board, slips, the list of the signed-in person's questionnaires."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import pdf
from mentorship.programmes.access import requires
from mentorship.programmes.audit import record

from ..addresses import ENTER, board_link, qr_svg, short_address, spaced
from ..files import paper
from ..mine import open_questionnaires, tickets_of
from ..models import Campaign
from ..own import campaign_for, own_groups
from ..papers import MOST_SLIPS, board_to_pdf, slips_to_pdf
from ..progress import class_order
from ..progress import tickets_of as tickets_of_campaign
from ..tokens import link_token


def running(request, public_id):
    campaign = campaign_for(request, public_id, "surveys.send")
    if campaign.state != Campaign.State.RUNNING:
        raise Http404
    return campaign


@require_safe
@requires("surveys.send", own=True)
def campaign_share(request, public_id):
    """What the class sees on the wall: the QR and the six letters, as large as they go."""
    campaign = running(request, public_id)
    if not campaign.open_code:
        raise Http404
    context = {
        "campaign": campaign,
        "code": spaced(campaign.open_code, 3),
        "letters": " ".join(campaign.open_code),
        "qr": qr_svg(board_link(campaign), _("QR code that opens the questionnaire")),
        "address": short_address(),
    }
    return render(request, "surveys/campaign_share.html", context)


@require_safe
@requires("surveys.send", own=True)
def campaign_board_pdf(request, public_id):
    campaign = running(request, public_id)
    if not campaign.open_code:
        raise Http404
    return paper(board_to_pdf(campaign), pdf.MIME, f"{_('Code')} — {campaign.title[:80]}.pdf")


@require_safe
@requires("surveys.send", own=True)
def campaign_slips(request, public_id):
    """Which classes' slips to print."""
    campaign = running(request, public_id)
    counts = {}
    tickets = tickets_of_campaign(campaign, own_groups(request, "surveys.send"))
    for group in tickets.values_list("group", flat=True):
        counts[group] = counts.get(group, 0) + 1
    context = {
        "campaign": campaign,
        "groups": sorted(counts.items(), key=lambda pair: class_order(pair[0])),
        "total": sum(counts.values()),
        "most": MOST_SLIPS,
    }
    return render(request, "surveys/campaign_slips.html", context)


@require_POST
@requires("surveys.send", own=True)
def campaign_slips_pdf(request, public_id):
    """A paper with names and codes: the log says who has taken it."""
    campaign = running(request, public_id)
    tickets = tickets_of_campaign(campaign, own_groups(request, "surveys.send")).select_related("user")
    if "group" in request.POST:
        tickets = tickets.filter(group=request.POST["group"])
    tickets = list(tickets[:MOST_SLIPS])
    if not tickets:
        raise Http404
    content = slips_to_pdf(campaign, tickets)
    record(by=request.user, action="campaign.slips", row=campaign, changes={"count": [None, len(tickets)]})
    return paper(content, pdf.MIME, f"{_('Slips')} — {campaign.title[:80]}.pdf")


@require_safe
@requires("today.view")
def surveys_mine(request):
    """The questionnaires that wait for the signed-in person."""
    return render(request, "surveys/mine.html", {"tickets": open_questionnaires(request.user, request.today)})


@require_safe
@requires("today.view")
def surveys_mine_open(request, public_id):
    """Into the questionnaire: the address itself is made here and kept nowhere."""
    ticket = get_object_or_404(tickets_of(request.user), public_id=public_id)
    return redirect(f"{ENTER}{link_token(ticket)}/")
