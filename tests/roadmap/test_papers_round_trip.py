from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from mentorship.common.stamps import approval
from roadmap.papers.roadmap import roadmap_docx, roadmap_xlsx
from roadmap.reading import read_file
from tests.roadmap.samples import sample_outline

STARTS, ENDS = date(2021, 12, 1), date(2022, 5, 31)
STAMP = approval(post="Директор", school_name="Школы № 5", director_name="Соколова Мария Ивановна")


def full_outline():
    """The sample with every extra column filled somewhere."""
    outline = sample_outline()
    outline.columns = ["planned_result", "document_kind", "environment"]
    first = outline.activities[0]
    first.planned_result, first.document_kind, first.environment = "Решение принято", "Приказ", "internal"
    second = outline.activities[1]
    second.steps[0].planned_result, second.steps[2].document_kind = "Карта утверждена", "Ссылка"
    return outline


def reading_of(content, extension):
    return read_file(BytesIO(content), f"roadmap.{extension}", STARTS, ENDS)


@pytest.mark.parametrize("make", [sample_outline, full_outline])
@pytest.mark.parametrize(
    ("extension", "export"),
    [("docx", roadmap_docx), ("xlsx", roadmap_xlsx), ("docx", lambda outline: roadmap_docx(outline, [STAMP]))],
)
def test_an_exported_roadmap_is_imported_as_it_was(make, extension, export):
    outline = make()

    reading = reading_of(export(outline), extension)

    assert reading.outline.to_dict() == outline.to_dict()
    assert reading.doubts == []


@pytest.mark.parametrize(("extension", "export"), [("docx", roadmap_docx), ("xlsx", roadmap_xlsx)])
def test_the_customers_roadmap_survives_export_and_import(customer_docx, extension, export):
    outline = read_file(BytesIO(customer_docx.read_bytes()), customer_docx.name, STARTS, ENDS).outline

    again = reading_of(export(outline), extension).outline

    assert again.to_dict() == outline.to_dict()


def test_an_edited_sheet_is_imported_with_the_edit():
    outline = sample_outline()
    book = load_workbook(BytesIO(roadmap_xlsx(outline)))
    header = next(row for row in book.active.iter_rows() if row[0].value == "№")
    cell = book.active.cell(row=header[0].row + 1, column=4)
    cell.value += "\n3. Новый шаг."
    edited = BytesIO()
    book.save(edited)

    again = reading_of(edited.getvalue(), "xlsx").outline

    assert [step.title for step in again.activities[0].steps][-1] == "Новый шаг."
    assert again.stages[1:] == outline.stages[1:]
