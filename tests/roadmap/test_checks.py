from datetime import date

import pytest

from roadmap.checks import warnings_of
from roadmap.outline import Outline, OutlineActivity, OutlineStage, OutlineStep, PartyKind, Responsible
from roadmap.reading import read_file
from roadmap.terms import read_term

STARTS, ENDS = date(2021, 12, 1), date(2022, 5, 31)
DIRECTOR = Responsible(PartyKind.ROLE, "Директор")


def activity(title="Дело", term="Март", steps=("Шаг",), responsible=(DIRECTOR,)):
    term = read_term(term, STARTS, ENDS)
    return OutlineActivity(title, term, list(responsible), [OutlineStep(step) for step in steps])


def stages(*lists):
    return Outline(stages=[OutlineStage(f"Этап {n}", n, list(one)) for n, one in enumerate(lists, 1)])


def found(outline):
    return [(one.code, one.stage_number) for one in warnings_of(outline, STARTS, ENDS)]


def test_the_customers_roadmap_has_exactly_its_known_contradictions(customer_docx):
    outline = read_file(customer_docx, customer_docx.name, STARTS, ENDS).outline

    assert found(outline) == [("no_before", 0), ("counted_forms", 1), ("order", 6)]


def test_a_sound_roadmap_has_none():
    assert found(stages([activity()], [activity("Другое", "Апрель")])) == []


def test_a_roadmap_without_stages_says_so():
    assert found(Outline()) == [("no_stage", 0)]


def test_a_later_stage_ends_before_an_earlier_one():
    outline = stages([activity(term="Март-май")], [activity(term="весь период")], [activity(term="Апрель")])

    assert found(outline) == [("order", 3)]


def test_repeating_terms_say_nothing_about_the_order():
    assert found(stages([activity(term="ежемесячно")], [activity(term="Апрель")])) == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Программа по двум формам «Учитель - учитель», «Учитель – ученик», «ученик-ученик»", True),
        ("Программа по трём формам: учитель – учитель, учитель – ученик, ученик – ученик", False),
        ("Программа по 3 формам наставничества: «учитель – учитель», «ученик – ученик»", True),
        ("Выбор форм наставничества: «учитель – учитель», «ученик – ученик»", False),
        ("Обсуждение двух форм наставничества", False),
        ("Три формы: «студент – ученик», «работодатель – ученик», «ученик – ученик»", False),
    ],
)
@pytest.mark.parametrize("as_title", [True, False])
def test_the_number_of_forms_is_the_number_of_those_named(text, is_wrong, as_title):
    one = activity(title=text) if as_title else activity(steps=[text])

    assert ("counted_forms" in dict(found(stages([one])))) is is_wrong


@pytest.mark.parametrize(
    ("early_step", "is_missing"),
    [
        ("Анкетирование наставляемых", True),
        ("Выявление входящих в базу", True),
        ("Мониторинг «на входе»", False),
        ("Первичная диагностика наставляемых", False),
    ],
)
def test_meetings_need_a_measurement_before_them(early_step, is_missing):
    outline = stages([activity(steps=[early_step])], [activity("Встречи наставников и наставляемых", "Апрель")])

    assert ("no_before" in dict(found(outline))) is is_missing


def test_a_measurement_after_the_meetings_is_too_late():
    outline = stages([activity("Встречи наставника и наставляемого")], [activity("Входная диагностика", "Апрель")])

    assert found(outline) == [("no_before", 0)]


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        (stages([]), [("empty_stage", 1)]),
        (stages([activity(term="")]), [("no_term", 1)]),
        (stages([activity(term="по плану")]), [("term_unknown", 1)]),
        (stages([activity(term="Октябрь")]), [("term_outside", 1)]),
        (stages([activity(term="2022-2024")]), [("term_outside", 1)]),
        (stages([activity(responsible=())]), [("no_responsible", 1)]),
        (stages([activity(), activity("Другое", steps=())]), [("no_steps", 1)]),
        (stages([activity(steps=())]), []),
        (stages([activity(), activity("дело.")]), [("same_title", 1)]),
        (Outline(stages=[OutlineStage("А", 1, [activity()]), OutlineStage("а", 2, [activity()])]), [("same_stage", 2)]),
    ],
)
def test_gaps_are_named(outline, expected):
    assert found(outline) == expected


def test_a_remark_names_the_activity():
    (warning,) = warnings_of(stages([activity("Собрания", "")]), STARTS, ENDS)

    assert warning.activity == "Собрания"
    assert "Собрания" in str(warning)


@pytest.mark.parametrize(
    ("title", "is_wrong"),
    [
        ("Дорожная карта на 2021-2022 учебный год", False),
        ("Дорожная карта на 2020–2024 годы", False),
        ("Дорожная карта на 2019 - 2020 учебный год", True),
        ("Дорожная карта на 2023/2024 год", True),
        ("Дорожная карта школы № 2019", False),
        ("Дорожная карта", False),
    ],
)
def test_a_title_with_the_years_of_another_programme(title, is_wrong):
    outline = stages([activity()])
    outline.title = title

    assert ("title_years" in dict(found(outline))) is is_wrong


def test_what_many_activities_lack_is_one_remark():
    assert found(stages([activity(f"Дело {n}", responsible=()) for n in range(4)])) == [("no_responsible", 1)]
