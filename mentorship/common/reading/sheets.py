"""Rows of texts out of a workbook or a CSV, with the numbers that the rows have in the file."""

import csv
from collections import Counter
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from mentorship.common.csv import unguarded

from .errors import Unreadable
from .guards import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, broken, too_large

DELIMITERS = ";\t,"
SAMPLE_LINES = 30


def rows_of_workbook(data):
    """Rows of the first visible sheet that has anything. Of a formula the value that the file keeps is taken.

    A panic of the reader is not an Exception; whatever is wrong inside becomes one message.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                continue
            rows = _rows_of_sheet(book.get_sheet_by_name(sheet.name))
            if rows:
                return rows
    except (CalamineError, OSError, ValueError, OverflowError, KeyError, IndexError) as error:
        raise Unreadable(broken()) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(broken()) from error
    raise Unreadable(_("There is nothing on the sheets. Choose a file with the list."))


def _rows_of_sheet(sheet):
    values = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in getattr(sheet, "merged_cell_ranges", None) or []:
        if left == right and top < len(values) and left < len(values[top]):
            for number in range(top + 1, min(bottom + 1, len(values))):
                values[number][left] = values[top][left]
    return numbered(values)


def _text(value):
    """The value as a person reads it: 2007 and not 2007.0, a day and not a moment."""
    if isinstance(value, str):
        return tidy(value)
    if value is None or isinstance(value, timedelta):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime | date):
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def tidy(text):
    """One space between words; lines stay; signs that cannot be kept go."""
    if text.isalnum():
        return text
    lines = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return "\n".join(line for line in lines if line)


def rows_of_text(data):
    text = decoded(data)
    if "\0" in text:
        raise Unreadable(_("This is not a list. Save the list as XLSX, ODS or CSV and choose it."))
    delimiter = delimiter_of(text)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows = []
        for row in reader:
            if len(rows) > MAX_ROWS * 2:
                raise Unreadable(too_large())
            rows.append([tidy(unguarded(cell)) for cell in row])
    except csv.Error as error:
        raise Unreadable(_("The CSV is damaged. Save it once more, or save the list as XLSX.")) from error
    return numbered(rows)


def decoded(data):
    """UTF-8 with and without the mark, UTF-16 with it, else the old encoding of Russian Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def delimiter_of(text):
    """The sign by which the most of the first rows have as many cells as one another, and the most of them.

    Rows are counted and not lines: a cell of several lines may have more of another sign.
    """
    lines = text.splitlines(keepends=True)[:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda sign: _cells_alike(lines, sign))


def _cells_alike(lines, sign):
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
    except csv.Error:
        return 0
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def numbered(rows):
    """``(number in the file, cells)`` of the rows that have anything; refuses a list that is too large."""
    found = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    width = max((place for _number, row in found for place, cell in enumerate(row, 1) if cell), default=0)
    if len(found) > MAX_ROWS or width > MAX_COLUMNS:
        raise Unreadable(too_large())
    for number, row in found:
        if any(len(cell) > MAX_TEXT for cell in row):
            text = _("Row %(row)s has a cell longer than 5,000 characters. Make it shorter and choose the file again.")
            raise Unreadable(text % {"row": number})
    return [(number, (row + [""] * width)[:width]) for number, row in found]
