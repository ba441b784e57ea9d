"""The set of notifications of a roadmap equals the plain specification: over 10,000 mornings, then with a database."""

from datetime import date, timedelta
from types import SimpleNamespace

from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship.notifications.sources import Morning
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.holidays import HOLIDAYS
from mentorship.programmes.models import DayOff, ReminderSettings
from roadmap.models import Activity
from roadmap.reminders.due import Plan, due_of_deadlines, due_of_week
from roadmap.reminders.rules import is_over

from .specification import DAY, Promise, Rules, World, expected

MORNINGS = 45
EXAMPLES = 300
COORDINATORS, DIRECTORS = (91, 92), (81,)

days = st.dates(date(2023, 12, 1), date(2028, 3, 31))
offsets = st.integers(-5, MORNINGS + 10) | st.integers(-70, 90)


@st.composite
def worlds(draw):
    """A school with a roadmap of some activities, and the first morning on which it is looked at."""
    first = draw(days)
    near = st.builds(lambda count: first + timedelta(days=count), offsets)
    promises = [
        Promise(
            pk=pk,
            last_on=draw(st.none() | near),
            people=tuple(draw(st.sets(st.integers(1, 3)))),
            since=draw(st.just(date.min) | near),
            done_on=draw(st.just(date.max) | near),
        )
        for pk in range(1, draw(st.integers(1, 4)) + 1)
    ]
    rules = Rules(
        before=tuple(draw(st.sets(st.integers(0, 60), max_size=6) | st.just({14, 7, 3, 1, 0}))),
        every=draw(st.integers(1, 60)),
        coordinator_after=draw(st.integers(0, 2) | st.integers(0, 30)),
        director_after=draw(st.integers(0, 2) | st.integers(0, 30)),
        has_plan=draw(st.booleans()),
        has_summary=draw(st.booleans()),
    )
    special = draw(st.dictionaries(near, st.booleans(), max_size=25))
    starts_on = draw(st.just(date.min) | near)
    ends_on = draw(st.just(date.max - timedelta(days=40)) | near)
    world = World(promises, COORDINATORS, DIRECTORS, rules, draw(st.booleans()), special)
    world.starts_on, world.ends_on = starts_on, ends_on
    world.down = draw(st.sets(st.integers(0, MORNINGS).map(lambda count: first + timedelta(days=count)), max_size=12))
    return world, first


class Everybody:
    """The people of a world, in place of those who are read from the database."""

    def __init__(self, world):
        self.behind = {one.pk: list(one.people) for one in world.promises}

    def hearing(self, pk, school):
        return self.behind[pk] or self.coordinators(school)

    def coordinators(self, school):
        return list(COORDINATORS)

    def directors(self, school):
        return list(DIRECTORS)


def said_by_the_product(world, first):
    """What the rules of the product answer morning after morning, with the first morning of each."""
    said, school = {}, SimpleNamespace(pk=1)
    rules = ReminderSettings(
        before_days=list(world.rules.before),
        after_every_days=world.rules.every,
        coordinator_after_days=world.rules.coordinator_after,
        director_after_days=world.rules.director_after,
        has_monday_plan=world.rules.has_plan,
        has_weekly_summary=world.rules.has_summary,
    )
    calendar = WorkingCalendar(world.has_saturdays, world.special)
    for day in (first + timedelta(days=count) for count in range(MORNINGS)):
        if not calendar.is_working_day(day) or day in world.down or is_over(world, day):
            continue
        stands = [(one.pk, one.last_on, Activity.Status.WORK) for one in world.promises if one.is_open(day)]
        plan = Plan(Morning(school, day, rules, calendar), world, world.roadmap, stands)
        people = Everybody(world)
        dues = [*due_of_deadlines(plan, people), *due_of_week(plan, people)]
        for due in dues:
            said.setdefault((due.kind, due.object_id, due.due_on, due.recipient_id), day)
    return said


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_the_rules_say_what_the_specification_says(drawn):
    """300 worlds of 45 dates each: 13,500 dates."""
    world, first = drawn
    assert said_by_the_product(world, first) == expected(world, first, first + timedelta(days=MORNINGS - 1))


def test_the_whole_way_through_the_database_says_the_same_for_a_school_year(scene, member):
    """Every morning from September to June, with the holidays of Russia, a week without a server."""
    school, first, last = scene.school, date(2023, 9, 1), date(2024, 6, 28)
    programme = scene.roadmap.programme
    programme.starts_on, programme.ends_on = first, date(2024, 5, 31)
    programme.save()
    special = {day: is_working for year in (2023, 2024) for day, is_working, _title in HOLIDAYS[year]}
    with scope(school=school):
        DayOff.objects.bulk_create(DayOff(school=school, day=day, is_working=works) for day, works in special.items())
    anna, boris = scene.deputy(), member("class_teacher")
    world = World(
        promises=[],
        coordinators=(scene.coordinator.user_id,),
        directors=(scene.director.user_id,),
        special=special,
        roadmap=scene.roadmap.pk,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        down={date(2024, 4, 8) + timedelta(days=count) for count in range(5)},
    )
    for last_on, people, done_on in (
        (date(2023, 9, 15), (anna,), date(2023, 9, 13)),
        (date(2023, 11, 6), (anna, boris), date(2023, 12, 11)),
        (date(2024, 1, 3), (boris,), date(2024, 1, 10)),
        (date(2024, 2, 29), (boris, anna), date(2024, 3, 4)),
        (date(2024, 4, 10), (), date(2024, 4, 22)),
        (date(2024, 5, 31), (anna,), date.max),
        (None, (anna,), date.max),
    ):
        row = scene.activity(last_on, *people)
        world.promises.append(Promise(row.pk, last_on, tuple(one.user_id for one in people), done_on=done_on))

    said, day = {}, first
    while day <= last:
        with scope(school=school):
            done = [one.pk for one in world.promises if one.done_on == day]
            Activity.objects.filter(pk__in=done).update(status=Activity.Status.DONE, done_on=day)
        if day not in world.down:
            scene.morning(day)
            of_roadmaps = {row for row in scene.told() if row[0] != "mentors_day"}
            said = dict.fromkeys(of_roadmaps, day) | said
        day += DAY

    assert said == expected(world, first, last)
    assert len(said) > 120
