"""From the page of a campaign to the answers that wait for a decision."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..services.offers import Asked, gather
from ..visibility import offers_for


def links_of(request, campaign):
    """«Ответы для реестров: 12», for who may change the registers; the sheets that have just come are read first."""
    if request.programme is None or not request.access.can("people.edit", own=True):
        return []
    if not Asked(campaign).concerns_registers:
        return []
    gather(request.programme, campaign)
    count = offers_for(request).filter(submission__campaign=campaign, is_waiting=True).count()
    return [
        (
            _("Answers for the registers: %(count)d") % {"count": count},
            f"{reverse('answers')}?campaign={campaign.public_id}",
        )
    ]
