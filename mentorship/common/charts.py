"""Charts as SVG of our own, the same for a page and a paper: ``{% include chart.template %}``.

Only presentation attributes, so a strict policy of content lets them through and WeasyPrint draws them; a style sheet
may give the tokens' colours by class. Widths are percents and heights are pixels: a chart grows with its column while
its letters keep their size, so that it is read at 360 px. Every number stands beside its mark in words; the page puts
a table of the same numbers next to the chart (``chart.table``).

A value of None is one that is not shown; it is drawn as the word of ``unknown``.
"""

import textwrap
from dataclasses import dataclass
from functools import cached_property

from .ru import NBSP
from .table import Column, Table

LINE = 20
"""Pixels of a line of text."""
BAR = 16
GAP = 12
LETTERS = 40
"""Letters of a label that stand in one line of the narrowest chart."""
MOST_LINES = 4
LONGEST = 68
"""Percents of the width that the longest bar takes; the rest is for its number."""
SHORT = 5
"""Labels of so few letters stand before their bars, and not above them."""
GUTTER = 16
"""Percents of the width for such labels."""
COLOURS = ("#1450b8", "#a87400", "#23834c", "#7a55c7", "#c4341f", "#4a5768")
"""Of the series on paper; on a page the classes ``c0`` to ``c5`` take the tokens."""


def number(value, digits=1):
    """«1 234,5» as a Russian reader writes it; a whole number without a comma."""
    text = f"{value:,.{digits}f}" if isinstance(value, float) else f"{value:,}"
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", NBSP).replace("-", "−") + (f",{rest}" if rest else "")


def percent(share):
    """«34,5 %» of 0.345."""
    return f"{number(share * 100.0)}{NBSP}%"


def wrapped(text, letters=LETTERS):
    """Lines of a label; what does not go into the last one is cut with three points."""
    return textwrap.wrap(" ".join(str(text).split()), letters, max_lines=MOST_LINES, placeholder="…") or [""]


def place(value):
    """A coordinate in percents: SVG wants a point whatever the language."""
    return f"{value:.2f}%"


@dataclass(frozen=True)
class Text:
    x: str
    y: int
    text: str
    css: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Mark:
    """A bar of the drawing with its own words for who points at it or listens."""

    x: str
    y: int
    width: str
    height: int
    series: int
    title: str

    @property
    def colour(self):
        return COLOURS[self.series % len(COLOURS)]


@dataclass(frozen=True)
class Line:
    """A piece of a line between two points."""

    x1: str
    y1: int
    x2: str
    y2: int
    series: int = -1

    @property
    def colour(self):
        return COLOURS[self.series % len(COLOURS)]


class Drawing:
    """What all charts have: an ``id`` for the words that describe them, marks and texts from top to bottom."""

    template = "components/chart.html"

    @cached_property
    def drawn(self):
        self.height, self.texts, self.marks, self.lines, self.points = 0, [], [], [], []
        self.draw()
        return self

    @property
    def spoken(self):
        """``[(label, [words of each series])]``."""
        return [(label, words) for (label, _values), words in zip(self.rows, self.said, strict=True)]

    @property
    def desc(self):
        """All the numbers in one sentence, for who cannot see the drawing."""
        return "; ".join(f"{label}: {', '.join(words)}" for label, words in self.spoken)

    @property
    def table(self):
        """The same numbers as a Table."""
        columns = [Column(self.label_title), *(Column(title or self.title, centred=True) for title in self.series)]
        return Table(self.title, columns, [[label, *words] for label, words in self.spoken])

    def legend(self):
        """The names of the series, each with its colour, where there are several."""
        if len(self.series) < 2:
            return
        for series, title in enumerate(self.series):
            for row, line in enumerate(wrapped(title, LETTERS - 5)):
                if not row:
                    self.marks.append(Mark("0%", self.height + 3, "3%", 12, series, title))
                self.texts.append(Text("5%", self.height + 14, line))
                self.height += LINE
        self.height += GAP // 2

    def label(self, text):
        """A label above its bars."""
        for line in wrapped(text):
            self.texts.append(Text("0%", self.height + 14, line))
            self.height += LINE


