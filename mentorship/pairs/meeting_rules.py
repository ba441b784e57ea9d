"""Which meeting comes next, and what is unusual about one: pure rules over plain values.

The rules of the roadmap warn and never forbid: schools write down weeks later what happened, in any order.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ORGANISING, TRIAL, PLANNING, REGULAR, CLOSING = "organising", "trial", "planning", "regular", "closing"
ORDER = (ORGANISING, TRIAL, PLANNING, REGULAR, CLOSING)
SHORT, LONG = 10, 180
"""A meeting of fewer or more minutes than these is more likely a slip of the finger."""
CLOSING_IS_NEAR = timedelta(days=7)
LONG_AGO = timedelta(days=60)


class Warn(StrEnum):
    """What is unusual."""

    NO_ORGANISING = "no_organising"
    NO_TRIAL = "no_trial"
    NO_PLANNING = "no_planning"
    NO_VERDICTS = "no_verdicts"
    NO_PLAN = "no_plan"
    NO_RESULTS = "no_results"
    WANTS_CHANGE = "wants_change"
    HELD_ALREADY = "held_already"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    LONG_AGO = "long_ago"
    NOBODY = "nobody"
    DAY_OFF = "day_off"
    CLASH = "clash"


@dataclass(frozen=True)
class Known:
    """What is known of a pair beside the meeting in question.

    ``held`` are the other meetings that were held: ``(kind, day)``. ``verdicts`` counts who has said after the trial
    whether the pair goes on, ``speakers`` those who should. ``has_plan`` is true when a plan is agreed by both sides.
    """

    held: tuple = ()
    starts_on: date | None = None
    ends_on: date | None = None
    verdicts: int = 0
    speakers: int = 0
    wants_change: bool = False
    has_plan: bool = False


@dataclass(frozen=True)
class Told:
    """What is said of one meeting."""

    kind: str
    day: date
    minutes: int | None = None
    has_results: bool = False
    is_held: bool = True
    somebody_came: bool = True
    is_working_day: bool = True
    is_mentor_free: bool = True


def next_kind(held, day, ends_on=None):
    """The kind that the recording page proposes: the first of organising, trial and planning that was not held, then
    regular ones, and the closing one in the last week of the term. After the closing one a meeting is regular again.
    """
    kinds = {kind for kind, _day in held}
    if ends_on and REGULAR in kinds and CLOSING not in kinds and day > ends_on - CLOSING_IS_NEAR:
        return CLOSING
    return next((kind for kind in (ORGANISING, TRIAL, PLANNING) if kind not in kinds), REGULAR)


def warnings(told, known, today):
    """Everything unusual about a meeting, the most important first."""
    return [*of_order(told, known), *of_result(told, known), *of_day(told, known, today), *of_length(told)]


def of_order(told, known):
    """One before two, two before three; each of them once."""
    held = {kind for kind, day in known.held if day <= told.day}
    if told.kind != REGULAR and told.kind in {kind for kind, _day in known.held}:
        yield Warn.HELD_ALREADY
    if told.kind != ORGANISING and ORGANISING not in held:
        yield Warn.NO_ORGANISING
    elif told.kind in (PLANNING, REGULAR, CLOSING) and TRIAL not in held:
        yield Warn.NO_TRIAL
    elif told.kind in (REGULAR, CLOSING) and PLANNING not in held:
        yield Warn.NO_PLANNING


def of_result(told, known):
    """What the meetings must bring: both sides say after the trial whether they go on, the planning ends with a plan,
    the closing one with results."""
    if told.kind in (PLANNING, REGULAR) and TRIAL in {kind for kind, _day in known.held}:
        if known.wants_change:
            yield Warn.WANTS_CHANGE
        elif told.kind == PLANNING and known.verdicts < known.speakers:
            yield Warn.NO_VERDICTS
    if told.is_held and told.kind == PLANNING and not known.has_plan:
        yield Warn.NO_PLAN
    if told.is_held and told.kind == CLOSING and not told.has_results:
        yield Warn.NO_RESULTS
    if told.is_held and not told.somebody_came:
        yield Warn.NOBODY


def of_day(told, known, today):
    if known.starts_on and told.day < known.starts_on:
        yield Warn.BEFORE_START
    if known.ends_on and told.day > known.ends_on:
        yield Warn.AFTER_END
    if told.is_held and told.day < today - LONG_AGO:
        yield Warn.LONG_AGO
    if not told.is_held and not told.is_working_day:
        yield Warn.DAY_OFF
    if not told.is_held and not told.is_mentor_free:
        yield Warn.CLASH


def of_length(told):
    if told.minutes and told.minutes < SHORT:
        yield Warn.TOO_SHORT
    if told.minutes and told.minutes > LONG:
        yield Warn.TOO_LONG


def days_of_series(first, every_weeks, until, is_working_day):
    """The days of a series: ``(meetings, skipped)``. A day on which the school does not work is left out, and the
    rhythm stays: the next one is where it would have been."""
    days, skipped, day = [], [], first
    while day <= until:
        (days if is_working_day(day) else skipped).append(day)
        day += timedelta(weeks=every_weeks)
    return days, skipped
