"""What happens when a campaign has done its work. Apps above register a listener and complete their own things."""

import logging

from django.db import transaction
from django.db.models import F

from mentorship.programmes.audit import record

from .. import marks
from ..models import Campaign

log = logging.getLogger(__name__)
_listeners = []


def register(listener):
    """``listener(campaign)`` is called when the goal is reached and when the campaign is closed; it looks which it is.

    It runs in the transaction of the answer or of the closing, but a fault in it takes neither back: the app above
    looks after what it has missed.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(campaign):
    for listener in _listeners:
        try:
            with transaction.atomic():
                listener(campaign)
        except Exception:
            log.exception("A listener of campaigns has failed.")


def check_goal(campaign, day):
    """Set ``goal_reached_on`` when enough of the invited have answered, and tell the listeners. True when that was now.

    One UPDATE decides, so of two last answers at once one tells. Asked in the transaction of the answer, and when
    tickets are revoked, the goal is changed or the campaign is closed.
    """
    if campaign.goal is None or campaign.goal_reached_on or not is_reached(campaign):
        return False
    reached = Campaign.objects.filter(pk=campaign.pk, goal_reached_on=None)
    if not reached.update(goal_reached_on=day, version=F("version") + 1):
        return False
    campaign.refresh_from_db()
    tell(campaign)
    return True


def is_reached(campaign):
    """Have enough of the living tickets been used? All used ones are counted first: that is quick, and tells nearly
    always; tickets that were used and then revoked are left out only where it comes to it."""
    living = campaign.invitations.filter(revoked_at=None)
    invited = living.count()
    if not invited or marks.count(campaign) * 100 < campaign.goal * invited:
        return False
    return answered_of(campaign)[0] * 100 >= campaign.goal * invited


def answered_of(campaign):
    """``(answered, invited)`` among the tickets that are not revoked."""
    numbers = set(campaign.invitations.filter(revoked_at=None).values_list("number", flat=True))
    return len(numbers & marks.answered_numbers(campaign)), len(numbers)


@transaction.atomic
def set_goal(campaign, *, goal, by, day):
    """Another share at which the campaign has done its work. What has been reached stays reached."""
    before = campaign.goal
    if before == goal:
        return campaign
    campaign.swap(campaign.version, goal=goal)
    record(by=by, action="campaign.goal_set", row=campaign, changes={"goal": [before, goal]})
    check_goal(campaign, day)
    return campaign
