"""Slips with personal codes, to be cut apart, and the sheet for the wall."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.common.pdf import render_pdf

from . import progress, sources, tokens
from .addresses import board_link, link_of, qr_svg, short_address, spaced

A_SHEET = 10
MOST_SLIPS = 400
"""Slips of one file: two seconds of work for each forty."""


@dataclass(frozen=True)
class Slip:
    """One strip: whose it is, where to go and by which code."""

    name: str
    group: str
    code: str
    qr: str


def slips_of(tickets):
    """Slips by class, each class from a new sheet, in the order of names: ``[[Slip, …] of a sheet, …]``."""
    names = sources.names_of([one.subject for one in tickets if one.subject])
    groups = {}
    for ticket in tickets:
        groups.setdefault(ticket.group, []).append(ticket)
    sheets = []
    for group in sorted(groups, key=progress.class_order):
        rows = sorted(((progress.name_of(one, names), one) for one in groups[group]), key=lambda pair: pair[0])
        slips = [slip_of(name, one) for name, one in rows]
        sheets += [slips[place : place + A_SHEET] for place in range(0, len(slips), A_SHEET)]
    return sheets


def slip_of(name, ticket):
    code = spaced(tokens.slip_code(ticket))
    return Slip(name, ticket.group, code, qr_svg(link_of(ticket), _("Personal QR code")))


def slips_to_pdf(campaign, tickets):
    """The PDF of the slips. The same ticket gets the same code each time: a lost slip is printed again."""
    context = {
        "title": campaign.title,
        "campaign": campaign,
        "sheets": slips_of(tickets),
        "address": short_address(),
        "until": until_of(campaign),
    }
    return render_pdf("surveys/papers/slips.html", context)


def board_to_pdf(campaign):
    """An A4 for the wall of the class: the code in letters that are read from the last desk."""
    context = {
        "title": campaign.title,
        "campaign": campaign,
        "code": spaced(campaign.open_code, 3),
        "qr": qr_svg(board_link(campaign), _("QR code")),
        "address": short_address(),
        "until": until_of(campaign),
    }
    return render_pdf("surveys/papers/board.html", context)


def until_of(campaign):
    return ru.long_date(campaign.closes_on) if campaign.closes_on else ""
