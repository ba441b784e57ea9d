"""Rows that are no activity: titles of stages that stand in rows of their own, and counts of columns."""

import re

from .columns import Column
from .lists import without_marker

SECTION_WORD = r"(?:этап|раздел|блок|направление|модуль)"
NUMBERED = r"\d{1,2}(?:\.\d{1,2})?\.?\s|[IVX]{1,5}[.)\s]"
SECTION = re.compile(rf"^(?:{NUMBERED}|(?:[IVX\d]+\s+)?{SECTION_WORD}\b|[^,;]* этап\b[^,;]*$)", re.IGNORECASE)
ROMAN = re.compile(r"^[IVX]{1,5}[.)]?$")
STAGE_WORD = re.compile(rf"^{SECTION_WORD}\s*(?:№\s*)?(?:\d{{1,2}}|[IVX]{{1,5}})\s*[.:)–—-]?\s*(?=\S)", re.IGNORECASE)


def has_words(text):
    return bool(re.search(r"[а-яёa-z]{3}", text, re.IGNORECASE))


def is_section(cell, row, header):
    """A row of one cell is the title of a stage: merged over the table, or alone and worded like a heading."""
    width = sum(1 for other in row if other is cell)
    if width > max(2, len(header.columns) // 2):
        return True
    others = [other for other in row if other and other.lines and other is not cell]
    if any(has_words(other.text) for other in others) or header.has(Column.STAGE):
        return False
    if any(ROMAN.match(other.text) for other in others):
        return True
    place = row.index(cell)
    column = header.columns[place] if place < len(header.columns) else Column.OTHER
    return has_words(cell.text) and (column == Column.NUMBER or bool(SECTION.match(cell.text)) or cell.text.isupper())


def has_sections(grid, header):
    """The table names its stages in rows of their own."""
    for row in grid.rows:
        cells = [cell for cell in dict.fromkeys(row) if cell and has_words(cell.text)]
        if len(cells) == 1 and cells[0] not in header.cells and is_section(cells[0], row, header):
            return True
    return False


def stage_title(text):
    """The words of a stage without the number that its place says: «1. Подготовка», «Этап 1. Подготовка»."""
    rest = STAGE_WORD.sub("", text, count=1)
    return rest.strip() if rest != text and rest.strip() else without_marker(text).strip()


def is_count_of_columns(row):
    """«1 2 3 4 5» under a header."""
    cells = [cell.text.strip(" .") if cell else "" for cell in dict.fromkeys(row)]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
