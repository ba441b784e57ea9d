"""A plain outline becomes a living roadmap and comes back the same."""

from datetime import date

import pytest

from mentorship.programmes.roles import Role
from roadmap.models import Party
from roadmap.outline import (
    Outline,
    OutlineActivity,
    OutlineStage,
    OutlineStep,
    PartyKind,
    Responsible,
    Term,
    TermKind,
)
from roadmap.services.creation import create_roadmap, outline_of
from roadmap.services.namesakes import name_key, role_meant
from tests.factories import MembershipFactory, UserFactory

DEPUTY = Responsible(PartyKind.PERSON, "Заместитель директора", "Лебедева О. Н.")
TEACHERS = Responsible(PartyKind.GROUP, "Классные руководители")
MENTORS = Responsible(PartyKind.ROLE, "Наставники")


def outline(activities=2):
    return Outline(
        title="Карта",
        columns=["planned_result"],
        stages=[
            OutlineStage(
                number=1,
                title="Подготовка",
                purpose="Зачем",
                activities=[
                    OutlineActivity(
                        title=f"Мероприятие {number}",
                        term=Term("Март", TermKind.MONTH, date(2022, 3, 1), date(2022, 3, 31)),
                        responsible=[DEPUTY, TEACHERS, MENTORS],
                        steps=[OutlineStep("Шаг один"), OutlineStep("Шаг два", "Итог", "Протокол")],
                        planned_result="Готово",
                        document_kind="Приказ",
                        environment="external",
                    )
                    for number in range(activities)
                ],
            ),
            OutlineStage(number=2, title="Пустой этап"),
        ],
    )


def test_an_outline_comes_back_the_same(school_scope, programme, member):
    roadmap = create_roadmap(programme=programme, outline=outline(), by=member().user)

    assert outline_of(roadmap) == outline()


def test_the_dictionary_form_comes_back_the_same():
    assert Outline.from_dict(outline().to_dict()) == outline()


def test_words_are_bound_to_the_people_of_the_school(school_scope, programme, member):
    deputy = member(Role.DEPUTY, user=UserFactory(surname="Лебедева", given_name="Ольга", patronymic="Николаевна"))
    create_roadmap(programme=programme, outline=outline(), by=deputy.user)

    assert Party.objects.get(kind="person").membership == deputy
    assert Party.objects.get(kind="group").group.role == Role.CLASS_TEACHER
    assert Party.objects.get(kind="role").role == Role.MENTOR


def test_two_namesakes_leave_a_doubt_and_nobody_is_bound(school_scope, programme, member):
    for _ in range(2):
        someone = member(Role.DEPUTY, user=UserFactory(surname="Лебедева", given_name="Ольга", patronymic="Николаевна"))
    create_roadmap(programme=programme, outline=outline(), by=someone.user)

    assert Party.objects.get(kind="person").membership is None


def test_a_namesake_of_another_school_is_nobody_here(school_scope, programme, member, other_school):
    namesake = UserFactory(surname="Лебедева", given_name="Ольга", patronymic="Николаевна")
    MembershipFactory(school=other_school, user=namesake)
    create_roadmap(programme=programme, outline=outline(), by=member().user)

    assert Party.objects.get(kind="person").membership is None


@pytest.mark.parametrize("activities", [1, 30])
def test_creating_and_reading_ask_the_same_number_of_questions(
    school_scope, programme, member, django_assert_num_queries, activities
):
    user = member().user
    with django_assert_num_queries(14):
        roadmap = create_roadmap(programme=programme, outline=outline(activities), by=user)
    with django_assert_num_queries(4):
        outline_of(roadmap)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Лебедева О. Н.", ("лебедева", "он")),
        ("О.Н. Лебедева", ("лебедева", "он")),
        ("Лебедева Ольга Николаевна", ("лебедева", "он")),
        ("Лебедева", None),
        ("", None),
    ],
)
def test_name_key(name, key):
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Директор школы", Role.DIRECTOR),
        ("Заместитель директора по УВР", Role.COORDINATOR),
        ("Зам. директора по ВР", Role.DEPUTY),
        ("Классные руководители", Role.CLASS_TEACHER),
        ("Рабочая группа.", Role.WORKING_GROUP),
        ("Наставники", Role.MENTOR),
        ("Педагог-психолог", Role.PSYCHOLOGIST),
        ("Методический совет", ""),
    ],
)
def test_role_meant(words, role):
    assert role_meant(words) == role
