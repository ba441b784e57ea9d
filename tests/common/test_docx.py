from io import BytesIO

from docx import Document

from mentorship.common.docx import table_to_docx
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
