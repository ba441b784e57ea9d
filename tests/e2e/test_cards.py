"""From a name on a list to a mentee with a checklist, and from a candidate to a mentor with a certificate."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import Attendance, Consent, Criterion, Mentor, Person, Training
from tests.e2e.test_registers import WAYS, is_well_made
from tests.factories import MentorFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory


@pytest.fixture
def programme(school, today):
    return ProgrammeFactory(school=school)


@WAYS
def test_a_new_mentee_is_there_in_three_clicks(person, school, programme, width, scripts):
    with scope(school=school):
        school_class = SchoolClassFactory(school=school)
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/mentees/")

    coordinator.click("a[href^='/people/new/']")
    page.select_option("[name=kind]", "pupil")
    page.fill("[name=surname]", "Ёлкина")
    page.fill("[name=given_name]", "Анна")
    page.select_option("[name=school_class]", str(school_class.pk))
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("main form button.btn-primary")
    coordinator.click("form[action='/mentees/new/'] button")

    assert coordinator.clicks == 3
    coordinator.goto(Person.unscoped.get().get_absolute_url())
    assert "Нет анкеты" in page.locator("main").inner_text()
    if scripts:
        assert is_well_made(coordinator)


@WAYS
def test_a_candidate_is_heard_selected_trained_and_gets_a_certificate(person, school, programme, width, scripts):
    with scope(school=school):
        candidate = PersonFactory(school=school, kind="teacher", surname="Лугова", birth_year=1985)
        mentor = MentorFactory(programme=programme, person=candidate, answered_on=date(2022, 1, 10))
        Consent.objects.create(
            school=school, person=candidate, kind="processing", signer="self", signed_on=date(2022, 1, 10)
        )
        Criterion.objects.create(school=school, title="Умеет слушать")
        training = Training.objects.create(
            school=school, programme=programme, kind="seminar", title="Семинар", held_on=date(2022, 3, 1)
        )
    coordinator = person(width=width, scripts=scripts)
    page = coordinator.goto("/people/selection/")

    coordinator.click(f"a[href='/people/selection/{mentor.public_id}/']")
    page.fill("[name=held_on]", "2022-03-10")
    coordinator.click("main form input[type=checkbox]")
    coordinator.click("main form button.btn-primary")
    coordinator.goto(f"/people/selection/{mentor.public_id}/decide/")
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("[name=decision][value=selected]")
    coordinator.click("main form button.btn-primary")
    chosen = Mentor.unscoped.get()
    assert (chosen.decision, chosen.decided_on) == ("selected", date(2022, 3, 14))
    assert coordinator.clicks == 5

    coordinator.goto(f"/training/{training.public_id}/attendance/")
    if scripts:
        assert is_well_made(coordinator)
    coordinator.click("button[name=everybody]")
    assert Attendance.unscoped.count() == 1
    coordinator.goto("/training/mentors/")
    if scripts:
        assert is_well_made(coordinator)
    with page.expect_download() as certificate:
        coordinator.click(f"form[action*='{mentor.public_id}'] button")

    assert certificate.value.suggested_filename.endswith(".pdf")
    assert coordinator.clicks == 7
