"""The first page of the day."""

from datetime import date

import pytest

from mentorship.programmes.models import GroupMember
from mentorship.programmes.roles import Role
from roadmap.models import Activity
from roadmap.outline import PartyKind, TermKind
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    GroupFactory,
    PartyFactory,
    StageFactory,
)


@pytest.fixture
def stage(roadmap, on_day):
    on_day(2022, 3, 14)
    return StageFactory(roadmap=roadmap, position=1, title="Подготовка условий")


def page(client, path="/today/"):
    response = client.get(path)
    assert response.status_code == 200
    return response


def titles(response, section):
    return [row.activity.title for row in response.context[section].rows]


def give(activity, membership, **fields):
    party = PartyFactory(school=activity.school, membership=membership, **fields)
    return AssignmentFactory(activity=activity, party=party)


def test_activities_stand_in_the_sections_of_their_urgency(client_of, stage):
    ActivityFactory(stage=stage, title="Опоздало", last_on=date(2022, 2, 28), first_on=date(2022, 2, 1))
    ActivityFactory(stage=stage, title="Сегодня", last_on=date(2022, 3, 14))
    ActivityFactory(stage=stage, title="Через неделю", last_on=date(2022, 3, 21))
    ActivityFactory(stage=stage, title="Потом", last_on=date(2022, 3, 22))
    ActivityFactory(stage=stage, title="Без срока", term_kind="", first_on=None, last_on=None)
    ActivityFactory(
        stage=stage, title="Проверить", status=Activity.Status.CHECK, last_on=date(2022, 1, 31), first_on=None
    )
    ActivityFactory(stage=stage, title="Сделано", status=Activity.Status.DONE, done_on=date(2022, 3, 1))

    response = page(client_of(Role.COORDINATOR))

    assert {name: titles(response, name) for name in ("overdue", "week", "check", "later")} == {
        "overdue": ["Опоздало"],
        "week": ["Сегодня", "Через неделю"],
        "check": ["Проверить"],
        "later": ["Потом", "Без срока"],
    }


def test_who_is_late_and_by_how_many_days_is_seen_at_once(client_of, stage):
    late = ActivityFactory(stage=stage, last_on=date(2022, 2, 28), first_on=date(2022, 2, 1))
    AssignmentFactory(activity=late, party=PartyFactory(school=stage.school, name="Зайцева М. П."))

    text = page(client_of(Role.DIRECTOR)).content.decode()

    assert "на 14 дней" in text
    assert "Зайцева М. П." in text


def test_a_class_teacher_sees_only_own_activities(client_of, stage):
    teacher = client_of(Role.CLASS_TEACHER)
    ActivityFactory(stage=stage, title="Чужое", last_on=date(2022, 3, 15))
    own = ActivityFactory(stage=stage, title="Своё", last_on=date(2022, 3, 15))
    by_role = ActivityFactory(stage=stage, title="Всех классных", last_on=date(2022, 3, 16))
    give(own, teacher.membership)
    give(by_role, None, kind=PartyKind.ROLE, role=Role.CLASS_TEACHER, name="", role_text="Классные руководители")

    response = page(teacher)

    assert titles(response, "week") == ["Своё", "Всех классных"]


def test_a_group_member_sees_the_activities_of_the_group(client_of, stage):
    member = client_of(Role.MENTOR)
    group = GroupFactory(school=stage.school)
    GroupMember.unscoped.create(school=stage.school, group=group, membership=member.membership)
    theirs = ActivityFactory(stage=stage, title="Дело группы", last_on=date(2022, 3, 15))
    give(theirs, None, kind=PartyKind.GROUP, group=group, name="", role_text="Рабочая группа")

    response = page(member)

    assert titles(response, "week") == ["Дело группы"]
    assert response.context["stages"] == []


def test_own_activities_come_first_for_a_leader(client_of, stage):
    coordinator = client_of(Role.COORDINATOR)
    ActivityFactory(stage=stage, title="Старше", last_on=date(2022, 1, 31), first_on=None)
    own = ActivityFactory(stage=stage, title="Своё", last_on=date(2022, 2, 28), first_on=None)
    give(own, coordinator.membership)

    response = page(coordinator)

    assert titles(response, "overdue") == ["Своё", "Старше"]
    assert [row.is_first for row in response.context["overdue"].rows] == [True, False]


def test_one_main_button_on_the_page(client_of, stage):
    for day in (date(2022, 2, 28), date(2022, 3, 15), date(2022, 3, 16)):
        ActivityFactory(stage=stage, last_on=day, first_on=None)

    assert page(client_of()).content.decode().count("btn-primary") == 1


def test_progress_counts_what_is_required(client_of, stage):
    ActivityFactory(stage=stage, status=Activity.Status.DONE, done_on=date(2022, 3, 1))
    ActivityFactory(stage=stage, status=Activity.Status.SKIP)
    ActivityFactory(stage=stage, last_on=date(2022, 2, 1), first_on=None)
    ActivityFactory(stage=stage, deleted_at=stage.roadmap.created_at)

    [progress] = page(client_of()).context["stages"]

    assert (progress.done, progress.total, progress.status) == (1, 2, "late")


def test_a_day_without_hurry_names_the_nearest_deadline(client_of, stage):
    ActivityFactory(stage=stage, title="Сопоставить анкеты", last_on=date(2022, 4, 18), first_on=date(2022, 4, 18))

    text = page(client_of()).content.decode()

    assert "Просрочек нет" in text
    assert "18 апреля" in text


def test_the_whole_period_is_not_late_before_the_programme_ends(client_of, stage):
    ActivityFactory(stage=stage, term_kind=TermKind.WHOLE, first_on=date(2021, 12, 1), last_on=date(2022, 5, 31))

    assert page(client_of()).context["overdue"].total == 0


def test_a_draft_waits_for_the_director_only(client_of, stage):
    assert page(client_of(Role.DIRECTOR)).context["waits_for_approval"] is True
    assert page(client_of(Role.COORDINATOR)).context["waits_for_approval"] is False


def test_without_a_roadmap_the_coordinator_is_led_to_make_one(client_of, programme):
    text = page(client_of(Role.COORDINATOR)).content.decode()

    assert "Создать из шаблона" in text
    assert "Загрузить файл" in text


def test_without_a_roadmap_others_are_told_who_makes_it(client_of, programme):
    text = page(client_of(Role.MENTEE)).content.decode()

    assert "Создать из шаблона" not in text
    assert "координатор" in text


def test_without_a_programme_the_coordinator_is_led_to_its_dates(client_of, school):
    assert "/settings/programme/" in page(client_of(Role.COORDINATOR)).content.decode()


def test_another_school_sees_nothing_of_ours(client_of, member, stage, other_roadmap, other_school):
    ActivityFactory(stage=stage, title="Только наше", last_on=date(2022, 3, 15))
    stranger = client_of(member(Role.DIRECTOR, school=other_school))

    assert "Только наше" not in page(stranger).content.decode()


def test_an_anonymous_person_is_sent_to_the_sign_in(client, stage):
    assert client.get("/today/").status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_roadmap(client_of, stage, count, django_assert_num_queries):
    client = client_of()
    for number in range(count):
        activity = ActivityFactory(stage=stage, last_on=date(2022, 3, 1 + number), first_on=None)
        give(activity, None)
    with django_assert_num_queries(14):
        page(client)
