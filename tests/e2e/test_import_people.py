"""From the electronic journal's export to a ready register, and back."""

import pytest

from mentorship.people.models import Mentee, Person
from tests.factories import ProgrammeFactory

JOURNAL = """ФИО;Дата рождения;Класс;Телефон;Представитель
Ёлкина Анна Ильинична;01.05.2008;8А;+7 900 111-22-33;мать Ёлкина-Белова Ольга
Ким Пётр Ильич;12.11.2008;8Я;+7 900 111-22-34;
Ким  Петр Ильич;12.11.2008;8Я;+7 900 111-22-34;
Цой Инна;весной;8А;;
"""
BUDGET = 4


@pytest.fixture
def journal(tmp_path, school):
    ProgrammeFactory(school=school)
    path = tmp_path / "выгрузка.csv"
    path.write_bytes(JOURNAL.encode("cp1251"))
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_list_becomes_a_register_and_goes_back(person, journal, scripts):
    someone = person("coordinator", scripts=scripts)
    page = someone.goto("/people/import/")

    someone.choose_file("input[type=file]", journal)
    someone.click("form.rm-card button.btn-primary")
    page.wait_for_url("**/columns/")
    someone.click("main form button.btn-primary")
    page.wait_for_selector("button[name=take]")
    shown = page.inner_text("main")
    assert "8Я нет в школе" in shown
    assert "столбец «Дата рождения»" in shown or "столбец „Дата рождения“" in shown
    someone.click("button[name=take]")
    page.wait_for_url("**/done/")

    assert someone.clicks <= BUDGET
    assert Mentee.unscoped.count() == 3
    someone.click("form[action$='/undo/'] button")
    page.wait_for_load_state()
    assert not Person.unscoped.exists()
    assert someone.errors == []


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 360, "height": 740}], ids=["light", "dark", "phone"])
def test_the_pages_of_an_import_are_accessible(person, journal, look):
    someone = person("coordinator", **look)
    page = someone.goto("/people/import/")
    faults = {}

    def examine(where):
        found = [*someone.violations()], max(someone.sideways_scroll(), 0)
        faults.update({where: found} if any(found) else {})

    examine("upload")
    someone.choose_file("input[type=file]", journal)
    someone.click("form.rm-card button.btn-primary")
    page.wait_for_url("**/columns/")
    examine("columns")
    someone.click("main form button.btn-primary")
    page.wait_for_selector("button[name=take]")
    examine("check")
    someone.click("button[name=take]")
    page.wait_for_url("**/done/")
    examine("done")
    someone.goto("/people/imports/")
    examine("list")

    assert faults == {}
