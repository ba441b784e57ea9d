"""A file as texts and grids of cells, before anybody asks what they mean."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A line of a cell. ``is_item``: numbered as a list by Word; ``is_soft``: begun by Shift+Enter."""

    text: str
    is_item: bool = False
    is_soft: bool = False


@dataclass(eq=False)
class Cell:
    """One cell. A merged one stands in every place of its grid that it covers."""

    lines: list[Line] = field(default_factory=list)
    width: int = 1

    @property
    def text(self):
        return " ".join(line.text for line in self.lines)


@dataclass
class Grid:
    """A table. ``place`` names it for people; ``stray`` are texts that the file hides under merged cells."""

    place: str
    rows: list[list[Cell | None]]
    stray: list[str] = field(default_factory=list)

    @property
    def width(self):
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Text:
    """A paragraph outside of tables; ``is_blank_before`` when an empty line stands above it."""

    text: str
    is_blank_before: bool = False


def squeezed(text):
    """One space between words, no invisible characters."""
    text = re.sub(r"[\u00ad\u200b\u200e\u200f\ufeff]|_x000[dD]_", "", text or "")
    return re.sub(r"\s+", " ", text).strip()
