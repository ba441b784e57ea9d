"""What tokens of a deadline mean: spans joined by dashes and commas, with «с», «до», «в конце» before them."""

from dataclasses import dataclass, field

from .spans import Point, Span, joined, months
from .words import Kind, NotUnderstood

SCHOOL_YEAR = (9, 5)
HALVES = {1: (9, 12), 2: (1, 5)}
CALENDAR_HALVES = {1: (1, 6), 2: (7, 12)}
QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
SCHOOL_TERMS = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}
TRIMESTERS = {1: (9, 11), 2: (12, 2), 3: (3, 5)}
UNITS = {"half": HALVES, "quarter": QUARTERS, "term": SCHOOL_TERMS, "trimester": TRIMESTERS}
THIRDS = {"begin": (1, 10), "middle": (11, 20), "end": (21, None)}


@dataclass
class Meaning:
    """What was read: spans, whether they are a deadline, a repetition, the whole period, and what is not certain."""

    spans: list[Span] = field(default_factory=list)
    repeats: str = ""
    is_whole: bool = False
    is_yearly: bool = False
    is_deadline: bool = False
    is_open: bool = False
    doubts: list[str] = field(default_factory=list)


class Sentence:
    """Reads tokens from left to right."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.at = 0
        self.meaning = Meaning()

    def peek(self, ahead=0):
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else None

    def take(self, kind):
        """The token's value (or True) when the next token is of the kind, else None."""
        if self.peek() != kind:
            return None
        token = self.tokens[self.at]
        self.at += 1
        return True if token.value is None else token.value

    def read(self):
        if not self.tokens:
            raise NotUnderstood
        while self.peek():
            if not self.separator():
                self.item()
        if not (self.meaning.spans or self.meaning.repeats or self.meaning.is_whole or self.meaning.is_yearly):
            raise NotUnderstood
        return self.meaning

    def separator(self):
        return bool(self.at and self.take(Kind.COMMA))

    def item(self):
        """One part between commas: a repetition, the whole period, a deadline or a stretch of time."""
        meaning = self.meaning
        if repeats := self.take(Kind.REPEAT):
            meaning.repeats = repeats
        elif self.take(Kind.WHOLE):
            meaning.is_whole = True
        elif self.take(Kind.YEARLY):
            meaning.is_yearly = True
        elif self.peek() in (Kind.TILL, Kind.BY):
            self.deadline()
        else:
            self.stretch()

    def deadline(self):
        is_by = bool(self.take(Kind.BY)) or not self.take(Kind.TILL)
        if self.peek() == Kind.NUMBER and self.peek(1) in (None, Kind.REPEAT, Kind.COMMA):
            self.at += 1
            self.meaning.doubts.append("repeats")
            return
        edge = self.tokens[self.at].value if self.peek() == Kind.EDGE else None
        if edge not in (None, "end"):
            raise NotUnderstood
        span = self.span()
        if not span.last.day and (is_by or not edge):
            self.meaning.doubts.append("by_month")
        elif not span.last.day:
            self.meaning.is_deadline = True
        self.meaning.spans.append(Span(span.last, span.last) if span.last.day else span)

    def stretch(self):
        is_from = bool(self.take(Kind.FROM))
        if number := self.bare_day():
            self.meaning.spans.append(self.days_of_one_month(number))
            return
        is_of_years = self.peek() == Kind.YEAR
        first = self.span()
        if not (self.take(Kind.DASH) or (is_from and self.take(Kind.TILL))):
            self.meaning.is_open |= is_from
            self.meaning.spans.append(first)
            return
        self.take(Kind.TILL)
        last = self.end_of_range(is_of_years)
        if self.is_bare_consecutive_years(first, last):
            self.meaning.doubts.append("bare_years")
        self.meaning.spans.append(joined(first, last))

    def end_of_range(self, is_of_years):
        """What stands after the last dash («март-апрель-май»); years end years only («март 2021-2022» is unclear)."""
        while True:
            if self.peek() == Kind.YEAR and not is_of_years:
                raise NotUnderstood
            last = self.span()
            if not self.take(Kind.DASH):
                return last

    def bare_day(self):
        """«1» of «1–15 марта», «1-15.03.2022» and «15 и 16 марта»: a number that has its month further on."""
        is_bare = self.peek() == Kind.NUMBER and self.peek(1) in (Kind.DASH, Kind.COMMA)
        if not is_bare or self.peek(2) not in (Kind.NUMBER, Kind.DATE) or self.peek(3) == Kind.UNIT:
            return None
        return self.take(Kind.NUMBER)

    def days_of_one_month(self, number):
        is_list = bool(self.take(Kind.COMMA)) or not self.take(Kind.DASH)
        last = self.span()
        if not last.first.day or last.first != last.last or number >= last.first.day:
            raise NotUnderstood
        if is_list and last.first.day - number > 1:
            self.meaning.doubts.append("several")
        return Span(Point(last.first.month, number, last.first.year), last.last)

    @staticmethod
    def is_bare_consecutive_years(first, last):
        whole = first.first.month == 1 and first.last.month == 12 and not first.is_of_days
        return whole and first.is_dated and last.is_dated and last.last.year == first.first.year + 1

    def bare_day_before_dash(self):
        """«1» of «1–15 марта» and «1-15.03.2022»."""
        is_bare = (
            self.peek() == Kind.NUMBER and self.peek(1) in (Kind.DASH,) and self.peek(2) in (Kind.NUMBER, Kind.DATE)
        )
        if not is_bare or self.peek(3) == Kind.UNIT:
            return None
        return self.take(Kind.NUMBER)

    def span(self):
        """One point of time: a date, a month, a quarter, a year…"""
        edge = self.take(Kind.EDGE)
        if edge and self.take(Kind.SCHOOL):
            return months(5, 5) if edge == "end" else months(9, 9) if edge == "begin" else self.fail()
        readers = {
            Kind.DATE: self.date,
            Kind.MONTH: self.month,
            Kind.YEAR: self.year,
            Kind.SCHOOL_YEAR: self.school_year,
            Kind.NUMBER: self.numbered,
            Kind.SEASON: self.season,
        }
        span = readers.get(self.peek(), self.fail)()
        return self.cut(span, edge) if edge else span

    def fail(self):
        raise NotUnderstood

    def cut(self, span, edge):
        """«В начале марта»: a third of the month. The end of a month is its last day, so it stays the month."""
        if span.is_of_days or span.first.month != span.last.month:
            if edge == "end":
                return span
            raise NotUnderstood
        if edge == "end":
            return span
        self.meaning.doubts.append("third")
        first, last = THIRDS[edge]
        point = span.first
        return Span(Point(point.month, first, point.year), Point(point.month, last, point.year))

    def date(self):
        year, month, day = self.take(Kind.DATE)
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            raise NotUnderstood
        point = Point(month, day, year or self.take(Kind.YEAR))
        return Span(point, point)

    def month(self):
        year, month = self.take(Kind.MONTH)
        if not 1 <= month <= 12:
            raise NotUnderstood
        return months(month, month, year or self.take(Kind.YEAR))

    def year(self):
        return months(1, 12, self.take(Kind.YEAR))

    def school_year(self):
        return months(*SCHOOL_YEAR, self.take(Kind.SCHOOL_YEAR))

    def season(self):
        first, last = self.take(Kind.SEASON)
        september = self.pair_of_years()
        if september and first != 12:
            raise NotUnderstood
        return months(first, last, september or self.take(Kind.YEAR))

    def pair_of_years(self):
        """The first of «2021-2022» after a winter or a half-year: the year of the school year's September."""
        if (self.peek(), self.peek(1), self.peek(2)) != (Kind.YEAR, Kind.DASH, Kind.YEAR):
            return self.take(Kind.SCHOOL_YEAR)
        first, last = self.tokens[self.at].value, self.tokens[self.at + 2].value
        if last != first + 1:
            raise NotUnderstood
        self.at += 3
        return first

    def numbered(self):
        """A number with what it counts: a day of a month, a quarter, a half-year, a week of a month."""
        number = self.take(Kind.NUMBER)
        if self.peek() == Kind.MONTH:
            year, month = self.take(Kind.MONTH)
            point = Point(month, number, year or self.take(Kind.YEAR))
            if not 1 <= number <= 31:
                raise NotUnderstood
            return Span(point, point)
        last = number
        if self.peek() in (Kind.DASH, Kind.COMMA) and self.peek(1) == Kind.NUMBER and self.peek(2) == Kind.UNIT:
            self.at += 1
            last = self.take(Kind.NUMBER)
        unit = self.take(Kind.UNIT)
        if unit in ("decade", "week"):
            return self.part_of_month(unit, number, last)
        if unit is None or number not in UNITS[unit] or last not in UNITS[unit]:
            raise NotUnderstood
        return self.part_of_year(unit, number, last)

    def part_of_month(self, unit, number, last):
        length, count = (10, 3) if unit == "decade" else (7, 5)
        if not 1 <= number <= last <= count or self.peek() != Kind.MONTH:
            raise NotUnderstood
        month = self.month().first
        end = last * length if last < count else None
        return Span(Point(month.month, (number - 1) * length + 1, month.year), Point(month.month, end, month.year))

    def part_of_year(self, unit, number, last):
        """A half of «2022» is a half of the calendar year; of «2021-2022», or without a year, of the school year."""
        parts = UNITS[unit]
        if september := self.pair_of_years():
            if unit == "quarter":
                raise NotUnderstood
            first, end = parts[number][0], parts[last][1]
            first_year = september + (first < 9)
            return Span(Point(first, None, first_year), Point(end, None, september + (end < 9)))
        year = self.take(Kind.YEAR)
        self.take(Kind.SCHOOL)
        if unit == "half" and year:
            self.meaning.doubts.append("calendar_half")
            parts = CALENDAR_HALVES
        return months(parts[number][0], parts[last][1], year)
