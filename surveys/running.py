"""Running campaigns on the first page of whoever leads them: how far each has come, and whom to remind."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from . import marks
from .models import Campaign, Invitation
from .own import campaigns_of, own_groups

MOST = 5


@dataclass
class Running:
    """``to_remind`` is everybody in an anonymous campaign: who has not answered is told to nobody."""

    campaign: Campaign
    answered: int = 0
    invited: int = 0
    is_narrowed: bool = False

    @property
    def to_remind(self):
        return self.invited if self.campaign.is_anonymous else self.invited - self.answered


def running_campaigns(request):
    """The open campaigns with invited people, the nearest end first; whoever sees own classes alone gets their
    counts. Two queries, one more for own classes."""
    if request.programme is None or not request.access.can("surveys.view", own=True):
        return []
    groups = own_groups(request, "surveys.view")
    rows = campaigns_of(request, "surveys.view").open_on(request.today).select_related("marks")
    rows = rows.annotate(invited=Count("invitations", filter=Q(invitations__revoked_at=None), distinct=True))
    rows = rows.filter(invited__gt=0).order_by(F("closes_on").asc(nulls_last=True), "-pk")[:MOST]
    if groups is None:
        return [Running(one, marks.count_fetched(one), one.invited) for one in rows]
    return [one for one in of_groups(rows, groups) if one.invited]


def of_groups(rows, groups):
    """The same with the own classes only; an anonymous campaign is never counted by class."""
    found = {one.pk: Running(one, is_narrowed=not one.is_anonymous) for one in rows}
    named = [one.pk for one in rows if not one.is_anonymous]
    for one in rows:
        if one.is_anonymous:
            found[one.pk].answered, found[one.pk].invited = marks.count_fetched(one), one.invited
    tickets = Invitation.objects.filter(campaign__in=named, revoked_at=None, group__in=groups)
    for campaign, number in tickets.values_list("campaign", "number"):
        running = found[campaign]
        running.invited += 1
        running.answered += marks.is_set(marks.fetched(running.campaign), number)
    return list(found.values())
