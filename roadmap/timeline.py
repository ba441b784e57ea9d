"""The roadmap on a grid of months: a row an activity, a bar over the months of its term."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from mentorship.common import clock, ru

WINDOW_MONTHS = 14
"""A longer programme is shown by school years."""
DENSE_MONTHS, FULL_MONTHS = 7, 10
"""With more columns the words of a status stand under its icon; with still more the grid scrolls."""
SCHOOL_YEAR_STARTS = 9
YEAR = 12


@dataclass(frozen=True)
class Month:
    """A column of the grid."""

    year: int
    number: int
    is_current: bool = False

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def last(self):
        following = date(self.year + self.number // YEAR, self.number % YEAR + 1, 1)
        return following - clock.days(1)

    @property
    def key(self):
        """«2022-03», as it stands in an address."""
        return f"{self.year}-{self.number:02}"

    @property
    def title(self):
        return f"{ru.month_name(self.number).capitalize()} {self.year}"

    @property
    def short_title(self):
        return ru.month_name(self.number).capitalize()[:3]


@dataclass(frozen=True)
class Cell:
    """A part of a row: ``span`` months under a bar, or one empty month. ``outside`` says that the bar is cut."""

    span: int
    is_bar: bool = False
    is_current: bool = False
    outside: str = ""


@dataclass
class Row:
    activity: object
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Group:
    """The rows of one stage."""

    stage: object
    progress: object
    rows: list[Row]


@dataclass(frozen=True)
class Window:
    """A stretch of months to look at: a whole programme, or one school year of a long one."""

    key: str
    months: tuple[Month, ...]

    @property
    def title(self):
        first, last = self.months[0].year, self.months[-1].year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def density(self):
        """How narrow the columns are: the look of the bars follows from it."""
        return "full" if len(self.months) > FULL_MONTHS else "dense" if len(self.months) > DENSE_MONTHS else "roomy"

    @property
    def period(self):
        return self.months[0].first, self.months[-1].last


def months_between(first, last, today):
    """Every calendar month that shares a day with the period."""
    count = (last.year - first.year) * YEAR + last.month - first.month + 1
    places = (first.month - 1 + shift for shift in range(count))
    return tuple(
        Month(
            first.year + place // YEAR,
            place % YEAR + 1,
            (first.year + place // YEAR, place % YEAR + 1) == (today.year, today.month),
        )
        for place in places
    )


def windows_of(starts, ends, today):
    """The windows of a programme: one, or a school year each when all the months would not fit."""
    months = months_between(starts, ends, today)
    if len(months) <= WINDOW_MONTHS:
        return [Window("", months)]

    def school_year(month):
        return month.year if month.number >= SCHOOL_YEAR_STARTS else month.year - 1

    return [Window(str(year), tuple(part)) for year, part in groupby(months, key=school_year)]


def chosen_window(windows, key, today):
    """The window asked for, else the one with today in it, else the nearest one."""
    by_key = next((one for one in windows if one.key == key), None)
    holding = next((one for one in windows if one.period[0] <= today <= one.period[1]), None)
    nearest = windows[0] if today < windows[0].period[0] else windows[-1]
    return by_key or holding or nearest


def cells_of(term, months):
    """The cells of a row. A term outside of the months, or without days, is told in words across the whole row."""
    if not term.last:
        return [Cell(len(months), is_bar=True, outside="undated")]
    first, last = term.first or term.last, term.last
    under = [place for place, month in enumerate(months) if month.first <= last and month.last >= first]
    if not under:
        return [Cell(len(months), is_bar=True, outside="before" if last < months[0].first else "after")]
    cells = [Cell(1, is_current=month.is_current) for month in months[: under[0]]]
    cells.append(Cell(len(under), is_bar=True, is_current=months[under[0]].is_current))
    return cells + [Cell(1, is_current=month.is_current) for month in months[under[-1] + 1 :]]


def groups_of(activities, progress, months):
    """Rows under the headings of their stages; ``progress`` is the list of all stages with their counts."""
    by_stage = {one.stage.pk: one for one in progress}
    return [
        Group(rows[0].stage, by_stage.get(stage_id), [Row(one, cells_of(one.term, months)) for one in rows])
        for stage_id, rows in ((key, list(part)) for key, part in groupby(activities, key=lambda one: one.stage_id))
    ]
