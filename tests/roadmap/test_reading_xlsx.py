from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from roadmap.papers.roadmap import roadmap_docx, roadmap_xlsx
from roadmap.reading import read_file

from .documents import ENDS, HEADER, SHORT_HEADER, STARTS, bytes_of, people, read, sheet, terms, tree
from .samples import sample_outline


@pytest.mark.parametrize(("paper", "name"), [(roadmap_xlsx, "план.xlsx"), (roadmap_docx, "план.docx")])
def test_the_products_own_export_is_read_as_it_was(paper, name):
    outline = sample_outline()

    reading = read_file(BytesIO(paper(outline)), name, STARTS, ENDS)

    assert reading.outline.to_dict() == outline.to_dict()
    assert reading.unread == []


def test_an_edited_export_is_read_with_the_edit():
    book = load_workbook(BytesIO(roadmap_xlsx(sample_outline())))
    row = next(row for row in book.active.iter_rows() if row[4].value == "Декабрь")
    row[4].value = "до 15 января"
    out = BytesIO()
    book.save(out)

    reading = read_file(BytesIO(out.getvalue()), "план.xlsx", STARTS, ENDS)

    assert terms(reading)[0] == ("до 15 января", "2022-01-15")


def test_a_sheet_with_a_title_merged_stages_and_typed_steps():
    book = sheet(
        [
            ["Дорожная карта школы № 5"],
            [],
            HEADER,
            [1, "Подготовка", "Документы", "1. Приказ\n2. Положение", "Январь", "Директор,\nкуратор"],
            [None, None, "Собрания", None, "март 2022", "Рабочая группа"],
        ],
        merges=["A1:F1", "A4:A5", "B4:B5"],
    )

    reading = read(book)

    assert reading.outline.title == "Дорожная карта школы № 5"
    assert tree(reading) == [("Подготовка", [("Документы", ["Приказ", "Положение"]), ("Собрания", [])])]
    assert people(reading) == [["Директор", "куратор"], ["Рабочая группа"]]
    assert reading.unread == []


def test_section_rows_and_dates_of_excel():
    book = sheet(
        [
            SHORT_HEADER,
            ["I. Подготовка", None, None, None],
            [1, "Приказ", datetime(2022, 1, 15), "Директор"],
            [2, "Положение", datetime(2022, 3, 1), "Куратор"],
        ]
    )
    book.active["C4"].number_format = "mmm-yy"

    reading = read(book)

    assert tree(reading) == [("Подготовка", [("Приказ", []), ("Положение", [])])]
    assert terms(reading) == [("15.01.2022", "2022-01-15"), ("03.2022", "2022-03-31")]


def test_sheets_go_on_and_a_false_size_hides_nothing():
    book = sheet([HEADER, [1, "А", "Б", "В", "Март", "Директор"]])
    book.create_sheet("Ещё").append(["", "", "Г", "Д", "Апрель", "Куратор"])
    data = bytes_of(book).replace(b"A1:F2", b"A1:A1")

    reading = read_file(BytesIO(data), "план.xlsx", STARTS, ENDS)

    assert tree(reading) == [("А", [("Б", ["В"]), ("Г", ["Д"])])]
