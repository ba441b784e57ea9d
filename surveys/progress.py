"""How far a campaign has come: «сдали 19 из 27», by class and by name. Who has answered an anonymous one is told to
nobody: there only the whole campaign is counted."""

from dataclasses import dataclass, field

from . import marks, sources
from .models import Invitation


@dataclass
class GroupProgress:
    """A class or a post. ``waiting`` and ``begun`` are tickets without an answer."""

    title: str
    invited: int = 0
    answered: int = 0
    begun: list = field(default_factory=list)
    waiting: list = field(default_factory=list)


@dataclass
class Progress:
    """The counts of a campaign and, where it is not anonymous, its groups."""

    invited: int
    answered: int
    begun: int
    groups: list
    others: int = 0

    @property
    def left(self):
        return self.invited - self.answered

    @property
    def share(self):
        """Whole percent of the invited who have answered; 79.9 is not yet 80."""
        return self.answered * 100 // self.invited if self.invited else 0


def tickets_of(campaign, groups=None):
    """Living tickets; ``groups`` narrows them to the own classes."""
    rows = Invitation.objects.filter(campaign=campaign, revoked_at=None)
    return rows if groups is None else rows.filter(group__in=groups)


def progress_of(campaign, groups=None):
    """Three queries for a campaign of any size. ``others`` counts answers that came without a ticket."""
    bits = marks.marks_of(campaign)
    answered, begun = marks.numbers(bits["answered"]), marks.numbers(bits["begun"]) - marks.numbers(bits["answered"])
    tickets = list(tickets_of(campaign, None if campaign.is_anonymous else groups).select_related("user"))
    numbers = {one.number for one in tickets}
    found = Progress(len(tickets), len(answered & numbers), len(begun & numbers), [])
    if groups is None or campaign.is_anonymous:
        sent = campaign.submissions.filter(withdrawn_at=None)
        found.others = max(0, sent.count() - len(answered)) if campaign.is_anonymous else without_ticket(sent)
    if not campaign.is_anonymous:
        found.groups = groups_of(tickets, answered, begun)
    return found


def without_ticket(sent):
    return sent.filter(invitation=None).count()


def groups_of(tickets, answered, begun):
    found = {}
    for ticket in tickets:
        group = found.setdefault(ticket.group, GroupProgress(ticket.group))
        group.invited += 1
        if ticket.number in answered:
            group.answered += 1
        else:
            (group.begun if ticket.number in begun else group.waiting).append(ticket)
    return sorted(found.values(), key=lambda group: class_order(group.title))


def class_order(title):
    """«8 «Б»» before «10 «А»»; posts after classes."""
    digits = "".join(sign for sign in title[:2] if sign.isdigit())
    return (0, int(digits), title) if digits else (1, 0, title)


def named(tickets):
    """``[(ticket, name)]`` in the order of names: cards by today's register, accounts by their name, else addresses."""
    names = sources.names_of([one.subject for one in tickets if one.subject])
    return sorted(((one, name_of(one, names)) for one in tickets), key=lambda pair: pair[1])


def name_of(ticket, names):
    if ticket.subject:
        return names.get(ticket.subject, "")
    return ticket.user.get_full_name() if ticket.user_id else ticket.email
