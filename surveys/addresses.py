"""Addresses of the ways in, as they are printed and drawn."""

from urllib.parse import urlencode, urlsplit

import qrcode
from django.conf import settings
from django.utils.html import format_html

from . import tokens

ENTER = "/f/"


def link_of(ticket):
    """The personal address. It is a secret: it is never kept nor logged, only shown to the person."""
    return f"{settings.SITE_URL}{ENTER}{tokens.link_token(ticket)}/"


def board_link(campaign):
    """The address behind the QR of the board."""
    return f"{settings.SITE_URL}{ENTER}?{urlencode({'code': campaign.open_code})}"


def short_address():
    """What a person types to come to the field for the code: «school.ru/f»."""
    return urlsplit(settings.SITE_URL).netloc + ENTER.rstrip("/")


def spaced(code, size=4):
    """«АБВГ ДЕЖИ»: letters in groups are copied with fewer slips."""
    return "\u00a0".join(code[place : place + size] for place in range(0, len(code), size))


def qr_svg(text, label=""):
    """A QR code as an inline drawing: nothing to fetch, sharp on a projector and on paper.

    The light field and the quiet margin are drawn too, so that a camera reads it in the dark theme as well.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size, path = len(rows), "".join(runs(rows))
    return format_html(
        '<svg class="sv-qr" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        size,
        label,
        path,
    )


def runs(rows):
    """Dark modules of a row that stand together are one rectangle."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield f"M{x} {y}h{end - x}v1h-{end - x}z"
            x = max(end, x + 1)
