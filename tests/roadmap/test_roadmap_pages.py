"""The roadmap as a timeline, a list and a board; the page of a stage."""

from datetime import date

import pytest
from django.urls import reverse

from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Stage
from roadmap.outline import Term, TermKind
from roadmap.timeline import cells_of, chosen_window, months_between, windows_of
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    PartyFactory,
    ProgrammeFactory,
    RoadmapFactory,
    StageFactory,
    StepFactory,
)

TODAY = date(2022, 3, 14)


@pytest.fixture
def stage(roadmap, on_day):
    on_day(2022, 3, 14)
    return StageFactory(roadmap=roadmap, position=1, title="Подготовка условий")


def page(client, query=""):
    response = client.get(f"/roadmap/{query}")
    assert response.status_code == 200
    return response


def listed(response):
    return [row.activity.title for group in response.context["groups"] for row in group["rows"]]


def shown(response):
    return [row.activity.title for group in response.context["groups"] for row in group.rows]


def months(first, last):
    return months_between(first, last, TODAY)


def shape(term, first=date(2021, 12, 1), last=date(2022, 5, 31)):
    return [(cell.span, cell.is_bar) for cell in cells_of(term, months(first, last))]


def test_months_of_a_programme_cross_the_new_year():
    assert [month.key for month in months(date(2021, 12, 1), date(2022, 2, 28))] == ["2021-12", "2022-01", "2022-02"]


def test_the_present_month_is_marked():
    assert [month.is_current for month in months(date(2022, 2, 1), date(2022, 4, 30))] == [False, True, False]


@pytest.mark.parametrize(
    ("first", "last", "cells"),
    [
        (date(2022, 3, 1), date(2022, 3, 31), [(1, False)] * 3 + [(1, True)] + [(1, False)] * 2),
        (date(2021, 12, 1), date(2022, 5, 31), [(6, True)]),
        (date(2022, 3, 1), date(2022, 5, 31), [(1, False)] * 3 + [(3, True)]),
        (date(2021, 9, 1), date(2022, 1, 31), [(2, True)] + [(1, False)] * 4),
        (date(2021, 9, 1), date(2021, 10, 31), [(6, True)]),
        (None, None, [(6, True)]),
    ],
)
def test_a_bar_lies_over_the_months_of_its_term(first, last, cells):
    assert shape(Term("", TermKind.MONTHS, first, last)) == cells


def test_a_long_programme_is_shown_by_school_years():
    windows = windows_of(date(2020, 9, 1), date(2024, 5, 31), TODAY)

    assert [window.title for window in windows] == ["2020–2021", "2021–2022", "2022–2023", "2023–2024"]
    assert chosen_window(windows, "", TODAY).key == "2021"
    assert chosen_window(windows, "2023", TODAY).key == "2023"
    assert chosen_window(windows, "nonsense", date(2030, 1, 1)).key == "2023"


def test_the_timeline_shows_every_month_and_marks_today(client_of, stage):
    ActivityFactory(stage=stage, title="Сбор данных")

    text = page(client_of()).content.decode()

    assert "Сбор данных" in text
    assert text.count('aria-current="date"') == 1
    assert [text.count(f">{name}</abbr>") for name in ("Дек", "Янв", "Фев", "Мар", "Апр", "Май")] == [1] * 6


def test_a_long_roadmap_shows_one_year_and_links_to_the_others(client_of, school, on_day):
    on_day(2022, 3, 14)
    programme = ProgrammeFactory(school=school, starts_on=date(2020, 9, 1), ends_on=date(2024, 5, 31))
    stage = StageFactory(roadmap=RoadmapFactory(programme=programme))
    ActivityFactory(stage=stage, title="В этом году")
    ActivityFactory(stage=stage, title="Потом", first_on=date(2023, 9, 1), last_on=date(2023, 9, 30))
    client = client_of()

    assert shown(page(client)) == ["В этом году"]
    assert shown(page(client, "?year=2023")) == ["Потом"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Анкетирование", "Собрание", "Отчёт"]),
        ("&status=late", ["Анкетирование"]),
        ("&status=done", ["Собрание"]),
        ("&status=open", ["Анкетирование", "Отчёт"]),
        ("&month=2022-05", ["Отчёт"]),
        ("&q=АНКЕТ", ["Анкетирование"]),
        ("&q=протокол", ["Собрание"]),
        ("&q=.*", []),
        ("&status=nonsense&month=99&stage=x&responsible=0", ["Анкетирование", "Собрание", "Отчёт"]),
    ],
)
def test_the_filter_of_the_address(client_of, stage, query, titles):
    ActivityFactory(stage=stage, title="Анкетирование", first_on=date(2022, 2, 1), last_on=date(2022, 2, 28))
    meeting = ActivityFactory(stage=stage, title="Собрание", status=Activity.Status.DONE, done_on=TODAY)
    StepFactory(activity=meeting, title="Протокол собрания")
    ActivityFactory(stage=stage, title="Отчёт", first_on=date(2022, 5, 1), last_on=date(2022, 5, 31))

    assert listed(page(client_of(), f"?view=list{query}")) == titles


def test_the_filter_by_stage_and_by_who_answers(client_of, stage):
    first = ActivityFactory(stage=stage, title="Первое")
    other = StageFactory(roadmap=stage.roadmap, position=2)
    ActivityFactory(stage=other, title="Второе")
    party = AssignmentFactory(activity=first, party=PartyFactory(school=stage.school)).party
    client = client_of()

    assert listed(page(client, f"?view=list&stage={other.pk}")) == ["Второе"]
    response = page(client, f"?view=list&responsible={party.pk}")
    assert listed(response) == ["Первое"]
    assert response.context["active_filters"] == 1


