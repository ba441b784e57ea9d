"""A class teacher's pile of papers, one paper with its scan, and a parent who takes the consent back."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import Consent, ConsentKind, Person
from tests.e2e.test_registers import WAYS, is_well_made
from tests.factories import MenteeFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory


@pytest.fixture
def school_class(school, today):
    """Three pupils of 8 «А» without a paper."""
    programme = ProgrammeFactory(school=school)
    with scope(school=school):
        made = SchoolClassFactory(school=school)
        for surname in ("Ёлкина", "Берёзкина", "Орлова"):
            MenteeFactory(programme=programme, person=PersonFactory(school=school, surname=surname, school_class=made))
    return made


@WAYS
def test_the_papers_of_a_class_are_recorded_in_two_clicks(person, school_class, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto(f"/consents/classes/{school_class.pk}/")

    coordinator.click("a[href*='all=participation&all=processing']")
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("main form button.btn-primary")

    assert coordinator.clicks == 2
    assert Consent.unscoped.filter(kind=ConsentKind.PROCESSING, signed_on=date(2022, 3, 14)).count() == 3
    assert Consent.unscoped.count() == 6
    assert page.locator("input[name=tick]").count() == 3


@WAYS
def test_a_scan_is_kept_and_a_withdrawal_ends_with_its_act(person, school, school_class, tmp_path, width, scripts):
    scan = tmp_path / "согласие.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/consents/?q=елк")
    coordinator.click("main .rm-list a")
    coordinator.click("main a[href*='kind=processing']")
    coordinator.choose_file("input[type=file]", scan)
    coordinator.click("main form button.btn-primary")
    assert coordinator.clicks == 4

    paper = Consent.unscoped.get()
    assert paper.scan_name.endswith(".pdf")
    if scripts:
        assert is_well_made(coordinator)

    coordinator.goto(f"/consents/{paper.public_id}/withdraw/")
    if scripts:
        assert is_well_made(coordinator)
    coordinator.clicks = 0
    coordinator.click("main form button.btn-danger")
    with page.expect_download() as act:
        coordinator.click("main a[href$='act.docx']")

    assert act.value.suggested_filename.endswith(".docx")
    assert coordinator.clicks == 2
    paper.refresh_from_db()
    assert paper.withdrawn_on == date(2022, 3, 14)


@WAYS
def test_a_paper_in_a_folder_needs_its_number_alone(person, school_class, width, scripts):
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/consents/?q=орлова")

    coordinator.click("main .rm-list a")
    coordinator.click("main a[href*='kind=participation']")
    page.fill("[name=paper]", "12-05")
    coordinator.click("main form button.btn-primary")

    paper = Consent.unscoped.get()
    assert (paper.paper, paper.scan_name, paper.signed_on) == ("12-05", "", date(2022, 3, 14))
    assert "12-05" in page.locator("main").inner_text()
    assert coordinator.clicks == 3


@WAYS
def test_a_person_is_erased_once_it_is_said_why(person, school_class, width, scripts):
    surname = "Берёзкина"
    pupil = Person.unscoped.get(surname=surname)
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto(f"/people/{pupil.public_id}/")

    coordinator.click("main a[href$='/erase/']")
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("main form button.btn-danger")
    pupil.refresh_from_db()
    assert pupil.anonymised_at is None
    page.fill("[name=reason]", "Заявление матери от 14.03.2022")
    coordinator.click("[name=is_sure]")
    coordinator.click("main form button.btn-danger")

    pupil.refresh_from_db()
    assert pupil.anonymised_at is not None
    assert surname not in page.content()
    assert surname not in coordinator.goto("/mentees/").locator("main").inner_text()
    assert coordinator.clicks == 4