@dataclass
class Bars(Drawing):
    """Horizontal bars: a label, then a bar for each series.

    ``rows`` are ``[(label, [value of each series])]``; ``words`` are what is written at the bars, in the same shape,
    where it is not the number alone. ``most`` is the end of the axis.
    """

    id: str
    title: str
    rows: list
    series: tuple = ("",)
    words: list | None = None
    most: float | None = None
    unknown: str = "—"
    label_title: str = ""
    stacked: bool = False

    @property
    def desc(self):
        """All the numbers in one sentence, for who cannot see the bars."""
        return "; ".join(
            f"{label}: {', '.join(words)}" for (label, _values), words in zip(self.rows, self.said, strict=True)
        )

    @cached_property
    def said(self):
        """The words at the bars."""
        if self.words:
            return self.words
        return [[self.unknown if one is None else number(one) for one in values] for _label, values in self.rows]

    @property
    def top(self):
        sums = [[sum(one or 0 for one in values)] if self.stacked else values for _label, values in self.rows]
        return self.most or max((one for values in sums for one in values if one), default=0) or 1

    def draw(self):
        self.legend()
        is_short = all(len(str(label)) <= SHORT for label, _values in self.rows)
        for (label, values), words in zip(self.rows, self.said, strict=True):
            if is_short:
                self.texts.append(Text("0%", self.height + 13, str(label)))
            else:
                self.label(label)
            (self.pile if self.stacked else self.row)(label, values, words, GUTTER if is_short else 0)
            self.height += GAP // 2 if is_short else GAP

    def row(self, label, values, words, left):
        room = LONGEST - left
        for series, (value, word) in enumerate(zip(values, words, strict=True)):
            width = room * (value or 0) / self.top
            named = f"{label} · {self.series[series]}: {word}" if self.series[series] else f"{label}: {word}"
            if value:
                self.marks.append(Mark(place(left), self.height, place(max(width, 0.4)), BAR, series, named))
            self.texts.append(Text(place(left + width + 1.5), self.height + 13, word, "n"))
            self.height += BAR + 2

    def pile(self, label, values, words, left):
        room, x = 100 - left, float(left)
        for series, (value, word) in enumerate(zip(values, words, strict=True)):
            width = room * (value or 0) / self.top
            if value:
                named = f"{label} · {self.series[series]}: {word}"
                self.marks.append(Mark(place(x), self.height, place(width), BAR, series, named))
            x += width
        self.height += BAR + 2
        said = " · ".join(words)
        for line in wrapped(said):
            self.texts.append(Text(place(left), self.height + 13, line, "n"))
            self.height += LINE

    @property
    def table(self):
        """The same numbers as a Table."""
        columns = [Column(self.label_title), *(Column(title or self.title, centred=True) for title in self.series)]
        return Table(
            self.title, columns, [[label, *words] for (label, _v), words in zip(self.rows, self.said, strict=True)]
        )


@dataclass
class Trend(Drawing):
    """Lines over time: ``points`` are ``[(label, [value of each series])]`` in their order."""

    id: str
    title: str
    rows: list
    series: tuple = ("",)
    most: float | None = None
    least: float = 0
    unknown: str = "—"
    label_title: str = ""
    tall: int = 160

    @property
    def said(self):
        return [[self.unknown if one is None else number(one) for one in values] for _label, values in self.rows]

    @property
    def desc(self):
        return "; ".join(
            f"{label}: {', '.join(words)}" for (label, _values), words in zip(self.rows, self.said, strict=True)
        )

    def draw(self):
        self.legend()
        top = self.most or max((one for _l, values in self.rows for one in values if one is not None), default=0) or 1
        self.height += LINE
        first, bottom = self.height, self.height + self.tall
        for step in range(3):
            y = bottom - self.tall * step // 2
            self.lines.append(Line("12%", y, "100%", y))
            value = self.least + (top - self.least) * step / 2
            self.texts.append(Text("10%", y + 5, number(float(value)), "n", "end"))
        spread = 80 / max(len(self.rows) - 1, 1)
        every = -(-len(self.rows) // 6)
        for series in range(len(self.series)):
            self.curve(series, top, first, bottom, spread)
        for index, (label, _values) in enumerate(self.rows):
            if index % every == 0:
                x = place(16 + spread * index)
                self.texts.append(Text(x, bottom + LINE, str(label), "", "middle"))
        self.height = bottom + LINE + 8

    def curve(self, series, top, first, bottom, spread):
        before = None
        for index, (label, values) in enumerate(self.rows):
            value = values[series]
            if value is None:
                before = None
                continue
            y = round(bottom - (bottom - first) * (value - self.least) / ((top - self.least) or 1))
            x = place(16 + spread * index)
            if before:
                self.lines.append(Line(*before, x, y, series))
            self.points.append((x, y, series, f"{label}: {number(value)}", COLOURS[series % len(COLOURS)]))
            if len(self.rows) * len(self.series) <= 12:
                self.texts.append(Text(x, y - 8, number(value), "n", "middle"))
            before = (x, y)

    @property
    def table(self):
        columns = [Column(self.label_title), *(Column(title or self.title, centred=True) for title in self.series)]
        return Table(
            self.title, columns, [[label, *words] for (label, _v), words in zip(self.rows, self.said, strict=True)]
        )
