"""The page that shows the school's rules of reminding on one deadline."""

from datetime import date

import pytest

from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import DayOff, ReminderSettings
from mentorship.programmes.roles import Role
from roadmap.reminders.example import mornings_of
from tests.factories import ActivityFactory, StageFactory

FIVE_DAYS = WorkingCalendar()


def shown(last_on, calendar=FIVE_DAYS, **rules):
    return [
        (f"{one.day:%d.%m}", one.when, one.people) for one in mornings_of(last_on, ReminderSettings(**rules), calendar)
    ]


def test_the_usual_rules_on_a_thursday():
    """31 March 2022. The third day after is a Sunday and the seventh a Thursday; the school works on weekdays."""
    assert shown(date(2022, 3, 31)) == [
        ("17.03", "за 14 дней до срока", ["ответственным"]),
        ("24.03", "за 7 дней до срока", ["ответственным"]),
        ("28.03", "за 3 дня до срока", ["ответственным"]),
        ("30.03", "за 1 день до срока", ["ответственным"]),
        ("31.03", "в день срока", ["ответственным"]),
        ("04.04", "через 4 дня после срока", ["ответственным", "куратору"]),
        ("06.04", "через 6 дней после срока", ["ответственным"]),
        ("07.04", "через 7 дней после срока", ["директору"]),
    ]


def test_a_deadline_on_a_day_off_is_told_before_it():
    days = [day for day, _when, _people in shown(date(2022, 3, 13), before_days=[1, 0])]

    assert days[0] == "11.03"
    assert "12.03" not in days


def test_after_a_long_break_everything_comes_on_its_first_morning():
    holidays = WorkingCalendar(special={date(2022, 5, day): False for day in range(1, 11)})

    assert shown(date(2022, 4, 30), holidays, before_days=[0])[:2] == [
        ("29.04", "за 1 день до срока", ["ответственным"]),
        ("11.05", "через 11 дней после срока", ["ответственным", "куратору", "директору"]),
    ]


def test_nothing_before_the_deadline_when_the_school_wants_nothing():
    rows = shown(date(2022, 3, 31), before_days=[])

    assert rows[0] == ("04.04", "через 4 дня после срока", ["ответственным", "куратору"])


def test_a_summer_without_working_days_moves_a_milestone_far_back():
    summer = WorkingCalendar(special={date(2022, month, day): False for month in (7, 8) for day in range(1, 32)})

    assert shown(date(2022, 9, 10), summer, before_days=[14])[0] == ("30.06", "за 72 дня до срока", ["ответственным"])


def test_the_page_takes_the_nearest_deadline_and_the_saved_rules(client_of, roadmap, school_scope, on_day):
    on_day(2022, 3, 14)
    ActivityFactory(stage=StageFactory(roadmap=roadmap), last_on=date(2022, 3, 31))
    ReminderSettings.objects.create(school=school_scope, before_days=[1], send_hour=9, has_weekly_summary=False)

    response = client_of(Role.COORDINATOR).get("/settings/reminders/example/")

    text = response.content.decode()
    assert response.context["day"] == date(2022, 3, 31)
    assert "30 марта" in text
    assert "в 9:00" in text
    assert "сводку" not in text


def test_the_page_knows_the_schools_days_off(client_of, school_scope, programme, on_day):
    on_day(2022, 3, 14)
    DayOff.objects.create(school=school_scope, day=date(2022, 3, 30), is_working=False)

    response = client_of(Role.DIRECTOR).get("/settings/reminders/example/?day=31 марта")

    assert [f"{one.day:%d.%m}" for one in response.context["mornings"]][3:5] == ["29.03", "31.03"]


@pytest.mark.parametrize("day", ["вчера", "", "31.02.2022"])
def test_an_unreadable_day_is_asked_again(client_of, programme, day):
    response = client_of(Role.COORDINATOR).get("/settings/reminders/example/", {"day": day})

    assert response.status_code == 422
    assert response.context["mornings"] == []


def test_only_leaders_see_it(client_of, programme):
    assert client_of(Role.DEPUTY).get("/settings/reminders/example/").status_code == 403


def test_the_settings_lead_to_it(client_of, programme):
    text = client_of(Role.DIRECTOR).get("/settings/reminders/").content.decode()

    assert 'href="/settings/reminders/example/"' in text
