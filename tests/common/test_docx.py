from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from mentorship.common.docx import table_to_docx
from mentorship.common.parts import Part, PartsReport, parts_to_docx
from mentorship.common.stamps import approval
from mentorship.common.table import SAME, Column, Heading, Steps, Table


def document_of(*rows, stamps=()):
    table = Table("Отчёт", [Column("Этап"), Column("Шаги")], list(rows))
    return Document(BytesIO(table_to_docx(table, stamps=stamps)))


def test_merged_cells_and_headings_are_real():
    table = document_of(["1", "а"], [SAME, "б"], Heading("Второй"), ["2", "в"]).tables[0]

    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert [cell.text for cell in table.rows[3].cells] == ["Второй", "Второй"]


def test_the_header_row_repeats_and_the_sheet_is_landscape():
    document = document_of(["1", "а"])

    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert document.sections[0].page_width > document.sections[0].page_height
    assert document.sections[0].different_first_page_header_footer
    assert "PAGE" in document.sections[0].header._element.xml


def test_each_list_of_steps_begins_with_one():
    document = document_of(["1", Steps(("раз", "два"))], ["2", Steps(("три",))])

    numbers = [
        [paragraph._p.pPr.numPr.numId.val for paragraph in row.cells[1].paragraphs]
        for row in document.tables[0].rows[1:]
    ]

    assert numbers[0][0] == numbers[0][1] != numbers[1][0]


def test_grifs_stand_above_the_title():
    stamp = approval(post="Директор", school_name="Школы № 5", director_name="Соколова Мария Ивановна")

    grid = document_of(["1", "а"], stamps=[stamp]).tables[0]

    assert grid.cell(0, 1).text.split("\n") == [
        "УТВЕРЖДАЮ",
        "Директор Школы № 5",
        "______________\u00a0М.\u00a0И.\u00a0Соколова",
        "Приказ от «___»\u00a0_________ 20__\u00a0г. №\u00a0____",
    ]


def test_control_characters_do_not_break_the_file():
    assert document_of(["1", "а\x00б"]).tables[0].cell(1, 1).text == "аб"


@pytest.mark.parametrize("has_table", [False, True])
def test_signatures_go_over_to_the_next_sheet_with_what_stands_before_them(has_table):
    table = Table("Итоги", [Column("Что", 50), Column("Сколько", 50)], [["Пары", "18"], ["Встречи", "96"]])
    part = Part("results", "Итоги", ("Слова.",), table if has_table else None)
    report = PartsReport(
        "Отчёт", (part,), "otchet", signatures=(("Директор", "И. И. Иванов"), ("Куратор", "П. П. Петров"))
    )

    body = Document(BytesIO(parts_to_docx(report))).element.body
    first, second = body[-3], body[-2]

    kept = [bool(list(one.iter(qn("w:keepNext")))) for one in (body[-4], first, second)]
    assert kept == [True, True, False]
    if has_table:
        assert [bool(list(row.iter(qn("w:keepNext")))) for row in body[-4].findall(qn("w:tr"))] == [False, False, True]
