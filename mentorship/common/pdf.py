"""HTML of our own templates as a tagged PDF (PDF/UA-1) with embedded fonts.

WeasyPrint itself is behind ``typesetting``, which is imported with the first paper of a process.
"""

import threading

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.common.table import SAME

MIME = "application/pdf"
HTML_LIMIT = 2_000_000
"""Characters of a paper's HTML: up to 1,900 activities, half a minute of work."""
ONE_AT_A_TIME = threading.Lock()
"""Pango's font map is shared by the process and is not made for threads; papers of one worker wait for each other."""
VARIANT = "pdf/ua-1"
LONG_TABLE = 200
"""Rows from which speed comes first: no merged cells and no hanging numbers, two thirds of the time."""
PASSES = 4


class PaperTooLong(RuleBroken):
    """The paper would take more time and memory than a web worker may use."""


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
    from .typesetting import laid_out  # half a second and 60 MB that only a process that prints should take

    html = render_to_string(template_name, context)
    if len(html) > HTML_LIMIT:
        raise PaperTooLong(_("The paper is too long for a PDF. Download the XLSX, or choose a month or a person."))
    return laid_out(html, landscape, tuple(shares), VARIANT)
