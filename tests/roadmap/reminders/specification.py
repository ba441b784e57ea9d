"""What a school is to hear about its roadmap: the issue's words as a plain calendar, morning after morning.

Nothing of the product's rules is used here. The product asks on a morning for the state of things; this goes through
the days one by one and asks what has come up since the morning before.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass
class Promise:
    """An activity: its last day, who answers, from which day it stands in the roadmap and on which it was done."""

    pk: int
    last_on: date | None
    people: tuple = ()
    since: date = date.min
    done_on: date = date.max

    def is_open(self, day):
        return self.since <= day < self.done_on


@dataclass
class Rules:
    """The school's settings in plain numbers."""

    before: tuple = (14, 7, 3, 1, 0)
    every: int = 3
    coordinator_after: int = 3
    director_after: int = 7
    has_plan: bool = True
    has_summary: bool = True


@dataclass
class World:
    """A school for some time."""

    promises: list
    coordinators: tuple
    directors: tuple
    rules: Rules = field(default_factory=Rules)
    has_saturdays: bool = False
    special: dict = field(default_factory=dict)
    down: set = field(default_factory=set)
    roadmap: int = 1
    starts_on: date = date.min
    ends_on: date = date.max - timedelta(days=40)

    def works(self, day):
        week = 6 if self.has_saturdays else 5
        return self.special.get(day, day.isoweekday() <= week)


def expected(world, first, last):
    """``{(kind, object, day, person): the morning on which it is said}``, from the first day to the last one."""
    said, before = {}, None
    day = first
    while day <= last:
        if world.works(day) and day not in world.down and day <= world.ends_on + 30 * DAY:
            for one in deadlines_of(world, before, day) | week_of(world, day):
                said.setdefault(one, day)
            before = day
        day += DAY
    return said


def deadlines_of(world, before, morning):
    """What came up about deadlines since the morning before: of each activity only the last thing."""
    said = set()
    for promise in world.promises:
        if promise.last_on is None or not promise.is_open(morning):
            continue
        has_stood = before is not None and promise.is_open(before)
        new = [one for one in calendar_of(world, promise, morning) if not has_stood or one[0] > before]
        for day, kind in new[-1:]:
            said |= {(kind, promise.pk, day, one) for one in promise.people or world.coordinators}
        said |= escalated(world, promise, before if has_stood else None, morning)
    return said


def calendar_of(world, promise, until):
    """The days on which a deadline is to be spoken of, in order, up to a day."""
    days = set()
    for count in world.rules.before:
        day = promise.last_on - count * DAY
        while not world.works(day):
            day -= DAY
        days.add((day, "deadline_soon"))
    day = promise.last_on + world.rules.every * DAY
    while day <= until:
        days.add((day, "deadline_over"))
        day += world.rules.every * DAY
    return sorted(one for one in days if one[0] <= until)


def escalated(world, promise, before, morning):
    """The coordinator and the director hear once, on the first morning that it is so late."""
    said = set()
    for kind, after, people in (
        ("escalation_coordinator", world.rules.coordinator_after, world.coordinators),
        ("escalation_director", world.rules.director_after, world.directors),
    ):
        from_day = max(promise.last_on + after * DAY, promise.last_on + DAY)
        if from_day <= morning and (before is None or before < from_day):
            said |= {(kind, promise.pk, promise.last_on + after * DAY, one) for one in people}
    return said


def week_of(world, morning):
    """Everybody's own plan of the week and the directors' summary: the week's Monday stands in them, so the first
    morning of the week on which there is something to say says it, and the others repeat it."""
    monday = morning
    while monday.isoweekday() != 1:
        monday -= DAY
    sunday, said = monday + 6 * DAY, set()
    still_open = [one for one in world.promises if one.is_open(morning)]
    if world.rules.has_plan:
        for promise in still_open:
            if promise.last_on is not None and promise.last_on <= sunday:
                people = promise.people or world.coordinators
                said |= {("week_plan", world.roadmap, monday, one) for one in people}
    if world.rules.has_summary and still_open and world.starts_on <= sunday:
        said |= {("week_summary", world.roadmap, monday, one) for one in world.directors}
    return said
