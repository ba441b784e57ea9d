"""The workbench in a browser: a lock in one click, another mentor in three, from the keyboard, without scripts."""

import pytest
from django_scopes import scope

from mentorship.matching.models import Proposal
from tests.e2e.drafts import draft_of_four
from tests.factories import MembershipFactory, ProgrammeFactory, UserFactory

from .conftest import PASSWORD


@pytest.fixture
def run(school, today):
    programme = ProgrammeFactory(school=school)
    with scope(school=school):
        return draft_of_four(programme)


def locked(run):
    with scope(school=run.school):
        return Proposal.objects.filter(run=run, is_locked=True).count()


def mentor_of(run, surname):
    with scope(school=run.school):
        return Proposal.objects.get(run=run, mentee__person__surname=surname).mentor.person.surname


def test_a_lock_is_one_click_and_stays(run, person):
    coordinator = person("coordinator")
    page = coordinator.goto(run.get_absolute_url())
    tick = page.locator(".mt-pair input[type=checkbox]").first

    coordinator.clicks += 1
    with page.expect_response("**/lock/**"):
        tick.click()
    page.locator("#locked-count", has_text="1").wait_for()

    assert coordinator.clicks == 1
    assert locked(run) == 1
    page.reload()
    assert page.locator(".mt-pair input[type=checkbox]:checked").count() == 1
    assert coordinator.errors == []


def test_a_mentor_is_replaced_in_three_clicks_with_the_effect_before_and_an_undo_after(run, person):
    coordinator = person("coordinator")
    page = coordinator.goto(run.get_absolute_url() + "?q=Петров")

    coordinator.click("[data-replace]")
    candidate = page.locator(".mt-candidate", has_text="Ковалёва")
    assert "→" in candidate.inner_text()
    coordinator.clicks += 1
    candidate.get_by_role("button").click()
    coordinator.settle()

    assert coordinator.clicks <= 3
    assert mentor_of(run, "Петров") == "Ковалёва"
    assert "→" in page.locator("#messages").inner_text()
    coordinator.click("#messages button")
    assert mentor_of(run, "Петров") == "Гусев"


def test_what_another_would_change_comes_into_the_page_by_one_press(run, person):
    coordinator = person("coordinator")
    page = coordinator.goto(run.get_absolute_url() + "?q=Петров")
    coordinator.click("[data-replace]")
    address, forbidden = page.url, page.locator(".mt-candidate.is-forbidden", has_text="Миронова")

    forbidden.locator("[hx-get]").click()

    forbidden.locator(".mt-effect").wait_for()
    assert "→" in forbidden.locator(".mt-effect").inner_text()
    assert page.url == address
    assert coordinator.errors == []


def test_everything_is_done_without_scripts(run, person):
    coordinator = person("coordinator", scripts=False)
    page = coordinator.goto(run.get_absolute_url())

    page.locator(".mt-pair input[type=checkbox]").first.check()
    coordinator.click(".mt-no-js")
    assert locked(run) == 1
    page.goto(run.get_absolute_url() + "?q=Петров")
    coordinator.click("[data-replace]")
    forbidden = page.locator(".mt-candidate.is-forbidden", has_text="Миронова")
    forbidden.locator("a[hx-get]").click()
    forbidden = page.locator(".mt-candidate.is-forbidden", has_text="Миронова")
    assert "→" in forbidden.locator(".mt-effect").inner_text()
    page.locator(".mt-candidate", has_text="Ковалёва").get_by_role("button").click()
    assert mentor_of(run, "Петров") == "Ковалёва"


def test_the_list_is_worked_through_from_the_keyboard(run, person):
    coordinator = person("coordinator")
    page = coordinator.goto(run.get_absolute_url())
    second = page.locator(".mt-pair").nth(1).get_attribute("id")

    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_response("**/lock/**"):
        page.keyboard.press("l")
    page.locator("#locked-count", has_text="1").wait_for()

    assert page.locator(f"#{second} input[type=checkbox]").is_checked()
    assert page.evaluate("document.activeElement.closest('.mt-pair').id") == second
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.wait_for_url("**/mentees/**")


def test_keys_that_are_switched_off_do_nothing(run, person, school):
    user = UserFactory(password=PASSWORD, surname="Лебедева", has_shortcuts=False)
    coordinator = person(membership=MembershipFactory(school=school, role="coordinator", user=user))
    page = coordinator.goto(run.get_absolute_url())

    page.keyboard.press("j")
    page.keyboard.press("l")
    page.wait_for_timeout(300)

    assert locked(run) == 0
    assert page.locator("#keys").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True), (320, False)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width, dark, run, person):
    coordinator = person("coordinator", width=width, dark=dark)
    page = coordinator.goto(run.get_absolute_url())
    faults = [coordinator.violations(), coordinator.sideways_scroll()]
    for details in page.locator("main details").all():
        details.evaluate("one => { one.open = true }")
    faults += [coordinator.violations(), coordinator.sideways_scroll()]
    page.locator("[data-replace]").first.click()
    coordinator.settle()
    faults += [coordinator.violations(), coordinator.sideways_scroll()]

    assert faults == [[], 0] * 3
