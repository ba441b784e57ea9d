"""Which meeting comes next, what is unusual about one, on which days a series falls: without a database."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentorship.pairs import meeting_rules
from mentorship.pairs.meeting_rules import Known, Told, Warn, days_of_series, next_kind, warnings
from mentorship.pairs.meeting_words import WORDS

DAY = date(2022, 4, 6)
BEFORE = DAY - timedelta(days=7)
USUAL = (("organising", BEFORE), ("trial", BEFORE), ("planning", BEFORE))


def notes(kind, known=None, today=DAY, **fields):
    return warnings(Told(kind=kind, **{"day": DAY, "minutes": 45} | fields), known or Known(held=USUAL), today)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], "organising"),
        (["organising"], "trial"),
        (["trial"], "organising"),
        (["organising", "trial"], "planning"),
        (["organising", "trial", "planning"], "regular"),
        (["organising", "trial", "planning", "regular", "regular"], "regular"),
    ],
)
def test_the_next_kind_is_the_first_that_is_missing(held, expected):
    assert next_kind([(kind, BEFORE) for kind in held], DAY) == expected


@pytest.mark.parametrize(("days_left", "expected"), [(7, "regular"), (6, "closing"), (0, "closing"), (-3, "closing")])
def test_in_the_last_week_of_the_term_the_closing_one_is_next(days_left, expected):
    held = [*USUAL, ("regular", BEFORE)]

    assert next_kind(held, DAY, DAY + timedelta(days=days_left)) == expected
    assert next_kind([*held, ("closing", DAY)], DAY, DAY) == "regular"


def test_a_usual_meeting_is_worth_no_word():
    known = Known(held=USUAL, starts_on=BEFORE, ends_on=DAY, has_plan=True)

    assert notes("regular", known) == []


@pytest.mark.parametrize(
    ("kind", "held", "expected"),
    [
        ("organising", (), []),
        ("trial", (), [Warn.NO_ORGANISING]),
        ("planning", (("organising", BEFORE),), [Warn.NO_TRIAL]),
        ("regular", (("organising", BEFORE), ("trial", BEFORE)), [Warn.NO_PLANNING]),
        ("regular", (("organising", DAY + timedelta(days=1)),), [Warn.NO_ORGANISING]),
        ("trial", USUAL, [Warn.HELD_ALREADY]),
        ("regular", (*USUAL, ("regular", BEFORE)), []),
    ],
)
def test_the_order_of_the_meetings(kind, held, expected):
    found = notes(kind, Known(held=held, has_plan=True))

    assert found == expected


@pytest.mark.parametrize(
    ("kind", "known", "fields", "expected"),
    [
        ("planning", {"verdicts": 1, "speakers": 2, "has_plan": True}, {}, [Warn.NO_VERDICTS]),
        ("planning", {"verdicts": 2, "speakers": 2, "has_plan": True}, {}, []),
        ("regular", {"verdicts": 1, "speakers": 2}, {}, []),
        ("regular", {"wants_change": True}, {}, [Warn.WANTS_CHANGE]),
        ("planning", {}, {}, [Warn.NO_PLAN]),
        ("planning", {}, {"is_held": False}, []),
        ("closing", {}, {}, [Warn.NO_RESULTS]),
        ("closing", {}, {"has_results": True}, []),
        ("regular", {}, {"somebody_came": False}, [Warn.NOBODY]),
    ],
)
def test_what_the_meetings_must_bring(kind, known, fields, expected):
    held = tuple(one for one in USUAL if one[0] != kind)

    assert notes(kind, Known(held=held, **known), **fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"minutes": 9}, [Warn.TOO_SHORT]),
        ({"minutes": 10}, []),
        ({"minutes": 180}, []),
        ({"minutes": 181}, [Warn.TOO_LONG]),
        ({"minutes": None}, []),
        ({"day": DAY + timedelta(days=1)}, [Warn.AFTER_END]),
        ({"day": DAY, "is_held": False, "is_working_day": False}, [Warn.DAY_OFF]),
    ],
)
def test_the_day_and_the_length(fields, expected):
    assert notes("regular", Known(held=USUAL, starts_on=BEFORE, ends_on=DAY), **fields) == expected


def test_a_meeting_before_the_pair_began_and_one_recorded_late():
    known = Known(held=USUAL, starts_on=DAY + timedelta(days=1))

    assert notes("regular", known, today=DAY + timedelta(days=60)) == [Warn.BEFORE_START]
    assert notes("regular", known, today=DAY + timedelta(days=61)) == [Warn.BEFORE_START, Warn.LONG_AGO]


def test_a_series_keeps_its_rhythm_over_days_off():
    off = DAY + timedelta(weeks=2)

    days, skipped = days_of_series(DAY, 2, DAY + timedelta(weeks=6), lambda day: day != off)

    assert days == [DAY, DAY + timedelta(weeks=4), DAY + timedelta(weeks=6)]
    assert skipped == [off]


def test_the_rules_know_neither_the_framework_nor_the_rows():
    tree = ast.parse(Path(meeting_rules.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert modules == {"dataclasses", "datetime", "enum"}


@pytest.mark.parametrize("warn", list(Warn))
def test_every_warning_has_its_words(warn):
    assert str(WORDS[warn]).endswith(".")
