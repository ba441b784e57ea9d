"""Which column of a table is which, by the words of its header."""

import re
from dataclasses import dataclass
from enum import Enum

from ..terms.words import plain


class Column(Enum):
    NUMBER = "number"
    STAGE = "stage"
    ACTIVITY = "activity"
    STEPS = "steps"
    TERM = "term"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    RESPONSIBLE = "responsible"
    PLANNED_RESULT = "planned_result"
    DOCUMENT_KIND = "document_kind"
    ENVIRONMENT = "environment"
    OTHER = "other"


LEAD = (
    r"(?:(?:наименовани[ея]|названи[ея]|перечень|основн(?:ое|ые)|планируем(?:ое|ые|ый)|проводим(?:ое|ые)|план|ключев(?:ое|ые)|"
    r"примерн(?:ый|ые)|конкретн(?:ый|ые)|фио|ф\.\s?и\.\s?о\.?|кратк(?:ое|ий)|должность|проект(?:ное|ные)?)[\s,/]+(?:и\s+)?)*"
)
WORDS = [
    (Column.NUMBER, r"(?:№|n|no|номер)\s*(?:п\s?[/.]?\s?[пн]\.?|этапа|мероприятия)?|п\s?[/.]?\s?п\.?"),
    (Column.FIRST_DAY, r"(?:(?:дата|срок)\s+)?начал[оа]\b.*"),
    (Column.LAST_DAY, r"(?:(?:дата|срок)\s+)?(?:окончани|завершени|конец)\w*\b.*"),
    (Column.OTHER, r".*(?:отметк|примечани|фактическ|статус).*|(?:выполнение|исполнение)(?:\s.*)?"),
    (Column.TERM, LEAD + r"(?:срок|дата\b|даты\b|период\b|время\b|месяц\b|когда\b).*"),
    (Column.RESPONSIBLE, LEAD + r"(?:ответственн|исполнител|кто\s+(?:отвечает|проводит|исполняет)|соисполнител).*"),
    (
        Column.PLANNED_RESULT,
        r"(?:(?:планируем|ожидаем|предполагаем)\w*\s+)?(?:результат|итог|эффект|показател|продукт).*",
    ),
    (Column.PLANNED_RESULT, r"(?:планируем|ожидаем)\w*"),
    (
        Column.DOCUMENT_KIND,
        r"(?:вид\w*\s+|форма\s+|подтверждающий\s+|итоговый\s+|отчетн\w+\s+)?документ.*|форма\s+отчет.*",
    ),
    (Column.ENVIRONMENT, r"среда|работа с (?:внутренней|внешней) средой|внутренняя.*внешняя.*"),
    (Column.STEPS, LEAD + r"(?:содержани|шаги|виды?\s+деятельност|(?:перечень\s+)?(?:работ|действий)\b).*"),
    (Column.ACTIVITY, LEAD + r"(?:мероприяти|действия\b|задач[аи]?\b|работы\b).*"),
    (Column.STAGE, LEAD + r"(?:этап|раздел|направлени|блок|стадия|модул).*"),
    (Column.STEPS, LEAD + r"(?:деятельност|описани).*"),
]
COMPILED = [(column, re.compile(pattern)) for column, pattern in WORDS]
MEANINGFUL = {Column.STAGE, Column.ACTIVITY, Column.STEPS}
MAX_HEADER_WORDS = 14
JOINED = {Column.PLANNED_RESULT, Column.DOCUMENT_KIND, Column.RESPONSIBLE}


@dataclass
class Header:
    """``row`` is the last row of the header; ``columns`` and ``titles`` go by the place in the grid."""

    row: int
    columns: list[Column]
    titles: list[str]
    cells: list

    def has(self, column):
        return column in self.columns

    def is_repeated_by(self, row):
        """The same titles again, as on a new page."""
        texts = [plain(cell.text) if cell else "" for cell in row]
        own = [plain(title) for title in self.titles]
        filled = [(text, title) for text, title in zip(texts, own, strict=False) if text]
        return len(filled) > 1 and all(text in title for text, title in filled)


def column_of(title):
    """The column that a header cell names; None for words that are no header at all."""
    words = plain(title)
    if not words:
        return Column.NUMBER if title.strip() == "№" else None
    if len(words.split()) > MAX_HEADER_WORDS:
        return None
    return next((column for column, pattern in COMPILED if pattern.fullmatch(words)), None)


def find_header(grid):
    """The first row whose cells are titles of columns: a column of work and one of terms or people, or three known."""
    for index, row in enumerate(grid.rows):
        cells = list(dict.fromkeys(cell for cell in row if cell and cell.lines))
        known = {column_of(cell.text) for cell in cells} - {None, Column.OTHER}
        is_header = len(cells) >= 2 and known & MEANINGFUL and len(known - {Column.NUMBER}) >= 2
        if is_header and len(known) * 2 >= len(cells):
            return _header(grid, index)
    return None


def names_columns(row):
    """The row looks like the header of some other table."""
    cells = [cell for cell in dict.fromkeys(row) if cell and cell.lines]
    return len(cells) > 1 and sum(1 for cell in cells if column_of(cell.text)) * 2 > len(cells)


def _header(grid, index):
    """The header with its lower rows: those under merged titles and those with titles of their own («начало»)."""
    last = index
    while last + 1 < len(grid.rows) and _is_lower_part(grid.rows[index], grid.rows[last + 1]):
        last += 1
    columns, titles, cells = [], [], []
    for place in range(grid.width):
        stack = [row[place] for row in grid.rows[index : last + 1] if place < len(row) and row[place]]
        stack = list(dict.fromkeys(cell for cell in stack if cell.lines))
        known = [column_of(cell.text) for cell in reversed(stack)]
        column = next((one for one in known if one and one != Column.OTHER), Column.OTHER)
        cell = stack[0] if stack else None
        is_taken = column in columns and column not in JOINED and cell not in cells
        columns.append(_second(column, columns) if is_taken else column)
        titles.append(" ".join(cell.text for cell in stack))
        cells.append(cell)
    if not {Column.ACTIVITY, Column.STEPS} & set(columns):
        columns = [Column.ACTIVITY if column == Column.STAGE else column for column in columns]
    return Header(last, columns, titles, cells)


def _second(column, columns):
    """«Задачи» and «Действия» side by side are activities and their steps; any other column twice has no place."""
    return Column.STEPS if column == Column.ACTIVITY and Column.STEPS not in columns else Column.OTHER


def _is_lower_part(header, row):
    cells = list(dict.fromkeys(cell for cell in row if cell and cell.lines))
    shared = [cell for cell in cells if cell in header]
    own = [cell for cell in cells if cell not in header]
    return bool(shared) and all(column_of(cell.text) for cell in own)
