"""Deadlines in words, read into the programme's calendar. What is not understood stays words, without dates.

How words become kinds: a date or «до 15 марта» is a day; «1–15 марта» days; «март» a month; several months, a quarter,
a half-year, a school term, a season and years are months; «весь период» and «постоянно» the whole; «ежемесячно» and
«ежеквартально» repeat between the first and the last day. A school year is September to May, its halves are September
to December and January to May; quarters are the calendar's.
"""

import itertools
import re

from django.utils.translation import gettext as _

from ..outline import Term, TermKind
from .grammar import Sentence
from .spans import Span, count_within, place
from .words import NotUnderstood, plain, tokens_of

YEAR = 366
LONGEST = 300
"""No deadline is longer; a longer text is a story that stands in the wrong cell."""
REPEATS = {"monthly": TermKind.MONTHLY, "quarterly": TermKind.QUARTERLY}


def read_term(text, starts, ends):
    """The words of a deadline with their first and last days; ``kind`` is None when they cannot be told."""
    return explain_term(text, starts, ends)[0]


def explain_term(text, starts, ends):
    """The term, and what a person should look at, in words ("" when the reading is certain)."""
    text = re.sub(r"\s+", " ", text or "").strip()
    if not text:
        return Term(), ""
    try:
        if len(text) > LONGEST:
            raise NotUnderstood
        kind, first, last, doubts = _understand(text, starts, ends)
    except NotUnderstood:
        return Term(text), _("The term is not understood: give the dates.")
    return Term(text, kind, first, last), " ".join(dict.fromkeys(doubts))


def _understand(text, starts, ends):
    """Read the whole text, or, with a doubt, what stands outside of brackets."""
    words = plain(text)
    without_brackets = re.sub(r"\([^()]*\)", " ", words).strip(" .;,")
    try:
        return _meaning(re.sub(r"[()]", " , ", words).strip(" ,"), starts, ends)
    except NotUnderstood:
        if without_brackets == words or not without_brackets:
            raise
    kind, first, last, doubts = _meaning(without_brackets, starts, ends)
    return kind, first, last, [*doubts, _("The words in brackets were not taken into account.")]


def _meaning(words, starts, ends):
    meaning = Sentence(tokens_of(words)).read()
    doubts = [_doubt_texts()[code] for code in meaning.doubts]
    if meaning.spans:
        kind, first, last, more = _dated(meaning, starts, ends)
        doubts += more
    else:
        kind, first, last = TermKind.WHOLE, starts, ends
        if meaning.is_yearly and (ends - starts).days > YEAR:
            doubts.append(_doubt_texts()["yearly"])
    if meaning.repeats:
        kind = REPEATS.get(meaning.repeats, kind)
        if meaning.repeats not in REPEATS:
            doubts.append(_doubt_texts()["repeats"])
    return kind, first, last, doubts


def _dated(meaning, starts, ends):
    """Place the spans one after another and take the whole stretch."""
    doubts = []
    spans = _in_order(meaning.spans, starts, ends)
    days = [span.days() for span in spans]
    first, last = min(day for day, _last in days), max(day for _first, day in days)
    if len(spans) > 1 and not _is_unbroken(days):
        doubts.append(_doubt_texts()["several"])
    if meaning.is_open and len(spans) == 1:
        doubts.append(_("No end is named: the end of the programme is taken."))
        last = max(last, ends)
    if meaning.is_deadline:
        first = last
    kind = _kind(spans, meaning, first, last)
    doubts += _doubts_of_place(meaning, spans, first, last, starts, ends)
    return kind, first, last, doubts


def _doubts_of_place(meaning, spans, first, last, starts, ends):
    """What is uncertain about the year, and whether the programme holds the term at all."""
    doubts = []
    first_span = meaning.spans[0]
    has_year = first_span.with_years_from_each_other().is_dated
    if not has_year and count_within(first_span, starts, ends) > 1:
        text = _doubt_texts()["yearly"] if meaning.is_yearly else _("No year is named: %(year)s is taken.")
        doubts.append(text % {"year": first.year})
    if last < starts or first > ends:
        doubts.append(_("The term is outside of the programme."))
    elif _ends_late(spans, last, ends):
        doubts.append(_("The term ends after the programme."))
    elif _begins_early(spans, first, starts, has_year):
        doubts.append(_("The term begins before the programme."))
    return doubts


def _in_order(spans, starts, ends):
    """Spans with years: a bare one in a list takes the year of a later one, else follows the one before it."""
    spans = [span.with_years_from_each_other() for span in spans]
    for at in range(len(spans) - 2, -1, -1):
        after = spans[at + 1]
        if after.is_dated and not spans[at].is_dated:
            year = after.first.year
            found = [one for one in (spans[at].in_year(year), spans[at].in_year(year - 1)) if one]
            spans[at] = next((one for one in found if one.days()[0] <= after.days()[0]), spans[at])
    placed = []
    for span in spans:
        if placed and not span.is_dated:
            floor = placed[-1].days()[0]
            options = [span.in_year(floor.year + ahead) for ahead in (0, 1)]
            span = next((one for one in options if one and one.days()[0] >= floor), span)
        elif not span.is_dated and len(spans) > 1:
            span = _first_of_list(spans, starts, ends)
        placed.append(place(span, starts, ends))
    return placed


def _first_of_list(spans, starts, ends):
    """The first of several bare months, so placed that the whole list fits («сентябрь, декабрь, май»)."""
    whole = place(Span(spans[0].first, spans[-1].last), starts, ends) if not spans[-1].is_dated else None
    return (whole and spans[0].in_year(whole.first.year)) or spans[0]


def _kind(spans, meaning, first, last):
    if meaning.is_deadline or first == last:
        return TermKind.DAY
    if meaning.is_open or any(span.is_of_days for span in spans):
        return TermKind.DAYS
    if (first.year, first.month) == (last.year, last.month):
        return TermKind.MONTH
    return TermKind.MONTHS


def _is_unbroken(days):
    days = sorted(days)
    return all((after[0] - before[1]).days <= 1 for before, after in itertools.pairwise(days))


def _ends_late(spans, last, ends):
    """Days after the programme. A month in which the programme ends is inside."""
    return last > ends if any(span.is_of_days for span in spans) else _month(last) > _month(ends)


def _begins_early(spans, first, starts, has_year):
    """Days before the programme; months before it are told only where the year was ours to choose."""
    return first < starts if any(span.is_of_days for span in spans) else not has_year and _month(first) < _month(starts)


def _month(day):
    return day.year, day.month


def _doubt_texts():
    return {
        "by_month": _("The deadline is read as the end of the time named."),
        "several": _("Several terms are named: the time from the first to the last one is taken."),
        "third": _("A part of a month is read as ten days."),
        "bare_years": _("The years are read as calendar years."),
        "calendar_half": _("The half-year is read as one of the calendar year."),
        "yearly": _("The term repeats every year: the first time is taken."),
        "repeats": _("The repetition stays in words."),
    }


__all__ = ["explain_term", "read_term"]
