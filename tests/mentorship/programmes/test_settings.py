"""Settings of the school: who may, what is saved, and that nothing is lost between two editors."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.programmes.calendar import WorkingCalendar, is_working_day
from mentorship.programmes.holidays import HOLIDAYS
from mentorship.programmes.models import DayOff, MentoringForm, Programme, ReminderSettings
from mentorship.programmes.services import settings as services

SCHOOL = {
    "version": 1,
    "full_name": "Муниципальная школа № 1",
    "short_name": "Школа № 1",
    "director_post": "Директор",
    "director_name": "Лебедева Ольга Николаевна",
    "time_zone": "Asia/Omsk",
    "has_saturdays": "on",
}
REMINDERS = {
    "version": 1,
    "before_days": "7, 1",
    "after_every_days": 2,
    "coordinator_after_days": 3,
    "director_after_days": 7,
    "send_hour": 9,
    "has_weekly_summary": "on",
}
PAGES = ["", "school/", "programme/new/", "forms/", "calendar/", "reminders/", "roles/", "roles/invite/"]


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_leaders_only(page, client, client_of):
    assert client.get(f"/settings/{page}").status_code == 302
    assert client_of("coordinator").get(f"/settings/{page}").status_code == 200
    assert client_of("director").get(f"/settings/{page}").status_code == 200
    for role in ("deputy", "class_teacher", "psychologist", "working_group", "mentor", "mentee"):
        assert client_of(role).get(f"/settings/{page}").status_code == 403


def test_the_school_is_saved_and_the_name_declined(school, coordinator):
    response = coordinator.post("/settings/school/", SCHOOL)
    school.refresh_from_db()

    assert response.status_code == 302
    assert school.director_name_dative == "Лебедевой Ольге Николаевне"
    assert (school.time_zone, school.has_saturdays, school.version) == ("Asia/Omsk", True, 2)


def test_a_dative_typed_by_hand_stays(school, coordinator):
    coordinator.post("/settings/school/", SCHOOL | {"director_name_dative": "Лебедевой О. Н."})
    school.refresh_from_db()

    assert school.director_name_dative == "Лебедевой О. Н."


def test_two_who_edit_the_school_get_both_texts_and_can_keep_theirs(school, coordinator, client_of):
    second = client_of("director")
    coordinator.post("/settings/school/", SCHOOL | {"address": "ул. Первая, 1"})

    conflict = second.post("/settings/school/", SCHOOL | {"address": "ул. Вторая, 2"})
    page = conflict.content.decode()

    assert conflict.status_code == 409
    assert "ул. Первая, 1" in page
    assert "ул. Вторая, 2" in page
    school.refresh_from_db()
    assert school.address == "ул. Первая, 1"

    mine = SCHOOL | {"address": "ул. Вторая, 2", "version": conflict.context["form"].data["version"]}
    assert second.post("/settings/school/", mine).status_code == 302
    school.refresh_from_db()
    assert school.address == "ул. Вторая, 2"


def test_mistakes_are_shown_with_the_form(school, coordinator):
    response = coordinator.post("/settings/school/", SCHOOL | {"full_name": ""})

    assert response.status_code == 422
    assert "<title>Ошибка:" in response.content.decode()


def test_the_first_programme_becomes_the_current_one(school, coordinator):
    with scope(school=school):
        services.seed_mentoring_forms(school)
        forms = list(MentoringForm.objects.values_list("pk", flat=True)[:2])
    form = {"version": 1, "title": "Программа", "starts_on": "2021-12-01", "ends_on": "2022-05-31", "forms": forms}

    coordinator.post("/settings/programme/new/", form)
    school.refresh_from_db()

    with scope(school=school):
        assert school.current_programme == Programme.objects.get()
        assert school.current_programme.forms.count() == 2


def test_a_button_pressed_twice_makes_one_programme(school, coordinator):
    form = {"version": 1, "title": "Программа", "starts_on": "2021-12-01", "ends_on": "2022-05-31"}

    answers = [coordinator.post("/settings/programme/new/", form).status_code for _ in range(2)]

    assert answers == [302, 422]
    with scope(school=school):
        assert Programme.objects.count() == 1


def test_a_programme_is_edited(programme, coordinator):
    url = f"/settings/programme/{programme.pk}/"
    form = {"version": 1, "title": "Новое имя", "starts_on": "2021-12-01", "ends_on": "2022-06-30"}

    assert coordinator.get("/settings/programme/").url == url
    assert coordinator.get(url).status_code == 200
    assert coordinator.post(url, form).status_code == 302
    assert coordinator.post(url, form | {"title": "Другое"}).status_code == 409
    programme.refresh_from_db()
    assert programme.title == "Новое имя"


@pytest.mark.parametrize("ends_on", ["2021-12-01", "2021-11-01", "2026-12-31"])
def test_a_programme_ends_after_it_starts_and_within_four_years(ends_on, programme, coordinator):
    form = {"version": 1, "title": "Т", "starts_on": "2021-12-01", "ends_on": ends_on}

    assert coordinator.post(f"/settings/programme/{programme.pk}/", form).status_code == 422


def test_another_programme_is_chosen(school, programme, coordinator):
    with scope(school=school):
        other = services.create_programme(
            school=school, by=None, title="2022", starts_on=date(2022, 9, 1), ends_on=date(2023, 5, 31), forms=[]
        )

    coordinator.post(f"/settings/programme/{other.pk}/choose/")
    school.refresh_from_db()

    assert school.current_programme_id == other.pk


def test_forms_of_mentoring_are_added_edited_and_removed_while_unused(school, coordinator):
    coordinator.post("/settings/forms/", {"title": "студент – ученик", "position": 4})
    with scope(school=school):
        row = MentoringForm.objects.get()
    assert coordinator.post("/settings/forms/", {"title": "студент – ученик", "position": 5}).status_code == 422

    url, seen = f"/settings/forms/{row.pk}/", {"seen": "студент – ученик", "position": 1}
    coordinator.post(url, seen | {"title": "Студент – ученик"})
    conflict = coordinator.post(url, seen | {"title": "Студенты"})
    row.refresh_from_db()
    assert row.title == "Студент – ученик"
    assert conflict.status_code == 409
    assert "Студент – ученик" in conflict.content.decode()

    coordinator.post(f"/settings/forms/{row.pk}/delete/")
    with scope(school=school):
        assert not MentoringForm.objects.exists()


def test_a_used_form_stays(school, programme, coordinator):
    with scope(school=school):
        row = MentoringForm.objects.create(school=school, title="Учитель – ученик")
        programme.forms.add(row, through_defaults={"school": school})

    page = coordinator.post(f"/settings/forms/{row.pk}/delete/", follow=True).content.decode()

    assert "использует программа" in page


# Calendar


def test_the_holidays_of_a_year_are_added_once(school, coordinator):
    coordinator.post("/settings/calendar/holidays/2022/")
    coordinator.post("/settings/calendar/holidays/2022/")

    with scope(school=school):
        assert DayOff.objects.count() == len(HOLIDAYS[2022])
        assert not is_working_day(school, date(2022, 3, 7))
        assert is_working_day(school, date(2022, 3, 5))
        assert not is_working_day(school, date(2022, 3, 12))
        assert is_working_day(school, date(2022, 3, 14))


def test_a_day_is_added_and_removed(school, coordinator):
    form = {"day": "2022-03-19", "is_working": "1", "title": "День открытых дверей"}
    coordinator.post("/settings/calendar/", form)
    with scope(school=school):
        row = DayOff.objects.get()
        assert is_working_day(school, date(2022, 3, 19))

    assert coordinator.post("/settings/calendar/", form).status_code == 422
    assert "День открытых дверей" in coordinator.get("/settings/calendar/?year=2022").content.decode()

    coordinator.post(f"/settings/calendar/{row.pk}/remove/")
    with scope(school=school):
        assert not is_working_day(school, date(2022, 3, 19))


def test_a_calendar_is_one_question(school_scope, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = WorkingCalendar.of(school_scope)
        days = [calendar.is_working_day(date(2022, 3, day)) for day in range(1, 32)]

    assert sum(days) == 23


def test_the_next_working_day_passes_a_weekend(school_scope):
    calendar = WorkingCalendar(special={date(2022, 3, 14): False})

    assert calendar.next_working_day(date(2022, 3, 12)) == date(2022, 3, 15)
    assert calendar.previous_working_day(date(2022, 3, 14)) == date(2022, 3, 11)
    assert WorkingCalendar(has_saturdays=True).is_working_day(date(2022, 3, 12))


def test_a_year_that_is_no_year_is_the_present_one(coordinator):
    assert coordinator.get("/settings/calendar/?year=99999").status_code == 200
    assert coordinator.get("/settings/calendar/?year=abc").status_code == 200


@pytest.mark.parametrize("year", HOLIDAYS)
def test_every_year_has_the_fixed_holidays_once(year):
    days = [day for day, _is_working, _title in HOLIDAYS[year]]

    assert len(days) == len(set(days))
    assert {(1, 1), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)} <= {(day.month, day.day) for day in days}
    assert all(day.weekday() == 5 for day, is_working, _title in HOLIDAYS[year] if is_working)
    assert all(day.weekday() < 5 for day, _w, title in HOLIDAYS[year] if title == "Перенос выходного дня")


# Reminders


def test_reminders_are_saved_by_compare_and_swap(school, coordinator):
    assert coordinator.post("/settings/reminders/", REMINDERS).status_code == 302
    assert coordinator.post("/settings/reminders/", REMINDERS | {"send_hour": 10}).status_code == 409

    with scope(school=school):
        row = ReminderSettings.objects.get()
    assert (row.before_days, row.send_hour, row.has_monday_plan) == ([7, 1], 9, False)


@pytest.mark.parametrize(
    "wrong", [{"before_days": "скоро"}, {"before_days": "99"}, {"send_hour": 24}, {"after_every_days": 0}]
)
def test_impossible_reminders_are_refused(wrong, coordinator):
    assert coordinator.post("/settings/reminders/", REMINDERS | wrong).status_code == 422


# Log


def test_the_log_is_filtered_by_words_and_days(school, coordinator, on_day):
    on_day(2022, 3, 14)
    coordinator.post("/login/")
    with scope(school=school):
        services.add_special_day(
            school=school, day=date(2022, 3, 19), is_working=True, title="Ярмарка", by=coordinator.membership.user
        )
    client = coordinator
    client.force_login(coordinator.membership.user)

    assert (
        "Ярмарка"
        in client.get("/log/", {"q": "ярмарка", "since": "2022-03-14", "until": "2022-03-14"}).content.decode()
    )
    assert client.get("/log/", {"since": "2022-03-15"}).context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("count", [1, 6])
def test_the_log_asks_the_same_number_of_questions(count, school, coordinator, django_assert_num_queries):
    with scope(school=school):
        for day in range(1, count + 1):
            services.add_special_day(
                school=school, day=date(2022, 3, day), is_working=False, title="", by=coordinator.membership.user
            )

    with django_assert_num_queries(6):
        coordinator.get("/log/")
