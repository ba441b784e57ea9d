"""An activity in the browser: done with a file, taken back, edited by two people at once."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.programmes.roles import Role
from roadmap.models import Activity, Evidence
from roadmap.outline import PartyKind
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory, StepFactory


@pytest.fixture
def activity(roadmap):
    """Late since February; the deputies answer for it."""
    activity = ActivityFactory(
        stage=StageFactory(roadmap=roadmap, position=1),
        position=1,
        title="Опубликовать дорожную карту",
        term_text="Февраль",
        first_on=date(2022, 2, 1),
        last_on=date(2022, 2, 28),
    )
    party = PartyFactory(school=roadmap.school, kind=PartyKind.ROLE, role_text="Заместители", name="", role=Role.DEPUTY)
    AssignmentFactory(activity=activity, party=party)
    StepFactory(activity=activity, position=1, title="Подготовить текст")
    return activity


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "Протокол педсовета.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    return str(path)


def saved(activity):
    with scope(school=activity.school):
        return Activity.objects.get(pk=activity.pk)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_done_with_a_file_in_three_clicks_and_taken_back_in_one(person, today, activity, pdf, scripts):
    deputy = person(Role.DEPUTY, scripts=scripts)
    deputy.goto("/today/")

    deputy.click_link("Отметить выполнение")
    deputy.choose_file("#complete input[type=file]", pdf)
    deputy.click("#complete button[type=submit]")

    assert deputy.clicks == 3
    assert saved(activity).status == "done"
    with scope(school=activity.school):
        assert Evidence.objects.get().file_name == "Протокол педсовета.pdf"

    deputy.click_button("Отменить")

    assert deputy.clicks == 4
    assert saved(activity).status == "plan"
    assert deputy.errors == []


def test_two_people_edit_one_activity_and_nothing_is_lost(person, today, activity):
    first, second = person(Role.COORDINATOR), person(Role.COORDINATOR)
    for one in (first, second):
        one.goto(f"/activities/{activity.pk}/edit/")
    first.page.fill("[name=title]", "Опубликовать карту на сайте")
    first.click("main form button[type=submit].btn-primary")
    second.page.fill("[name=title]", "Разместить карту на стенде")
    second.click("main form button[type=submit].btn-primary")

    text = second.page.locator("main").inner_text() + "".join(
        second.page.locator("main textarea, main input").evaluate_all("all => all.map(one => one.value)")
    )
    assert "Опубликовать карту на сайте" in text
    assert "Разместить карту на стенде" in text
    assert saved(activity).title == "Опубликовать карту на сайте"


@pytest.mark.parametrize(("scripts", "budget"), [(True, 2), (False, 3)], ids=["with scripts", "without scripts"])
def test_one_step_is_ticked_within_the_budget(person, today, activity, scripts, budget):
    deputy = person(Role.DEPUTY, scripts=scripts)
    deputy.goto("/today/")

    deputy.click_link(activity.title)
    deputy.click("main input[type=checkbox]")
    if scripts:
        deputy.page.wait_for_selector("main input[type=checkbox]:checked")
        deputy.page.wait_for_load_state("networkidle")
    else:
        deputy.click_button("Сохранить отметки")

    assert deputy.clicks == budget
    with scope(school=activity.school):
        assert activity.steps.get().is_done


def test_what_is_late_and_who_answers_is_seen_without_a_click(person, today, activity):
    text = person(Role.DIRECTOR).goto("/today/").locator("main").inner_text()

    assert activity.title in text
    assert "Просрочено на 14 дней" in text
    assert "Заместители" in text
