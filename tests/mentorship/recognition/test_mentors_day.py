"""Mentor's Day: the coordinator hears two weeks before, the calendar has it."""

from datetime import date

import pytest

from mentorship.notifications.models import Notification
from mentorship.notifications.sources import Morning
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import Programme, ReminderSettings
from mentorship.programmes.roles import Role
from mentorship.recognition.mentors_day import MentorsDay, feasts_of
from tests.factories import MembershipFactory, ProgrammeFactory

FEAST = date(2022, 3, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope):
    return school_scope


def due(school, *days):
    return [
        one
        for day in days
        for one in MentorsDay().due([Morning(school, day, ReminderSettings(school=school), WorkingCalendar(False, {}))])
    ]


def told(school, programme, day):
    row = Notification(pk=1, school=school, kind="mentors_day", object_id=programme.pk, due_on=date(2022, 2, 16))
    return MentorsDay().lines([row], school, day)[1]


def test_the_coordinator_hears_from_two_weeks_before_until_the_day_with_one_key(school, programme):
    coordinator = MembershipFactory(school=school, role=Role.COORDINATOR)
    MembershipFactory(school=school, role=Role.DIRECTOR)

    assert due(school, date(2022, 2, 15), date(2022, 3, 3)) == []
    found = due(school, date(2022, 2, 16), date(2022, 2, 20), FEAST)
    assert {one.recipient_id for one in found} == {coordinator.user_id}
    assert len(found) == 3
    assert len(set(found)) == 1


def test_a_closed_programme_and_one_without_the_day_are_silent(school, programme):
    MembershipFactory(school=school, role=Role.COORDINATOR)
    Programme.objects.update(closed_on=date(2022, 2, 1))
    ProgrammeFactory(school=school, starts_on=date(2022, 2, 1), ends_on=date(2022, 2, 28))
    assert due(school, date(2022, 2, 16)) == []


def test_the_line_leads_to_the_register_and_is_withheld_after_the_day(school, programme):
    assert told(school, programme, date(2022, 2, 16)).url == "/awards/"
    assert not told(school, programme, FEAST).withheld
    assert told(school, programme, date(2022, 3, 3)).withheld


def test_every_second_of_march_of_the_programme_is_in_the_calendar_of_the_coordinator(school, programme):
    leader = MembershipFactory(school=school, role=Role.COORDINATOR)
    teacher = MembershipFactory(school=school, role=Role.CLASS_TEACHER)
    assert MentorsDay().events(teacher.user, [teacher], school, FEAST) == []
    assert [one.first for one in MentorsDay().events(leader.user, [leader], school, date(2021, 9, 1))] == [FEAST]
    long = ProgrammeFactory(school=school, starts_on=date(2022, 3, 2), ends_on=date(2024, 3, 1))
    assert feasts_of(long) == [date(2022, 3, 2), date(2023, 3, 2)]
    Programme.objects.filter(pk=programme.pk).update(closed_on=date(2022, 2, 1))
    assert MentorsDay().events(leader.user, [leader], school, FEAST)[0].is_cancelled
