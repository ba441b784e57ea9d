"""When a school may be spoken to: by its own clock, on its own working days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope

from mentorship.notifications.services.mornings import is_open, mornings_of, next_opening
from mentorship.programmes.models import DayOff, ReminderSettings
from mentorship.programmes.models.school import RUSSIAN_ZONES
from tests.factories import SchoolFactory

MONDAY = date(2022, 3, 14)
SATURDAY = date(2022, 3, 12)


def at(school, day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), ZoneInfo(school.time_zone))


def opening(school, moment):
    with scope(school=school):
        (morning,) = mornings_of([school], moment)
        return is_open(morning, moment), next_opening(morning, moment)


@pytest.mark.parametrize("zone", [zone for zone, _name in RUSSIAN_ZONES])
def test_a_school_is_open_from_eight_to_eight_of_its_own_clock(db, zone):
    school = SchoolFactory(time_zone=zone)
    hours = [hour for hour in range(24) if opening(school, at(school, MONDAY, hour))[0]]
    assert hours == list(range(8, 20))


@pytest.mark.parametrize(
    ("hour", "hours"), [(0, range(20)), (6, range(6, 20)), (19, [19]), (20, range(20, 24)), (23, [23])]
)
def test_the_school_sets_the_hour(school, hour, hours):
    with scope(school=school):
        ReminderSettings.objects.create(school=school, send_hour=hour)
    assert [one for one in range(24) if opening(school, at(school, MONDAY, one))[0]] == list(hours)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((MONDAY, 7, 59), (MONDAY, 8)),
        ((MONDAY, 20, 0), (date(2022, 3, 15), 8)),
        ((SATURDAY, 10, 0), (MONDAY, 8)),
        ((date(2022, 3, 11), 23, 59), (MONDAY, 8)),
        ((date(2024, 2, 28), 21, 0), (date(2024, 2, 29), 8)),
        ((date(2021, 12, 31), 21, 0), (date(2022, 1, 3), 8)),
    ],
)
def test_the_next_opening_is_the_hour_of_a_working_day(school, moment, expected):
    assert opening(school, at(school, *moment)) == (False, at(school, *expected))


def test_an_open_school_is_open_now(school):
    moment = at(school, MONDAY, 12, 34)
    assert opening(school, moment) == (True, moment)


def test_holidays_and_working_saturdays_are_the_schools_own(school, other_school):
    with scope(school=school):
        DayOff.objects.create(school=school, day=MONDAY)
        DayOff.objects.create(school=school, day=SATURDAY, is_working=True)
    assert opening(school, at(school, SATURDAY, 9))[0]
    assert opening(school, at(school, MONDAY, 9)) == (False, at(school, date(2022, 3, 15), 8))
    assert not opening(other_school, at(other_school, SATURDAY, 9))[0]
    assert opening(other_school, at(other_school, MONDAY, 9))[0]


def test_each_school_has_its_own_day_at_one_instant(db):
    schools = [SchoolFactory(time_zone=zone) for zone in ("Europe/Kaliningrad", "Asia/Kamchatka")]
    with scope(school=schools):
        mornings = mornings_of(schools, datetime(2022, 3, 13, 21, tzinfo=UTC))
    assert [one.day for one in mornings] == [date(2022, 3, 13), MONDAY]


@pytest.mark.parametrize("count", [1, 7])
def test_many_schools_take_two_questions(db, django_assert_num_queries, count):
    schools = [SchoolFactory() for _number in range(count)]
    for one in schools:
        with scope(school=one):
            ReminderSettings.objects.create(school=one, send_hour=9)
            DayOff.objects.create(school=one, day=MONDAY)
    with scope(school=schools), django_assert_num_queries(2):
        mornings = mornings_of(schools, datetime(2022, 3, 14, 12, tzinfo=UTC))
    assert {one.settings.send_hour for one in mornings} == {9}
    assert not any(one.calendar.is_working_day(MONDAY) for one in mornings)


def test_no_school_is_no_question(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert mornings_of([], datetime(2022, 3, 14, 12, tzinfo=UTC)) == []


def test_a_milestone_keeps_its_day_however_late_the_scan(school):
    """The farthest reminder, sixty days before, is still computed with its holidays sixty days after the deadline."""
    holiday = MONDAY - timedelta(days=120)
    with scope(school=school):
        DayOff.objects.create(school=school, day=holiday)
        (morning,) = mornings_of([school], at(school, MONDAY, 9))
    assert not morning.calendar.is_working_day(holiday)
