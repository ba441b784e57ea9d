"""Whose rows a person may see: everybody's, or those of the own classes."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from mentorship.common.clock import days
from mentorship.programmes.models import SchoolClass

from .listing import KEPT_DAYS
from .models import Campaign, Invitation


def own_groups(request, action):
    """None for whoever may do it everywhere, else the titles of the own classes."""
    if request.access.can(action):
        return None
    posts = [one.pk for one in request.memberships]
    return {str(one) for one in SchoolClass.objects.filter(membershipclass__membership__in=posts)}


def campaigns_of(request, action):
    """The living campaigns of the programme that the person may see."""
    rows = Campaign.objects.living().filter(programme=request.programme)
    groups = own_groups(request, action)
    if groups is None:
        return rows
    asked = Invitation.objects.filter(campaign=OuterRef("pk"), group__in=groups)
    return rows.filter(Q(created_by=request.user) | Q(Exists(asked)))


def binned_of(request, now):
    """What the person may put back: campaigns thrown away within the days of the bin."""
    rows = Campaign.objects.filter(programme=request.programme, deleted_at__gte=now - days(KEPT_DAYS))
    return rows if request.access.can("surveys.send") else rows.filter(created_by=request.user)


def campaign_for(request, public_id, action="surveys.view"):
    """The campaign, or 404 for what is absent, foreign or of other classes."""
    rows = campaigns_of(request, action).select_related("survey_version__survey", "programme__school")
    campaign = rows.filter(public_id=public_id).first()
    if campaign is None:
        raise Http404
    return campaign


def leads(request, campaign):
    """May the person close, prolong and throw the campaign away: whoever sends to all, or who has opened it."""
    if request.access.can("surveys.send"):
        return True
    return request.access.can("surveys.send", own=True) and campaign.created_by_id == request.user.pk
