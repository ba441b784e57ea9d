"""Moving terms to another programme: by whole months, the words following the days.

«Декабрь» stays when the next programme begins in the same month a year later, «до 15 марта 2022» becomes
«до 15 марта 2023». When it begins in another month, the words are written anew from the days.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from mentorship.common import ru

from .outline import Outline, Term, TermKind

WHOLE_WORDS = "Весь период"
REPEATING = (TermKind.WHOLE, TermKind.MONTHLY, TermKind.QUARTERLY)
YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
SHORT_YEAR = re.compile(r"(?<=\d\.\d\d\.)\d\d(?!\d)")


def months_between(start, end):
    """Whole months from the month of one day to the month of another; negative backwards."""
    return (end.year - start.year) * 12 + end.month - start.month


def months_in(starts, ends):
    """How many months of the calendar a programme touches."""
    return months_between(starts, ends) + 1


def last_day(year, month):
    return date(year, month, monthrange(year, month)[1])


def moved_day(day, months):
    """The same day of another month; the 31st becomes the 30th where there is none."""
    index = day.year * 12 + day.month - 1 + months
    end = last_day(index // 12, index % 12 + 1)
    return end.replace(day=min(day.day, end.day))


def moved_end(day, months, kind):
    """The last day of a term: a month always ends on its own last day."""
    moved = moved_day(day, months)
    ends_a_month = kind in (TermKind.MONTH, TermKind.MONTHS) and day == last_day(day.year, day.month)
    return last_day(moved.year, moved.month) if ends_a_month else moved


def months_term(starts, ends, begin, end):
    """From the month number ``begin`` of a programme to the month ``end``, counted from 0, in words and days."""
    first = moved_day(starts.replace(day=1), begin)
    last = moved_day(starts.replace(day=1), end)
    kind = TermKind.MONTH if begin == end else TermKind.MONTHS
    term = Term("", kind, first, last_day(last.year, last.month))
    return replace(term, text=months_words(term.first, term.last, has_years=is_long(starts, ends)))


def whole_term(starts, ends):
    return Term(WHOLE_WORDS, TermKind.WHOLE, starts, ends)


def is_long(starts, ends):
    """Some month comes twice in the programme, so a month alone does not tell the year."""
    return months_in(starts, ends) > 12


def months_words(first, last, *, has_years=False):
    """«Декабрь», «Декабрь – январь»; with the years where the months alone would not tell."""
    span = months_between(first, last)
    ends = [(ru.month_name(day.month), day.year) for day in (first, last)]
    words = [f"{name} {year}" if has_years or span >= 11 else name for name, year in ends]
    return " – ".join(words if span else words[:1]).capitalize()


def days_words(first, last, text):
    """«15 марта 2023», «до 15 марта 2023», «10.03.2023 – 20.03.2023»."""
    if first and first != last:
        return f"{ru.short_date(first)} – {ru.short_date(last)}"
    words = f"{ru.day_month(last)} {last.year}"
    return f"до {words}" if text.lower().startswith(("до", "не позднее")) else words


def moved_words(term, months, *, has_years):
    """The words of a moved term, whose days are already the new ones."""
    if months % 12 == 0:
        years = months // 12
        text = YEAR.sub(lambda found: str(int(found[0]) + years), term.text)
        return SHORT_YEAR.sub(lambda found: f"{(int(found[0]) + years) % 100:02d}", text)
    if term.kind in (TermKind.DAY, TermKind.DAYS):
        return days_words(term.first, term.last, term.text)
    return months_words(term.first, term.last, has_years=has_years)


def moved_term(term, months, starts, ends):
    """The term in a programme that begins ``months`` later. Words that were not understood are left alone."""
    if term.kind is None or not term.last:
        return term
    if term.kind in REPEATING:
        return replace(term, first=starts, last=ends)
    first = moved_day(term.first, months) if term.first else None
    moved = replace(term, first=first, last=moved_end(term.last, months, term.kind))
    return replace(moved, text=moved_words(moved, months, has_years=is_long(starts, ends)))


def moved_outline(outline, counted_from, starts, ends):
    """A copy of a roadmap written for a programme that began on ``counted_from``, for one with other days.

    The school year that the source was written for («2021–2022») becomes the new one wherever it is named; other
    years, of orders and letters, are not touched.
    """
    months = months_between(counted_from, starts)
    copy = Outline.from_dict(outline.to_dict())
    old, new = school_year_of(counted_from), school_year_of(starts)
    copy.title = in_school_year(copy.title, old, new)
    for stage in copy.stages:
        stage.title = in_school_year(stage.title, old, new)
    for activity in copy.activities:
        activity.term = moved_term(activity.term, months, starts, ends)
        activity.title = in_school_year(activity.title, old, new)
        for step in activity.steps:
            step.title = in_school_year(step.title, old, new)
    return copy


def school_year_of(day):
    """The year in which the day's school year began."""
    return day.year if day.month >= 8 else day.year - 1


def in_school_year(text, old, new):
    """«2021–2022» as «2022–2023», with the dash and the spaces that it has."""
    return re.sub(rf"(?<!\d){old}(\s*[-–—/]\s*){old + 1}(?!\d)", rf"{new}\g<1>{new + 1}", text)


def first_of_terms(outline, otherwise):
    """The first day that an outline names: from where its terms are counted when nobody has said it."""
    days = [activity.term.first for activity in outline.activities if activity.term.first]
    return min(days, default=otherwise)
