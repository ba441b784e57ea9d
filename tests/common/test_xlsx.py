from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from mentorship.common.table import SAME, Column, Heading, Table
from mentorship.common.xlsx import table_to_xlsx


def sheet_of(*rows, columns=("Этап", "Мероприятие")):
    table = Table("Отчёт: март/апрель", [Column(title) for title in columns], list(rows))
    return load_workbook(BytesIO(table_to_xlsx(table))).active


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil/","x")', "+1", "-1", "@SUM(A1)", "\t=1", "=1+1"])
def test_text_never_becomes_a_formula(text):
    cell = sheet_of(["1", text])["B4"]

    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text


def test_numbers_and_dates_stay_what_they_are():
    sheet = sheet_of([5, date(2022, 3, 14)])

    assert sheet["A4"].value == 5
    assert sheet["B4"].value.date() == date(2022, 3, 14)
    assert sheet["B4"].number_format == "DD.MM.YYYY"


def test_control_characters_are_left_out():
    assert sheet_of(["1", "а\x00б\x0bв"])["B4"].value == "абв"


def test_stage_cells_are_merged_and_headings_cross_the_table():
    sheet = sheet_of(["1", "а"], [SAME, "б"], Heading("Второй"), ["2", "в"])

    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:B1", "A4:A5", "A6:B6"}


def test_the_sheet_prints_on_a4_with_a_repeated_header():
    sheet = sheet_of(["1", "а"])

    assert sheet.title == "Отчёт  март апрель"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
