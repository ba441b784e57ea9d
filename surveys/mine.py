"""The questionnaires of one signed-in person."""

from django.db.models import Q

from . import marks, sources
from .models import Campaign, Invitation


def tickets_of(user):
    """Living tickets of the account, of its cards in the registers, and of its address."""
    own = Q(user=user) | Q(email=user.email.lower()) | Q(subject__in=sources.subjects_of(user))
    return Invitation.objects.filter(own, revoked_at=None, campaign__deleted_at=None)


def open_questionnaires(user, day):
    """Tickets without an answer in campaigns that are open on the day, the nearest end first; two queries and the
    directory's."""
    running = Campaign.objects.open_on(day).values("pk")
    tickets = tickets_of(user).filter(campaign__in=running).select_related("campaign__marks")
    waiting = [one for one in tickets if not is_used(one)]
    return sorted(waiting, key=lambda one: (one.campaign.closes_on is None, one.campaign.closes_on, one.pk))


def is_used(ticket):
    campaign = ticket.campaign
    return hasattr(campaign, "marks") and marks.is_set(bytes(campaign.marks.answered), ticket.number)
