"""What happens when a campaign has done its work. Apps above register a listener and complete their own things."""

from django.db.models import F

from .. import marks
from ..models import Campaign

_listeners = []


def register(listener):
    """``listener(campaign)`` is called once, in the transaction in which the goal is reached."""
    if listener not in _listeners:
        _listeners.append(listener)


def check_goal(campaign, day):
    """Set ``goal_reached_on`` when enough of the invited have answered, and tell the listeners. True when that was now.

    One UPDATE decides, so of two last answers at once one tells. Asked in the transaction of the answer.
    """
    if campaign.goal is None or campaign.goal_reached_on:
        return False
    invited = campaign.invitations.filter(revoked_at=None).count()
    if not invited or marks.count(campaign) * 100 < campaign.goal * invited:
        return False
    reached = Campaign.objects.filter(pk=campaign.pk, goal_reached_on=None)
    if not reached.update(goal_reached_on=day, version=F("version") + 1):
        return False
    campaign.refresh_from_db()
    for listener in _listeners:
        listener(campaign)
    return True
