"""Taking a register out: what the page says is in the file, with scripts and without."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django_scopes import scope
from openpyxl import load_workbook

from mentorship.people.models import Consent, ConsentKind, PersonView
from tests.factories import MenteeFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory

REGISTER = "/people/export/?register=mentees"


@pytest.fixture
def register(school, today):
    """Twelve mentees with a consent, and one who waits for it."""
    programme = ProgrammeFactory(school=school)
    with scope(school=school):
        for number in range(13):
            pupil = PersonFactory(
                school=school, school_class=SchoolClassFactory(school=school), phone="+7 900 111-22-33"
            )
            MenteeFactory(
                programme=programme, person=pupil, request="Подготовиться к экзамену", entered_on=date(2021, 12, 1)
            )
            if number:
                Consent.objects.create(
                    school=school, person=pupil, kind=ConsentKind.PROCESSING, signer="both", signed_on=date(2021, 12, 1)
                )
    return programme


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_register_is_taken_out_in_one_click(person, register, scripts):
    coordinator = person("coordinator", scripts=scripts)
    page = coordinator.goto(REGISTER)

    with page.expect_download() as download:
        coordinator.click("form.rm-card button.btn-primary")

    assert coordinator.clicks == 1
    assert download.value.suggested_filename.startswith("База наставляемых")
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert [row[0].value for row in sheet.iter_rows() if isinstance(row[0].value, int)] == list(range(1, 13))
    assert PersonView.unscoped.count() == 12


def test_columns_are_arranged_and_shown_before_the_download(person, register):
    coordinator = person("coordinator", width=360)
    page = coordinator.goto(REGISTER)
    coordinator.click("summary.rm-tap")
    page.get_by_label("Контактные данные").fill("")
    page.get_by_label("ФИО наставляемого").fill("5")

    coordinator.click("button[name=show]")
    page.wait_for_url("**out-file**")

    headers = page.locator("table thead th").all_inner_texts()
    assert headers[:4] == ["№", "Год рождения наставляемого", "Основной запрос наставляемого", "ФИО наставляемого"]
    assert "Контактные" not in "".join(headers)
    assert coordinator.violations() == []
    assert coordinator.sideways_scroll() == 0
    coordinator.page.set_viewport_size({"width": 1280, "height": 900})
