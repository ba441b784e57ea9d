"""HTML of our own templates as a tagged PDF (PDF/UA-1) with embedded fonts.

Nothing is fetched but packaged fonts: no network, no file of the machine, no redirect, and a refused address stops the
paper instead of leaving a hole in it. A worker that is warm has the fonts and the style sheet already parsed.
"""

import threading
from email.message import EmailMessage
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from mentorship.common.errors import RuleBroken
from mentorship.common.table import SAME

MIME = "application/pdf"
SCHEME = "packaged"
STATIC = settings.BASE_DIR / "static"
FONTS = {f"fonts/tinos-{style}.woff2" for style in ("regular", "bold", "italic", "bold-italic")}
STYLE_SHEET = settings.BASE_DIR / "templates" / "papers" / "paper.css"
HTML_LIMIT = 2_000_000
"""Characters of a paper's HTML: up to 1,900 activities, half a minute of work."""
ONE_AT_A_TIME = threading.Lock()
"""Pango's font map is shared by the process and is not made for threads; papers of one worker wait for each other."""


VARIANT = "pdf/ua-1"
LONG_TABLE = 200
"""Rows from which speed comes first: no merged cells and no hanging numbers, two thirds of the time."""
PASSES = 4
WIDE_TABLE = 9
"""More columns than these are narrower than a Russian word of 10 points: small print, words divided by syllables."""
SMALL_PRINT = (
    "table{font-size:7.5pt;line-height:1.1;hyphens:auto;hyphenate-character:'-';hyphenate-limit-chars:6 3 3}"
    "th,td{padding:0.8mm 0.7mm}"
)


class PaperTooLong(RuleBroken):
    """The paper would take more time and memory than a web worker may use."""


class PackagedFetcher(URLFetcher):
    """Answers for the fonts of the product and refuses everything else."""

    def __init__(self):
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        name = url.removeprefix(f"{SCHEME}:")
        if name not in FONTS:
            raise FatalURLFetchingError(f"A paper may not fetch {url[:100]!r}.")
        answer = EmailMessage()
        answer["Content-Type"] = "font/woff2"
        return URLFetcherResponse(url, (STATIC / name).read_bytes(), answer)


@cache
def fonts():
    """The font configuration of the process."""
    return FontConfiguration()


@cache
def style_sheet():
    """The paper's style sheet, parsed once."""
    text = STYLE_SHEET.read_text(encoding="utf-8")
    return CSS(string=text, font_config=fonts(), url_fetcher=PackagedFetcher())


@lru_cache(maxsize=64)
def page_sheet(landscape, shares):
    """Orientation of the sheet and widths of the table's columns in percent."""
    widths = "".join(f"col:nth-child({place}){{width:{share:.2f}%}}" for place, share in enumerate(shares, 1))
    orientation = "landscape" if landscape else "portrait"
    small = SMALL_PRINT if len(shares) > WIDE_TABLE else ""
    return CSS(
        string=f"@page{{size:A4 {orientation}}}{widths}{small}", font_config=fonts(), url_fetcher=PackagedFetcher()
    )


def render_pdf(template_name, context, *, landscape=False, shares=()):
    """The bytes of a PDF. The template extends ``papers/base.html``, which sets the language and the title."""
    with ONE_AT_A_TIME:
        return lay_out(template_name, context, landscape, shares).write_pdf(pdf_variant=VARIANT)


def table_to_pdf(table, *, landscape=True, **context):
    """Any Table as a PDF: a cell merged over several rows is written again where a sheet ends between them.

    The table is flat, because behind a cell that spans rows WeasyPrint 70 tags cells with the headers of other columns.
    """
    context["is_long"] = table.count > LONG_TABLE
    table = table.flat()
    if context["is_long"]:
        table = table.unmerged()
    with ONE_AT_A_TIME:
        for _attempt in range(PASSES):
            document = lay_out("papers/table.html", context | {"table": table}, landscape, table.shares)
            torn = torn_rows(document, table)
            if not torn:
                break
            table = table.unmerged_at(torn)
        return document.write_pdf(pdf_variant=VARIANT)


def torn_rows(document, table):
    """Rows that begin a sheet although a cell of them is one with the row above."""
    torn = set()
    for page in document.pages:
        indices = [int(name[len("row-") :]) for name in page.anchors if name.startswith("row-")]
        if indices and SAME in table.rows[min(indices)]:
            torn.add(min(indices))
    return torn


def lay_out(template_name, context, landscape, shares):
    html = render_to_string(template_name, context)
    if len(html) > HTML_LIMIT:
        raise PaperTooLong(_("The paper is too long for a PDF. Download the XLSX, or choose a month or a person."))
    return HTML(string=html, url_fetcher=PackagedFetcher()).render(
        stylesheets=[style_sheet(), page_sheet(landscape, tuple(shares))],
        font_config=fonts(),
        presentational_hints=False,
        pdf_variant=VARIANT,
    )
