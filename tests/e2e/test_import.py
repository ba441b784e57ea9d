"""From the customer's Word file to a living roadmap."""

import pytest

from tests.roadmap.documents import HEADER, bytes_of, word

IMPORT_BUDGET = 5


@pytest.fixture
def doubtful_file(tmp_path):
    """A small document with a term and a person that cannot be understood, and a text that has no place."""
    rows = [
        [*HEADER, "Примечание"],
        ["1", "База наставляемых", "Анкеты", "Ученики\nПедагоги", "Март-май", "Директор школы", ""],
        ["2", "Встречи", "Первая встреча", "Знакомство", "по плану", "кто-нибудь", "срочно"],
    ]
    path = tmp_path / "план.docx"
    path.write_bytes(bytes_of(word("Дорожная карта школы", rows)))
    return path


@pytest.mark.parametrize("scripts", [True, False])
def test_the_customers_document_becomes_a_roadmap_within_the_budget(person, programme, customer_docx, scripts):
    someone = person("coordinator", scripts=scripts)
    someone.goto("/roadmap/")

    someone.click("a[href='/roadmap/import/']")
    someone.choose_file("input[type=file]", customer_docx)
    someone.click("main .btn-primary")
    assert someone.page.locator("article").count() == 11
    someone.click("main .btn-primary")

    someone.page.wait_for_url("**/roadmap/")
    assert someone.clicks + 1 <= IMPORT_BUDGET
    assert "Этап 6 заканчивается раньше, чем этап 5" in someone.page.inner_text("main")
    assert someone.errors == []


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 360, "height": 740}])
def test_the_pages_of_an_import_are_accessible(person, programme, doubtful_file, look):
    someone = person("coordinator", **look)
    someone.goto("/roadmap/import/")
    assert someone.violations() == []
    assert someone.sideways_scroll() <= 0

    someone.choose_file("input[type=file]", doubtful_file)
    someone.click("main .btn-primary")

    someone.page.wait_for_selector("article form")
    assert someone.violations() == []
    assert someone.sideways_scroll() <= 0
    assert someone.errors == []


def test_a_doubtful_row_is_corrected_in_place(person, programme, doubtful_file):
    someone = person("coordinator")
    someone.goto("/roadmap/import/")
    someone.choose_file("input[type=file]", doubtful_file)
    someone.click("main .btn-primary")

    someone.page.locator("article input[name$=term_text]").fill("до 15 марта")
    someone.page.locator("article textarea[name$=responsible]").fill("Куратор")
    someone.click("article button")

    row = someone.page.locator("#row-2-1")
    row.get_by_text("15.03.2022").wait_for()
    assert "Куратор" in row.inner_text()
    assert row.locator("form").count() == 0
