"""Quality in the browser: proposals of the answers in one press, nine criteria on one page."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.monitoring.models import CoordinatorForm, SwotEntry
from tests.mentorship.monitoring.asking import answer, campaign_of


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_table_is_taken_from_the_answers_in_one_press_and_a_phrase_comes_back(
    person, today, programme, school, scripts
):
    with scope(school=school):
        campaign = campaign_of(programme, "after-pupil-pupil-mentee:adult")
        for _number in range(5):
            answer(campaign, day=date(2022, 3, 10), marks=True, sport=False)
    coordinator = person(width=360, scripts=scripts)
    coordinator.goto("/monitoring/quality/")

    coordinator.click_button("Взять в таблицу")
    assert coordinator.clicks == 1
    coordinator.click_link("Отметки улучшились")
    coordinator.click_button("Убрать фразу")
    coordinator.click_button("Отменить")

    assert coordinator.page.get_by_role("link", name="Отметки улучшились").count() == 1
    with scope(school=school):
        assert set(SwotEntry.objects.values_list("question", "quadrant")) == {
            ("marks", "strength"),
            ("sport", "weakness"),
        }
    assert coordinator.errors == []


def test_nine_criteria_are_judged_on_one_page(person, today, programme, school):
    coordinator = person(width=360)
    coordinator.goto("/monitoring/quality/")

    coordinator.click_link("Заполнить анкету")
    for mark in coordinator.page.get_by_role("radio", name="2 — вполне").all():
        mark.check()
    coordinator.click_button("Сохранить анкету")

    assert coordinator.page.get_by_text("18 из 18 · оптимальный уровень").count() == 1
    with scope(school=school):
        assert len(CoordinatorForm.objects.get().marks) == 9
    assert coordinator.sideways_scroll() == 0
