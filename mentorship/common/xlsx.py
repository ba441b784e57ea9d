"""A Table as an XLSX workbook that prints on A4 and carries no live formula."""

from copy import copy
from datetime import date
from functools import cache
from io import BytesIO
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from mentorship.common.table import SAME, Heading, text_of

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOLD = 0.75
"""So many bold letters stand where an ordinary one would: headings wrap earlier."""
PAPER_CHARACTERS = 130
"""Characters of 11 points across a landscape A4 sheet: column shares are taken of it."""
CELL_LIMIT = 32_767
LINE = Side(style="thin", color="808080")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FONT = "Times New Roman"


def put(sheet, row, column, value, *, bold=False, centred=False, framed=True, is_plain=False):
    """Write a value so that it can never become a formula: text keeps its type and is quoted (rule of exports).

    A plain cell is never merged or dressed again, so it may have one look with the others.
    """
    cell = sheet.cell(row=row, column=column)
    is_text = isinstance(value, bool) or not isinstance(value, int | float | date)
    if is_text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text_of(value))[:CELL_LIMIT] or None
        if cell.value is not None:
            cell.data_type = "s"
    else:
        cell.value = value
    _dress(
        cell, is_quoted=is_text and cell.value is not None, bold=bold, centred=centred, framed=framed, is_plain=is_plain
    )
    return cell


def _dress(cell, *, is_quoted, bold, centred, framed, is_plain):
    """Give the cell its look. A look is made once in a workbook and copied: openpyxl makes each anew, and slowly."""
    looks = _looks.setdefault(cell.parent.parent, {})
    key = (is_quoted, isinstance(cell.value, date), bold, centred, framed)
    if key in looks:
        cell._style = looks[key] if is_plain else copy(looks[key])
        return
    if is_quoted:
        cell.quotePrefix = True
    if isinstance(cell.value, date):
        cell.number_format = "DD.MM.YYYY"
    cell.font = _font(bold)
    cell.alignment = _alignment(centred)
    if framed:
        cell.border = FRAME
    looks[key] = copy(cell._style)


_looks = WeakKeyDictionary()
"""Looks of cells by workbook."""


@cache
def _font(bold):
    return Font(name=FONT, size=11, bold=bold)


@cache
def _alignment(centred):
    return Alignment(wrap_text=True, vertical="top", horizontal="center" if centred else "left")


def table_to_xlsx(table, *, landscape=True, sheet_title="", across=PAPER_CHARACTERS, has_filters=False):
    """The workbook of one table: title, subtitle, header row (frozen, repeated in print), rows, notes.

    A wide table takes more characters ``across`` the sheet and is printed smaller; ``has_filters`` lets the reader
    choose rows by the header.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = _sheet_title(sheet_title or table.title)
    book.properties.title = table.title
    book.properties.creator = ""
    book.properties.language = "ru-RU"
    last = len(table.columns)
    row = _put_title(sheet, table, last)
    header = row
    for place, (column, share) in enumerate(zip(table.columns, table.shares, strict=True), 1):
        put(sheet, header, place, column.title, bold=True, centred=True)
        sheet.column_dimensions[get_column_letter(place)].width = max(share * across / 100, 5)
    narrower = [share * BOLD for share in table.shares]
    sheet.row_dimensions[header].height = row_height([column.title for column in table.columns], narrower, across)
    row = _put_rows(sheet, table, header + 1, last, across)
    if has_filters:
        sheet.auto_filter.ref = f"A{header}:{get_column_letter(last)}{max(row - 1, header)}"
    for note in table.notes:
        put(sheet, row + 1, 1, note, framed=False)
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=last)
        row += 1
    set_print(sheet, header, landscape=landscape)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_title(text):
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in text)[:31].strip() or "Лист1"


def _put_title(sheet, table, last):
    row = 1
    for text, bold in ((table.title, True), (table.subtitle, False)):
        if not text:
            continue
        put(sheet, row, 1, text, bold=bold, centred=True, framed=False)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.row_dimensions[row].height = 15 * (1 + len(text) // PAPER_CHARACTERS + text.count("\n"))
        row += 1
    return row + 1


def _put_rows(sheet, table, row, last, across):
    open_merges, shares = {}, table.shares
    has_merges = any(not isinstance(values, Heading) and SAME in values for values in table.rows)
    for values in table.rows:
        if isinstance(values, Heading):
            _close_merges(sheet, open_merges)
            put(sheet, row, 1, values.text, bold=True)
            for place in range(2, last + 1):
                sheet.cell(row=row, column=place).border = FRAME
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
            row += 1
            continue
        for place, (value, column) in enumerate(zip(values, table.columns, strict=True), 1):
            if value is SAME:
                sheet.cell(row=row, column=place).border = FRAME
                open_merges[place][1] = row
            else:
                if has_merges:
                    _close_merge(sheet, open_merges, place)
                    open_merges[place] = [row, row]
                put(sheet, row, place, value, centred=column.centred, is_plain=not has_merges)
        sheet.row_dimensions[row].height = row_height(values, shares, across)
        row += 1
    _close_merges(sheet, open_merges)
    return row


def _close_merges(sheet, open_merges):
    for place in list(open_merges):
        _close_merge(sheet, open_merges, place)


def _close_merge(sheet, open_merges, place):
    first, last = open_merges.pop(place, (0, 0))
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)


def row_height(values, shares, across):
    """Points that the tallest unmerged cell needs; Excel does not grow a row that code has written."""
    lines = 1
    for value, share in zip(values, shares, strict=True):
        width = max(int(share * across / 100 * 0.95), 5)
        lines = max(lines, sum(1 + len(part) // width for part in text_of(value).split("\n")))
    return min(15 * lines + 3, 400)


def set_print(sheet, header, *, landscape):
    sheet.freeze_panes = sheet.cell(row=header + 1, column=1)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 20 / 25.4, 10 / 25.4, 20 / 25.4, 20 / 25.4
    sheet.oddHeader.center.text = "&P"
    sheet.HeaderFooter.differentFirst = True
