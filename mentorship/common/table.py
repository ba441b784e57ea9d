"""A report as a table of values: made once, then shown as a page, a PDF, an XLSX or a DOCX with the same numbers."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from mentorship.common import ru


class Mark(Enum):
    """SAME stands in a cell that is one with the cell above it (a stage beside its activities)."""

    SAME = "same"


SAME = Mark.SAME


@dataclass(frozen=True)
class Column:
    """``share`` is the part of the paper's width in percent; a ``centred`` column holds numbers and short words."""

    title: str
    share: int = 0
    centred: bool = False


@dataclass(frozen=True)
class Heading:
    """A row of one cell across the whole table: the section that the rows below belong to."""

    text: str


@dataclass(frozen=True)
class Steps:
    """A cell of numbered lines."""

    lines: tuple[str, ...]

    def __str__(self):
        return "\n".join(f"{number}. {line}" for number, line in enumerate(self.lines, 1))

    def __bool__(self):
        return bool(self.lines)


@dataclass(frozen=True)
class Lines:
    """A cell of lines without numbers."""

    lines: tuple[str, ...]

    def __str__(self):
        return "\n".join(self.lines)

    def __bool__(self):
        return bool(self.lines)


@dataclass(frozen=True)
class Cell:
    """One laid-out cell: its value, how many rows it spans, and whether it is numbered steps or plain lines."""

    value: object
    column: Column
    span: int = 1
    is_same: bool = False

    @property
    def text(self):
        """The value as it is shown; files that people edit take ``text_of(value)``, without unbroken spaces."""
        return ru.unbroken(text_of(self.value))

    @property
    def css_class(self):
        names = {"centred": self.column.centred, "same": self.is_same}
        return " ".join(name for name, applies in names.items() if applies)

    @property
    def steps(self):
        return self.value.lines if isinstance(self.value, Steps) else ()


@dataclass(frozen=True)
class Row:
    """A laid-out row; ``index`` is its place in ``Table.rows``."""

    index: int
    cells: list


@dataclass
class Section:
    """Rows that belong together, under a heading or beside one merged cell."""

    title: str
    rows: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.title or self.rows)


@dataclass
class Table:
    """Rows are sequences as long as ``columns``, or a Heading. ``notes`` stand under the table.

    A flat table has no spanning cells: a merged one is followed by empty ones without a line above them.
    """

    title: str
    columns: list[Column]
    rows: list = field(default_factory=list)
    subtitle: str = ""
    notes: list[str] = field(default_factory=list)
    is_flat: bool = False

    @property
    def count(self):
        """How many rows the table has, headings apart."""
        return sum(not isinstance(row, Heading) for row in self.rows)

    def flat(self):
        """The table for a medium that loses the columns' headers behind spanning cells."""
        return replace(self, is_flat=True)

    def first(self, count):
        """The same table with its first rows only: a preview."""
        return replace(self, rows=self.rows[:count])

    @property
    def shares(self):
        """Widths of the columns in percent: what is not given is divided equally."""
        free = [column for column in self.columns if not column.share]
        rest = max(100 - sum(column.share for column in self.columns), 0)
        return [column.share or rest / len(free) for column in self.columns]

    @property
    def sections(self):
        """The rows cut at headings and between merged groups, so that a paper breaks where no cell is torn."""
        spans = self._spans()
        section = Section("")
        for index, row in enumerate(self.rows):
            if isinstance(row, Heading):
                if section:
                    yield section
                section = Section(row.text)
                continue
            if SAME not in row and not section.title and section.rows:
                yield section
                section = Section("")
            cells = [
                Cell(value, column, spans.get((index, place), 1), is_same=value is SAME)
                for place, (value, column) in enumerate(zip(row, self.columns, strict=True))
                if value is not SAME or self.is_flat
            ]
            section.rows.append(Row(index, cells))
        if section:
            yield section

    def unmerged_at(self, indices):
        """The same table with the cells merged from above written out again in these rows."""
        rows = list(self.rows)
        for index in sorted(indices):
            rows[index] = [
                self._value_above(index, place) if value is SAME else value for place, value in enumerate(rows[index])
            ]
        return replace(self, rows=rows)

    def unmerged(self):
        """The table without merged cells."""
        return self.unmerged_at(index for index, row in enumerate(self.rows) if not isinstance(row, Heading))

    def _value_above(self, index, place):
        return next(row[place] for row in reversed(self.rows[:index]) if row[place] is not SAME)

    def _spans(self):
        """How many rows each merged cell covers, by its row and column."""
        spans, starts = {}, {}
        if self.is_flat:
            return spans
        for index, row in enumerate(self.rows):
            if isinstance(row, Heading):
                starts = {}
                continue
            for place, value in enumerate(row):
                if value is SAME:
                    spans[starts[place], place] = index - starts[place] + 1
                else:
                    starts[place] = index
        return spans


def text_of(value):
    """A value as a Russian reader sees it."""
    if value is None or value is SAME:
        return ""
    if isinstance(value, date):
        return ru.short_date(value)
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return str(value)
