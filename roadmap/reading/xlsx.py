"""A workbook as grids, one a sheet. Read row by row, so that a huge sheet never fills the memory."""

import re
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from .blocks import Cell, Grid, Line, Text, squeezed
from .errors import Unreadable
from .guards import member, opened

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 100, 200_000
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")


def read_xlsx(data):
    """The sheets that people see."""
    with opened(data) as archive:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        blocks = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                blocks.append(Text(_("hidden sheet “%(title)s” was not read") % {"title": sheet.title}))
                continue
            merges = _merges(member(archive, sheet._worksheet_path.lstrip("/")))
            blocks.append(Grid(_("sheet “%(title)s”") % {"title": sheet.title}, _rows(sheet, merges)))
        return blocks


def _merges(xml):
    return [range_boundaries(found.decode()) for found in MERGE.findall(xml)[:MAX_ROWS]]


def _rows(sheet, merges):
    sheet.reset_dimensions()
    rows, count = [], 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_cell(cell) for cell in row[:MAX_COLUMNS]]
        count += sum(1 for cell in cells if cell)
        if number > MAX_ROWS or count > MAX_CELLS or any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise Unreadable(_("The sheet is too large. Leave only the table of the roadmap on it and save it again."))
        rows.append(cells)
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    rows = [(row + [None] * width)[:width] for row in rows]
    _merge(rows, merges, width)
    return rows


def _merge(rows, merges, width):
    for left, top, right, bottom in merges:
        if top > len(rows) or left > width:
            continue
        cell = rows[top - 1][left - 1] or Cell()
        cell.width = right - left + 1
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [cell] * (min(right, width) - left + 1)


def _cell(cell):
    lines = [Line(text) for part in _shown(cell).split("\n") if (text := squeezed(part))]
    return Cell(lines) if lines else None


def _shown(cell):
    """The value as the sheet shows it: «март 2022», which Excel keeps as the first of March, stays a month."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        has_day = "d" in re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", str(cell.number_format or "dd")).lower()
        return f"{value:%d.%m.%Y}" if has_day else f"{value:%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
