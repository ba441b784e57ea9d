"""A roadmap from a template within the budget of clicks, and its tree under the mouse, the keyboard and two hands."""

import pytest

from mentorship.programmes.roles import Role
from roadmap.models import Roadmap, Stage
from tests.factories import ActivityFactory, StageFactory, StepFactory

CREATION_BUDGET = 4


@pytest.fixture
def stages(roadmap, today):
    rows = [StageFactory(roadmap=roadmap, position=n, title=f"Этап {n}") for n in (1, 2, 3)]
    StepFactory(activity=ActivityFactory(stage=rows[0], position=1), position=1)
    return rows


def order(someone):
    links = someone.page.locator("#tree > ol > li > .rm-tree-row .t a")
    return [text.split(". ", 1)[1] for text in links.all_inner_texts()]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_years_roadmap_is_created_from_a_template_within_the_budget(person, programme, today, scripts):
    someone = person("coordinator", scripts=scripts)
    someone.goto("/today/")

    someone.click("main a[href='/roadmap/new/']")
    someone.click("main a[href='/roadmap/new/r145/']")
    someone.click("main .btn-primary")
    someone.page.wait_for_url("**/roadmap/")

    assert someone.clicks <= CREATION_BUDGET
    assert Roadmap.unscoped.get().programme == programme
    assert someone.errors == []


@pytest.mark.parametrize("scripts", [True, False])
def test_arrows_and_words_work_with_and_without_scripts(person, stages, scripts):
    someone = person("coordinator", scripts=scripts)
    someone.goto("/roadmap/edit/")

    someone.click(f"#down-stage-{stages[0].pk}")
    someone.page.wait_for_selector(f"#tree > ol > li:nth-child(2)#stage-{stages[0].pk}")
    someone.click(f"#edit-stage-{stages[0].pk}")
    someone.page.fill("[name=words-title]", "Подготовка")
    someone.click("#tree form .btn-primary")
    someone.page.wait_for_selector("#messages .rm-message")

    assert order(someone) == ["Этап 2", "Подготовка", "Этап 3"]
    assert someone.errors == []


def test_the_keyboard_keeps_its_place_while_a_stage_moves(person, stages):
    someone = person("coordinator")
    page = someone.goto("/roadmap/edit/")
    page.focus(f"#up-stage-{stages[2].pk}")

    page.keyboard.press("Enter")
    page.wait_for_selector(f"#tree > ol > li:nth-child(2)#stage-{stages[2].pk}")
    page.wait_for_selector(f"#up-stage-{stages[2].pk}:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#tree > ol > li:nth-child(1)#stage-{stages[2].pk}")

    assert order(someone) == ["Этап 3", "Этап 1", "Этап 2"]


def test_a_stage_is_dragged_to_the_top(person, stages):
    someone = person("coordinator")
    page = someone.goto("/roadmap/edit/")
    grip = page.locator(f"#stage-{stages[2].pk} > .rm-tree-row > .rm-grip").bounding_box()
    top = page.locator(f"#stage-{stages[0].pk}").bounding_box()

    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    for part in range(1, 11):
        page.mouse.move(grip["x"] + 20, grip["y"] + (top["y"] + 4 - grip["y"]) * part / 10)
    with page.expect_response(lambda answer: "/place/" in answer.url):
        page.mouse.up()
    page.wait_for_selector(f"#stage-{stages[2].pk}[data-row='1']")

    assert Stage.unscoped.get(position=1) == stages[2]
    assert someone.errors == []


def test_a_deleted_row_comes_back_by_undo(person, stages):
    someone = person("coordinator")
    page = someone.goto("/roadmap/edit/")

    page.locator(f"#stage-{stages[1].pk} button[formaction*=delete]").click()
    page.click("#messages form button")
    page.wait_for_load_state()

    assert order(someone) == ["Этап 1", "Этап 2", "Этап 3"]


def test_two_people_wording_one_stage_the_second_sees_both_texts_and_decides(person, stages):
    first, second = person("coordinator"), person("coordinator")
    for someone in (first, second):
        someone.goto(f"/roadmap/edit/?stage={stages[0].pk}&edit=stage-{stages[0].pk}")
    first.page.fill("[name=words-title]", "Подготовка")
    first.click("#tree form .btn-primary")
    first.page.wait_for_selector("#messages .rm-message")

    second.page.fill("[name=words-title]", "Начало")
    second.click("#tree form .btn-primary")
    second.page.wait_for_selector("#conflict")
    both = second.page.locator(".rm-sides").first.inner_text()
    violations = second.violations()
    second.click("#tree form .btn-primary")
    second.page.wait_for_selector("#messages .rm-message")

    assert "Подготовка" in both
    assert "Начало" in both
    assert violations == []
    assert order(second)[0] == "Начало"


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 360, "height": 740}])
def test_the_pages_of_versions_are_accessible(person, stages, look):
    director = person(Role.DIRECTOR, **look)
    for address in ("/roadmap/approve/", "/roadmap/publish/", "/roadmap/revisions/"):
        director.goto(address)
        assert director.violations() == []
        assert director.sideways_scroll() <= 0
    coordinator = person("coordinator", **look)
    for address in ("/roadmap/new/r145/", f"/roadmap/edit/?edit=stage-{stages[0].pk}"):
        coordinator.goto(address)
        assert coordinator.violations() == []
        assert coordinator.sideways_scroll() <= 0
    assert coordinator.errors == []
