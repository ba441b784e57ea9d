"""The order as a paper: what stands in it, how 150 pairs print, what the office gets as a DOCX."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from mentorship.pairs.models import PairOrder
from mentorship.pairs.papers.order import order_to_pdf, paper_of, sheet_to_pdf
from mentorship.pairs.papers.order_docx import order_to_docx
from mentorship.pairs.papers.texts import ORDERS_LINE, change_text, first_text
from mentorship.programmes.models import Programme
from tests.factories import MembershipFactory

DAY = date(2022, 3, 14)


def line(part="added", number=1, **fields):
    usual = {
        "part": part,
        "key": f"{number:03}",
        "pairing": number,
        "mentor": "Ковалёва Нина Павловна",
        "about": "учитель математики",
        "mentees": [[f"Иванов Пётр {number}", "8 «Б» класс"]],
        "form": "Учитель – ученик",
        "variant": "",
        "place": "в школе",
        "from": "2022-03-21",
        "to": "2022-05-31",
        "coordinator": "Лебедева Ольга Николаевна",
        "was": "Зайцева Мария Юрьевна",
        "on": "2022-04-04",
        "reason": "досрочно, по решению школы",
    }
    return usual | fields


@pytest.fixture
def order(school_scope, programme):
    """``order([lines], number="14")``."""

    def make(rows, **fields):
        school_scope.full_name = "Муниципальное бюджетное общеобразовательное учреждение «Школа № 1»"
        school_scope.city, school_scope.director_name = "г. Самара", "Орлов Андрей Викторович"
        school_scope.director_post = "Директор школы"
        usual = {"kind": "first", "text": first_text(programme), "day": DAY}
        return PairOrder(school=school_scope, programme=programme, rows=rows, **usual | fields)

    return make


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_draft_has_blanks_for_the_pen_and_a_signed_order_its_number(order, school):
    draft = paper_of(order([line()]), school=school)
    signed = paper_of(order([line()], number="14-ОД"), school=school)

    assert "____" in draft.number
    assert (signed.number, signed.when) == ("14-ОД", "14 марта 2022\u00a0г.")
    assert signed.annexes[0].label == ("Приложение", "к приказу от 14 марта 2022\u00a0г.", "№\u00a014-ОД")
    assert signed.director == "А.\u00a0В.\u00a0Орлов"


def test_the_coordinator_stands_in_the_dative(school_scope, programme):
    user = MembershipFactory(
        school=school_scope,
        user__surname="Лебедева",
        user__given_name="Ольга",
        user__patronymic="Николаевна",
    )
    Programme.objects.filter(pk=programme.pk).update(coordinator=user)

    assert "Куратору программы Лебедевой О. Н." in first_text(Programme.objects.get(pk=programme.pk))


def test_an_order_on_changes_names_its_annexes(order, school, programme):
    rows = [line("ended", 3), line("added", 1), line("changed", 2)]
    text = change_text(programme, {"added", "changed", "ended"})
    paper = paper_of(order(rows, kind="change", text=text), school=school)

    assert [one.label[0] for one in paper.annexes] == ["Приложение 1", "Приложение 2", "Приложение 3"]
    assert [text for text, is_command in paper.paragraphs if is_command] == [ORDERS_LINE]
    assert "согласно приложению 2" in text
    assert "Зайцева Мария Юрьевна" in str(paper.annexes[1].table.rows)


def test_one_annex_has_no_number(order, school, programme):
    text = change_text(programme, {"ended"})

    assert "согласно приложению." in text
    assert paper_of(order([line("ended")], text=text), school=school).annexes[0].label[0] == "Приложение"


def test_a_hundred_and_fifty_pairs_print_with_a_number_each_and_a_signed_sheet(order, school):
    rows = [line(number=n, mentor=f"Ковалёва Нина {n}") for n in range(1, 151)]

    pdf = order_to_pdf(paper_of(order(rows), school=school))

    text = text_of(pdf)
    assert "Иванов Пётр 150" in " ".join(text.split())
    assert "С приказом ознакомлены" in text
    assert len(PdfReader(BytesIO(pdf)).pages) < 24


def test_a_mentor_signs_the_sheet_once(order, school):
    paper = paper_of(order([line(number=1), line("ended", 2)]), school=school)

    assert [row[1] for row in paper.sheet.table.rows] == [
        "Лебедева Ольга Николаевна, куратор",
        "Ковалёва Нина Павловна, учитель математики",
    ]
    assert "ознакомлены" in text_of(sheet_to_pdf(paper))


def test_the_docx_has_the_same_sheets(order, school):
    paper = paper_of(order([line(), line(number=2)], number="14"), school=school)

    document = Document(BytesIO(order_to_docx(paper)))

    texts = [one.text for one in document.paragraphs]
    assert round(document.sections[0].left_margin / Mm(1)) == 30
    assert "ПРИКАЗ" in texts
    assert "О закреплении наставнических пар" in texts
    assert [len(table.rows) for table in document.tables] == [3, 3]
    assert "Иванов Пётр 2, 8 «Б» класс" in document.tables[0].rows[2].cells[2].text
