"""Whose sheet lies on the table: by the code that is printed on it, or by the name that is written on it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import marks, progress, tokens
from .models import Invitation


@dataclass
class Found:
    """The ticket, or in ``error`` why there is none; ``namesakes`` are ``[(ticket, name, class)]`` to choose of."""

    ticket: Invitation | None = None
    name: str = ""
    error: str = ""
    namesakes: list = field(default_factory=list)


def waiting(campaign, groups):
    """``[(ticket, name)]`` of those who have not answered; of the own classes where ``groups`` says which."""
    answered = marks.answered_numbers(campaign)
    tickets = progress.tickets_of(campaign, groups).select_related("user")
    return progress.named([one for one in tickets if one.number not in answered])


def find(campaign, groups, text):
    """Who is meant by a code or by the beginning of a name: «иван п» is «Иванов Пётр».

    Names are looked for among those who have not answered; a code finds everybody, so that «уже есть» can be said.
    """
    ticket = by_code(campaign, groups, text)
    if ticket:
        names = progress.named([ticket])
        return Found(ticket, "" if campaign.is_anonymous else names[0][1])
    if campaign.is_anonymous:
        return Found(error=_("There is no such code in this campaign. Eight letters stand on the blank."))
    found = by_name(waiting(campaign, groups), text)
    if len(found) == 1:
        return Found(*found[0])
    if found:
        rows = [(one, name, one.group) for one, name in found]
        return Found(error=_("Several people fit. Type more of the name, or the code."), namesakes=rows[:10])
    return Found(error=_("Nobody who has not answered fits. Type the code of the blank or the surname."))


def by_code(campaign, groups, text):
    code = tokens.typed(text)
    if len(code) != tokens.SLIP_LENGTH:
        return None
    tickets = Invitation.objects.filter(campaign=campaign, revoked_at=None, code_hash=tokens.digest("slip", code))
    if groups is not None:
        tickets = tickets.filter(group__in=groups)
    return tickets.select_related("user").first()


def by_name(rows, text):
    """All words of the text begin words of the name, the class may be among them; a full name wins over longer ones."""
    words = folded(text).split()
    fits = [
        (ticket, name)
        for ticket, name in rows
        if all(any(part.startswith(word) for part in folded(f"{name} {ticket.group}").split()) for word in words)
    ]
    whole = [pair for pair in fits if folded(pair[1]) == folded(text)]
    return (whole or fits) if words else []


def folded(text):
    return text.casefold().replace("ё", "е").replace("\u00a0", " ")
