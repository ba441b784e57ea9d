"""Stretches of time as a document words them, with or without a year, and their place in the programme's calendar."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from .words import NotUnderstood

WITHIN, TOUCHES, OUTSIDE = range(3)
A_YEAR = 366


@dataclass(frozen=True)
class Point:
    """A month, or a day of it when ``day`` is set. ``year`` is None when the words do not say it."""

    month: int
    day: int | None = None
    year: int | None = None

    @property
    def in_year(self):
        return (self.month, self.day or 0)


@dataclass(frozen=True)
class Span:
    """From the beginning of the first point to the end of the last one."""

    first: Point
    last: Point

    @property
    def is_of_days(self):
        return bool(self.first.day or self.last.day)

    @property
    def is_dated(self):
        return bool(self.first.year and self.last.year)

    @property
    def wraps(self):
        """Crosses a new year: «октябрь – май»."""
        return self.last.month < self.first.month or (
            self.first.month == self.last.month and bool(self.last.day) and self.last.day < (self.first.day or 1)
        )

    def with_years_from_each_other(self):
        """«Сентябрь – октябрь 2022»: the year that is said goes for both ends."""
        first, last = self.first, self.last
        if first.year and not last.year:
            return Span(first, replace(last, year=first.year + self.wraps))
        if last.year and not first.year:
            return Span(replace(first, year=last.year - self.wraps), last)
        return self

    def in_year(self, year):
        """The span of that year; None when it has no such day (29 February)."""
        span = Span(replace(self.first, year=year), replace(self.last, year=year + self.wraps))
        try:
            span.days()
        except NotUnderstood:
            return None
        return span

    def days(self):
        """The first and the last day."""
        first = _day(self.first.year, self.first.month, self.first.day or 1)
        last = _day(self.last.year, self.last.month, self.last.day or monthrange(self.last.year, self.last.month)[1])
        if last < first:
            raise NotUnderstood
        return first, last


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotUnderstood from error


def months(first, last, year=None):
    """A span of whole months; the last may be of the next year (December to February)."""
    end_year = year + (last < first) if year else None
    return Span(Point(first, None, year), Point(last, None, end_year))


def joined(first, last):
    """From the beginning of one span to the end of another; a bare day takes the month of the other end."""
    return Span(first.first, last.last).with_years_from_each_other()


def place(span, starts, ends):
    """The span in the programme's calendar: the first one that lies within it.

    One that lies within the programme goes before one that only touches it, and that before the nearest one outside;
    so «октябрь» of a programme from December to May is the October of the same school year. A month that has begun
    when the programme starts is still this month.
    """
    if span.is_dated:
        return span
    candidates = [span.in_year(year) for year in range(starts.year - 1, ends.year + 2)]
    fitness = {candidate: _fitness(candidate, starts, ends) for candidate in candidates if candidate}
    if not fitness:
        raise NotUnderstood
    best = min(fitness, key=fitness.get)
    rank, days_away, _first = fitness[best]
    if rank == OUTSIDE and days_away > A_YEAR:
        raise NotUnderstood
    return best


def _fitness(span, starts, ends):
    first, last = span.days()
    begins, finishes = (first, last) if span.is_of_days else (_month_start(first), _month_start(last))
    opens, closes = (starts, ends) if span.is_of_days else (_month_start(starts), _month_start(ends))
    if begins >= opens and finishes <= closes:
        return (WITHIN, 0, first)
    if last >= starts and first <= ends:
        return (TOUCHES, -(min(last, ends) - max(first, starts)).days, first)
    return (OUTSIDE, (starts - last).days if last < starts else (first - ends).days, first)


def _month_start(day):
    return day.replace(day=1)


def count_within(span, starts, ends):
    """How many years of the programme the words could mean."""
    candidates = [span.in_year(year) for year in range(starts.year - 1, ends.year + 2)]
    return sum(1 for candidate in candidates if candidate and _fitness(candidate, starts, ends)[0] == WITHIN)
