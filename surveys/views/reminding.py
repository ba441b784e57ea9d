"""«Напомнить семи»: whom, then send."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentorship.programmes.access import requires

from .. import progress
from ..own import campaign_for, own_groups
from ..services.letters import reachable, remind, unanswered


@require_http_methods(["GET", "POST"])
@requires("surveys.send", own=True)
def campaign_remind(request, public_id):
    campaign = campaign_for(request, public_id, "surveys.send")
    groups = own_groups(request, "surveys.send")
    if request.method == "POST":
        told = remind(campaign, groups, by=request.user, day=request.today)
        words = ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", told)
        if told:
            messages.success(request, words % {"count": told})
        else:
            messages.info(request, _("Everybody who can be reached has been reminded today already."))
        return redirect(campaign)
    tickets = unanswered(campaign, groups)
    reached = reachable(tickets)
    context = {
        "campaign": campaign,
        "is_open": campaign.is_open_on(request.today),
        "count": len(tickets),
        "reached": len(reached),
        "names": [] if campaign.is_anonymous else progress.named(with_users(reached)),
        "unreached": len(tickets) - len(reached),
    }
    return render(request, "surveys/campaign_remind.html", context)


def with_users(tickets):
    """The same tickets with their accounts, one query for all."""
    prefetch_related_objects(tickets, "user")
    return tickets
