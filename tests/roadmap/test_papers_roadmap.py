from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.common.stamps import approval
from mentorship.common.table import SAME
from roadmap.outline import Outline, OutlineStage
from roadmap.papers.roadmap import roadmap_pdf, roadmap_table, roadmap_xlsx
from roadmap.papers.site import site_block
from roadmap.reading import read_file
from tests.roadmap.samples import sample_outline

DRAFT = approval(post="Директор", school_name="Школы № 5", director_name="Соколова Мария Ивановна")
SIX_COLUMNS = ["№", "Наименование этапа", "Мероприятия", "Содержание деятельности", "Сроки", "Ответственные"]


def text_of(content):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return text.replace("\u00a0", " ")


def test_the_table_has_the_customers_six_columns_and_one_row_an_activity():
    table = roadmap_table(sample_outline())

    assert [column.title for column in table.columns] == SIX_COLUMNS
    assert table.count == 11
    assert [row[0] for row in table.rows[:5]] == ["1.", SAME, SAME, SAME, "2."]
    assert str(table.rows[0][5]) == "Директор школы Соколова М. И.,\nЗаместитель директора по УВР Лебедева О. Н."


def test_extra_columns_follow_when_the_school_has_switched_them_on():
    outline = sample_outline()
    outline.columns = ["planned_result", "environment"]
    outline.activities[0].planned_result, outline.activities[0].environment = "Решение", "external"

    table = roadmap_table(outline)

    assert [column.title for column in table.columns] == [*SIX_COLUMNS, "Планируемый результат", "Среда"]
    assert [str(value) for value in table.rows[0][6:]] == ["Решение", "Внешняя"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_widths_fill_the_sheet_with_any_number_of_extra_columns(count):
    outline = sample_outline()
    outline.columns = ["planned_result", "document_kind", "environment"][:count]

    assert sum(roadmap_table(outline).shares) == 100


def test_a_stage_without_activities_is_printed_too():
    table = roadmap_table(Outline("Карта", [OutlineStage("Пустой", 1)]))

    assert table.rows == [["1.", "Пустой", "", "", "", ""]]


def test_without_names_people_are_posts():
    table = roadmap_table(sample_outline(), with_names=False)

    assert str(table.rows[1][5]) == "Директор школы,\nЗаместитель директора по УВР,\nРабочая группа"


def test_the_draft_is_printed_with_blanks_and_the_approved_one_with_its_order():
    approved = approval(
        post="Директор",
        school_name="Школы № 5",
        director_name="Соколова Мария Ивановна",
        order_date=date(2021, 12, 13),
        order_number="181/1",
    )

    draft_text, text = (
        text_of(roadmap_pdf(sample_outline(), [DRAFT])),
        text_of(roadmap_pdf(sample_outline(), [approved])),
    )

    assert "УТВЕРЖДАЮ" in draft_text
    assert "Приказ от «___» _________ 20__ г. № ____" in draft_text
    assert "Приказ от 13.12.2021 № 181/1" in text
    assert "М. И. Соколова" in text


def test_the_customers_roadmap_takes_three_sheets_at_most(customer_docx):
    data = BytesIO(customer_docx.read_bytes())
    outline = read_file(data, customer_docx.name, date(2021, 12, 1), date(2022, 5, 31)).outline

    reader = PdfReader(BytesIO(roadmap_pdf(outline, [DRAFT])))

    assert len(reader.pages) <= 3
    assert reader.metadata.title == outline.title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_formula_in_the_roadmap_stays_text():
    outline = sample_outline()
    outline.activities[0].title = '=HYPERLINK("http://evil.test","x")'

    cells = [cell for row in load_workbook(BytesIO(roadmap_xlsx(outline))).active.iter_rows() for cell in row]

    assert [cell.data_type for cell in cells if cell.value == outline.activities[0].title] == ["s"]


def test_the_block_for_the_schools_site_needs_nothing_else():
    outline = sample_outline()
    outline.activities[0].title = "<script>alert(1)</script>"

    block = site_block(outline, with_names=False)

    assert "<script" not in block
    assert "&lt;script&gt;" in block
    assert "style=" not in block
    assert "http" not in block
    assert "Соколова" not in block
    assert block.count("<tr") == 12
