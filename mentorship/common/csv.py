"""A Table as CSV that a Russian Excel opens by a double click: UTF-8 with BOM, semicolons, no live formula."""

import csv
import re
from io import StringIO

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mentorship.common.table import Heading, text_of

MIME = "text/csv; charset=utf-8"
BOM = "\ufeff"
LIVE = re.compile(r"'*[=+\-@\t\r\0]")
"""A text with such a beginning would be counted by a spreadsheet, or be read back as another one."""


def table_to_csv(table):
    """The header and the rows; a title above them would spoil the columns for other programs."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(column.title) for column in table.columns])
    for row in table.unmerged().rows:
        writer.writerow([_cell(row.text)] if isinstance(row, Heading) else [_cell(value) for value in row])
    return (BOM + out.getvalue()).encode()


def guarded(text):
    """The text with an apostrophe before what a spreadsheet would take for a formula (rule of exports)."""
    return f"'{text}" if LIVE.match(text) else text


def unguarded(text):
    """What ``guarded`` was given: a list that we wrote is read back as it was."""
    return text[1:] if text.startswith("'") and LIVE.match(text) else text


def _cell(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", text_of(value)))
