"""A coordinator at the registers: finding, filtering, acting on several, keeping a selection, taking it out."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django_scopes import scope
from openpyxl import load_workbook

from mentorship.people.models import Consent, ConsentKind, Mentee
from mentorship.programmes.models import MentoringForm
from tests.factories import MenteeFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory

WAYS = pytest.mark.parametrize(
    ("width", "scripts"),
    [(1280, True), (1280, False), (360, True), (360, False)],
    ids=["wide", "wide without scripts", "phone", "phone without scripts"],
)


@pytest.fixture
def register(school, today):
    """Four mentees: one without a questionnaire, one without a consent, one who has left, one with everything."""
    programme = ProgrammeFactory(school=school)
    with scope(school=school):
        school_class = SchoolClassFactory(school=school)
        form = MentoringForm.objects.create(school=school, title="Ученик – ученик")
        made = {}
        for surname in ("Ёлкина", "Берёзкина", "Орлова", "Соколова"):
            pupil = PersonFactory(school=school, surname=surname, given_name="Анна", school_class=school_class)
            fields = {"answered_on": date(2021, 12, 10), "entered_on": date(2021, 12, 1)}
            fields |= {"answered_on": None} if surname == "Ёлкина" else {}
            fields |= {"left_on": date(2022, 2, 1)} if surname == "Соколова" else {}
            made[surname] = MenteeFactory(programme=programme, person=pupil, **fields)
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PROCESSING):
                if surname != "Берёзкина":
                    Consent.objects.create(
                        school=school, person=pupil, kind=kind, signer="both", signed_on=date(2021, 12, 1)
                    )
    return made | {"form": form}


def names(page):
    """Surnames of the rows that are shown."""
    return [text.split()[0] for text in page.locator(".rm-people tbody td strong").all_inner_texts()]


def is_well_made(one):
    return one.violations() == [] and one.sideways_scroll() == 0 and one.errors == []


@WAYS
def test_a_part_of_the_name_finds_the_card_in_two_clicks(person, register, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/")

    page.fill("#filter_q", "елк")
    coordinator.click("form[role=search] button[type=submit]")
    assert names(page) == ["Ёлкина"]
    coordinator.click(".rm-people tbody a")

    assert coordinator.h1().startswith("Ёлкина")
    assert coordinator.clicks == 2


@WAYS
def test_what_is_missing_leads_to_the_page_where_it_is_done(person, register, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/")

    coordinator.click("form[role=search] summary")
    page.select_option("#filter_missing", "processing")
    coordinator.click("form[role=search] button[type=submit]")
    assert names(page) == ["Берёзкина"]
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click(".rm-people tbody .rm-plainlist a")

    assert page.url.split("?")[0].endswith("/consents/new/")
    assert coordinator.clicks == 3


@WAYS
def test_an_act_with_several_says_what_was_not_done_and_is_taken_back(person, register, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/")

    coordinator.click("#everything")
    coordinator.click("details:has(button[value=answered]) summary")
    coordinator.click("button[value=answered]")

    assert page.url.endswith("/people/bulk/report/")
    assert "Соколова" in page.locator("main").inner_text()
    assert coordinator.clicks == 3
    assert answered(register) == date(2022, 3, 14)
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("form[action='/people/bulk/undo/'] button")
    assert answered(register) is None


def answered(register):
    return Mentee.unscoped.get(pk=register["Ёлкина"].pk).answered_on


@WAYS
def test_a_selection_is_kept_and_opened_again(person, register, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/?missing=answered")

    coordinator.click("a[href^='/people/columns/']")
    if scripts:
        assert is_well_made(coordinator)
    page.fill("[name=title]", "Без анкеты")
    coordinator.click("form[action^='/people/views/save/'] button")
    assert coordinator.clicks == 2
    coordinator.goto("/mentees/")
    coordinator.click("a[href*='view=']")

    assert names(page) == ["Ёлкина"]
    assert page.locator("a[aria-current=true]", has_text="Без анкеты").count() == 1


@WAYS
def test_what_the_filter_finds_is_taken_out(person, register, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/?missing=answered")

    coordinator.click("a[href^='/people/export/']")
    if scripts:
        assert is_well_made(coordinator)
    with page.expect_download() as download:
        coordinator.click("form.rm-card button.btn-primary")

    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    taken = [row[1].value.split()[0] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert taken == ["Ёлкина"]
    assert coordinator.clicks == 2


def test_two_cards_of_one_person_are_joined_from_the_list(person, register, school):
    with scope(school=school):
        PersonFactory(school=school, surname="Елкина", given_name="Анна")
    coordinator = person()
    page = coordinator.goto("/people/?q=елкина")

    for box in page.locator("input[name=row]").all():
        box.check()
        coordinator.clicks += 1
    coordinator.click("button[value=merge]")
    assert is_well_made(coordinator)
    coordinator.click("main form[method=post] button[type=submit]")

    assert coordinator.clicks == 4
    assert names(coordinator.goto("/people/?q=елкина")) in (["Ёлкина"], ["Елкина"])
