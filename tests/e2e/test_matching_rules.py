"""Before the matching, in a browser: a draft in two clicks, a set of weights in one, two people kept apart."""

import pytest
from django_scopes import scope

from mentorship.common import clock
from mentorship.matching.models import Exclusion, MatchingRules, MatchingRun
from mentorship.matching.rules import PRESETS
from tests.factories import PersonFactory, ProgrammeFactory
from tests.mentorship.matching.registers import ready_mentee, ready_mentor


@pytest.fixture
def people(school, today):
    programme = ProgrammeFactory(school=school)
    day = {"answered_on": clock.today(school.time_zone)}
    with scope(school=school):
        teacher = PersonFactory(school=school, surname="Ковалёва", given_name="Нина", kind="teacher", birth_year=1980)
        mentor = ready_mentor(programme, person=teacher, capacity=2, decided_on=day["answered_on"], **day)
        pupils = [PersonFactory(school=school, surname=name) for name in ("Орлов", "Петров")]
        mentees = [ready_mentee(programme, person=pupil, **day) for pupil in pupils]
    return mentor, mentees


def rules_of(school):
    with scope(school=school):
        return MatchingRules.objects.get()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draft_is_two_clicks_from_the_first_screen(people, person, school, scripts):
    coordinator = person("coordinator", scripts=scripts)
    coordinator.goto("/today/")

    coordinator.click("header nav a[href='/matching/']")
    coordinator.click("main form button[type=submit]")

    assert coordinator.clicks == 2
    with scope(school=school):
        assert coordinator.page.url.endswith(MatchingRun.objects.get().get_absolute_url())


def test_shares_follow_what_is_typed_and_a_set_is_one_click(people, person, school):
    coordinator = person("coordinator")
    page = coordinator.goto("/matching/rules/0/")

    page.fill("#id_weight_competences", "80")
    shares = [int(text) for text in page.locator("[data-share]").all_inner_texts()]
    coordinator.click("button[value='pupil-pupil']")

    assert sum(shares) == 100
    assert shares[0] > 50
    assert coordinator.clicks == 1
    assert rules_of(school).weights == PRESETS["pupil-pupil"]
    assert coordinator.errors == []


def test_enter_in_a_weight_saves_what_was_typed_and_takes_no_set(people, person, school):
    page = person("coordinator").goto("/matching/rules/0/")

    page.fill("#id_weight_age", "44")
    page.press("#id_weight_age", "Enter")
    page.wait_for_load_state()
    page.locator("#messages button").wait_for()

    assert rules_of(school).weights == PRESETS["balanced"] | {"age": 44}


def test_a_wrong_number_is_kept_and_the_page_stays_fit_for_everybody(people, person):
    coordinator = person("coordinator", width=360)
    page = coordinator.goto("/matching/rules/0/")

    page.fill("#id_weight_age", "140")
    coordinator.click("#rules button.btn-primary")

    assert page.title().startswith("Ошибка: ")
    assert page.input_value("#id_weight_age") == "140"
    assert coordinator.violations() == []
    assert coordinator.sideways_scroll() == 0


def test_two_people_are_kept_apart_and_let_together_again(people, person, school):
    coordinator = person("coordinator")
    page = coordinator.goto("/matching/exclusions/new/")
    offered = page.locator("#mentee-names option").first.get_attribute("value")

    page.fill("#id_mentor", "ковалева")
    page.fill("#id_mentee", offered)
    page.fill("#id_reason", "Соседи")
    coordinator.click("main form button[type=submit]")
    with scope(school=school):
        assert Exclusion.objects.count() == 1
    assert coordinator.violations() == []
    coordinator.click("#messages button")

    assert coordinator.clicks == 2
    with scope(school=school):
        assert not Exclusion.objects.exists()
