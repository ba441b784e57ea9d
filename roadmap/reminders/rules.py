"""When a deadline is spoken of: pure rules, of days alone.

Everything is a state («by this day these milestones have been reached»), never an event of a day, so a scan that was
missed is made up for by the next one.
"""

from datetime import date
from typing import NamedTuple

from mentorship.common.clock import days

from .kinds import DEADLINE_OVER, DEADLINE_SOON, ESCALATION_COORDINATOR, ESCALATION_DIRECTOR

GOES_ON_DAYS = 30
"""Of a programme that ended longer ago nobody is reminded: what is open there will stay so."""
WEEK = 7


class Milestone(NamedTuple):
    """A kind of telling and the day on which it was to be told."""

    kind: str
    day: date


def milestone(last_on, day, settings, calendar):
    """What the people behind an open activity were to hear last by the day, or None when nothing yet.

    Before the deadline each of the school's days moves back to a working day, so that a Monday's deadline is announced
    on Friday; two that fall on one day are one. After it there is one every so many days; the morning scan of the
    next working day finds it.
    """
    every = max(settings.after_every_days, 1)
    times = (day - last_on).days // every
    if times >= 1:
        return Milestone(DEADLINE_OVER, last_on + days(times * every))
    told_on = {calendar.previous_working_day(last_on - days(before)) for before in settings.before_days}
    reached = [one for one in told_on if one <= day]
    return Milestone(DEADLINE_SOON, max(reached)) if reached else None


def escalations(last_on, day, settings):
    """Who above is to have heard by the day that an open activity is overdue: each kind once."""
    if day <= last_on:
        return []
    ladder = {
        ESCALATION_COORDINATOR: settings.coordinator_after_days,
        ESCALATION_DIRECTOR: settings.director_after_days,
    }
    reached = [Milestone(kind, last_on + days(after)) for kind, after in ladder.items()]
    return [one for one in reached if one.day <= day]


def monday_of(day):
    return day - days(day.weekday())


def sunday_of(day):
    return monday_of(day) + days(WEEK - 1)


def is_over(programme, day):
    """The programme ended so long ago that nobody is reminded of it."""
    return programme.ends_on + days(GOES_ON_DAYS) < day