def test_a_filter_that_leaves_nothing_is_not_an_empty_roadmap(client_of, stage):
    ActivityFactory(stage=stage)

    assert "Сбросить отбор" in page(client_of(), "?view=list&q=нет такого").content.decode()


def test_the_list_has_pages_of_fifty(client_of, stage):
    for number in range(51):
        ActivityFactory(stage=stage, title=f"№ {number}")
    client = client_of()

    assert len(listed(page(client, "?view=list"))) == 50
    assert len(listed(page(client, "?view=list&page=2"))) == 1


def test_the_board_has_a_column_for_each_status(client_of, stage):
    ActivityFactory(stage=stage)
    ActivityFactory(stage=stage, status=Activity.Status.WORK)

    columns = page(client_of(), "?view=board").context["columns"]

    assert [(one["status"].value, one["section"].total) for one in columns] == [
        ("plan", 1),
        ("work", 1),
        ("done", 0),
        ("skip", 0),
    ]


def test_a_card_moves_without_dragging_and_comes_back(client_of, stage):
    activity = ActivityFactory(stage=stage)
    client = client_of()

    moved = client.post(
        reverse("activity_move", args=[activity.pk]), {"status": "work", "next": "/roadmap/?view=board"}
    )
    activity.refresh_from_db()
    assert (moved.url, activity.status) == ("/roadmap/?view=board", "work")

    client.post(reverse("activity_undo", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.status == "plan"


def test_a_card_is_never_sent_to_another_site(client_of, stage):
    activity = ActivityFactory(stage=stage)

    moved = client_of().post(
        reverse("activity_move", args=[activity.pk]), {"status": "work", "next": "https://evil.example/"}
    )

    assert moved.url == activity.get_absolute_url()


def test_contradictions_are_said_with_a_link_and_block_nothing(client_of, stage):
    ActivityFactory(stage=stage, first_on=date(2022, 5, 1), last_on=date(2022, 5, 31), term_text="Май")
    second = StageFactory(roadmap=stage.roadmap, position=2)
    ActivityFactory(stage=second, first_on=date(2022, 1, 1), last_on=date(2022, 1, 31), term_text="Январь")

    response = page(client_of())

    assert second.get_absolute_url() in [one["href"] for one in response.context["warnings"]]
    assert "Изменить сроки" in response.content.decode()


def test_an_empty_programme_offers_the_ways_to_a_roadmap(client_of, programme):
    assert "Создать из шаблона" in page(client_of()).content.decode()


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE])
@pytest.mark.parametrize("path", ["/roadmap/", "/stages/{stage}/"])
def test_mentors_and_mentees_do_not_see_the_whole_roadmap(client_of, stage, role, path):
    assert client_of(role).get(path.format(stage=stage.pk)).status_code == 403


def test_a_stranger_sees_neither_the_roadmap_nor_the_stage(client_of, member, stage, other_roadmap, other_school):
    stranger = client_of(member(Role.COORDINATOR, school=other_school))

    assert stranger.get(f"/stages/{stage.pk}/").status_code == 404
    assert stranger.get(f"/stages/{stage.pk}/edit/").status_code == 404
    assert stage.title not in stranger.get("/roadmap/").content.decode()


@pytest.mark.parametrize("query", ["", "?view=list", "?view=board"])
@pytest.mark.parametrize("count", [5, 100])
def test_queries_do_not_grow_with_the_roadmap(client_of, stage, query, count, django_assert_max_num_queries):
    client = client_of()
    for _ in range(count):
        AssignmentFactory(activity=ActivityFactory(stage=stage), party=PartyFactory(school=stage.school))
    with django_assert_max_num_queries(15) as counted:
        page(client, query)
    assert len(counted) == {"": 15, "?view=list": 15, "?view=board": 14}[query]


def test_the_stage_page_is_a_list_of_tasks(client_of, stage):
    ActivityFactory(stage=stage, title="Собрание", status=Activity.Status.DONE, done_on=TODAY)
    following = StageFactory(roadmap=stage.roadmap, position=2, title="Следующий")

    response = client_of(Role.CLASS_TEACHER).get(stage.get_absolute_url())

    assert [row.activity.title for row in response.context["rows"]] == ["Собрание"]
    assert response.context["progress"].status == "done"
    assert response.context["following"] == following


def test_the_words_of_a_stage_are_edited_and_logged(client_of, stage, school_scope):
    client_of().post(
        reverse("stage_edit", args=[stage.pk]),
        {"title": "Условия", "purpose": "Зачем", "planned_result": "", "version": stage.version},
    )

    stage.refresh_from_db()
    assert (stage.title, stage.purpose, stage.version) == ("Условия", "Зачем", 2)
    assert AuditEvent.objects.about(stage).get().action == "stage.edited"


def test_the_second_editor_of_a_stage_gets_both_texts(client_of, stage, school_scope):
    client = client_of()
    Stage.objects.get(pk=stage.pk).swap(1, title="Их название")

    response = client.post(
        reverse("stage_edit", args=[stage.pk]),
        {"title": "Моё название", "purpose": "", "planned_result": "", "version": 1},
    )

    text = response.content.decode()
    assert response.status_code == 409
    assert "Их название" in text
    assert "Моё название" in text
    assert Stage.objects.get(pk=stage.pk).title == "Их название"


def test_a_class_teacher_does_not_edit_a_stage(client_of, stage):
    assert client_of(Role.CLASS_TEACHER).get(reverse("stage_edit", args=[stage.pk])).status_code == 403
