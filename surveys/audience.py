"""Whom a campaign asks: the stored filters, the people behind them, and addresses as people type them.

``Campaign.audience`` is a list of ``{"source": code, "values": [...]}``; ``{"source": "board"}`` lets everybody in who
has the code of the board. The sources of this app are the staff by role and typed addresses; registers add their own.
"""

import re
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from . import sources
from .sources import Audience, Invitee

BOARD, STAFF, EMAILS = "board", "staff", "emails"
MOST_EMAILS = 2000


def asks_board(audience):
    """Is the code of the board wanted?"""
    return any(part["source"] == BOARD for part in audience)


def values_of(audience, code):
    """The filters that are stored for a source."""
    return [value for part in audience if part["source"] == code for value in part.get("values", ())]


def invitees_of(programme, audience):
    """Everybody behind the filters, each once, in the order of the sources. An account that has a card in a register is
    asked by the card: the same person never gets two tickets."""
    found = {}
    for one in by_cards(one for part in audience for one in people_of(programme, part)):
        found.setdefault((one.subject, one.user_id, one.email.lower()), one)
    return list(found.values())


def by_cards(people):
    people = list(people)
    cards = sources.cards_of([one.user_id for one in people if one.user_id and not one.subject])
    return [replace(one, subject=cards[one.user_id], user_id=None) if one.user_id in cards else one for one in people]


def people_of(programme, part):
    code, values = part["source"], part.get("values", ())
    if code == EMAILS:
        return [Invitee(email=value, address=value) for value in values]
    source = sources.audiences.get(code)
    if not (source and values):
        return []
    return source.people(programme, values, **({"reason": part["reason"]} if part.get("reason") else {}))


def with_ground(audience, reason):
    """The same audience, in which those who are held back are asked on this ground."""
    return [part | {"reason": reason} if may_include(part) else part for part in audience]


def ground_of(audience):
    """The ground on which those are asked who would be held back; "" when they are held back."""
    return next((part["reason"] for part in audience if part.get("reason")), "")


def may_include(part):
    source = sources.audiences.get(part["source"])
    return bool(source and source.include)


def write_grounds_down(campaign, tickets, *, by):
    """Tell the registers who was asked on a ground in words, so that they write it into their log."""
    subjects = [one.subject for one in tickets if one.subject]
    reasons = dict.fromkeys(part["reason"] for part in campaign.audience if part.get("reason"))
    includes = dict.fromkeys(
        sources.audiences[part["source"]].include for part in campaign.audience if may_include(part)
    )
    for include in includes if subjects and reasons else ():
        include(campaign.programme, subjects, "; ".join(reasons), campaign, by)


def withheld_of(programme, audience):
    """``[(who, reason)]`` of those who are in the filters and may not be asked."""
    found = []
    for part in audience:
        source = sources.audiences.get(part["source"])
        if source and part.get("values") and not part.get("reason"):
            found += source.withheld(programme, part["values"])
    return found


@dataclass
class Addresses:
    """A typed or pasted list, read: good addresses once, and what was wrong by line."""

    good: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    twice: list = field(default_factory=list)


def read_addresses(text):
    """Addresses divided by lines, commas, semicolons or blanks; «Имя <адрес>» is understood.

    ``wrong`` and ``twice`` are ``(number of the line, what stands there)``.
    """
    read = Addresses()
    for number, line in enumerate(text.splitlines(), 1):
        for piece in pieces(line):
            address = piece.lower()
            if not is_address(address):
                read.wrong.append((number, piece))
            elif address in read.good:
                read.twice.append((number, piece))
            else:
                read.good.append(address)
    return read


def pieces(line):
    bracketed = re.findall(r"<([^<>]*)>", line)
    if bracketed:
        return [piece.strip() for piece in bracketed]
    return [piece for piece in re.split(r"[,;\s]+", line) if piece]


def is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def staff(programme):
    day = clock.today(programme.school.time_zone)
    return Membership.objects.filter(school_id=programme.school_id).active_on(day)


def staff_choices(programme):
    """Roles that anybody holds, with how many people."""
    holders = {}
    for role, user in staff(programme).values_list("role", "user"):
        holders.setdefault(role, set()).add(user)
    return [(role.value, role.label, len(holders[role])) for role in Role if role in holders]


def staff_people(programme, values):
    """Holders of the roles, each person once, by the first post."""
    found = {}
    for one in staff(programme).filter(role__in=values).select_related("user"):
        group = one.post or one.get_role_display()
        found.setdefault(one.user_id, Invitee(user_id=one.user_id, address=one.user.email, group=group))
    return list(found.values())


def register_own():
    """The staff as an audience; called once from the AppConfig."""
    title = gettext_lazy("Staff")
    sources.register_audience(Audience(STAFF, title, staff_choices, staff_people))


def words_of(programme, audience):
    """The filters in words: ``[(title of the source, [titles of the values])]``."""
    lines = []
    for part in audience:
        if part["source"] == BOARD:
            lines.append((_("Code for the board"), [_("everybody who has it")]))
        elif part["source"] == EMAILS:
            lines.append((_("Addresses"), [str(len(part["values"]))]))
        elif source := sources.audiences.get(part["source"]):
            titles = {str(value): str(title) for value, title, _count in source.choices(programme)}
            lines.append((source.title, [titles[value] for value in part["values"] if value in titles]))
    return lines
