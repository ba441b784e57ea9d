"""Documents of invented schools, made for the readers: rows of texts become a Word table or a sheet."""

from datetime import date
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from roadmap.reading import read_file

STARTS, ENDS = date(2021, 12, 1), date(2022, 5, 31)
HEADER = ["№", "Наименование этапа", "Мероприятия", "Содержание деятельности", "Сроки", "Ответственные"]
SHORT_HEADER = ["№ п/п", "Мероприятие", "Срок реализации", "Ответственный исполнитель"]


def word(*parts):
    """A document of paragraphs and tables (lists of rows); «=» merges with the left cell, «^» with the one above."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            fill(document.add_table(rows=len(part), cols=len(part[0])), part)
    return document


def fill(table, rows):
    for index, row in enumerate(rows):
        for place, text in enumerate(row):
            if text not in ("=", "^"):
                write(table.cell(index, place), text)
    for index, row in enumerate(rows):
        for place, text in enumerate(row):
            if text == "=":
                table.cell(index, place - 1).merge(table.cell(index, place))
            if text == "^":
                table.cell(index - 1, place).merge(table.cell(index, place))


def write(cell, text):
    """Lines are paragraphs; «\\v» is a soft line break; a leading «#» makes a paragraph of Word's numbered list."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if line.startswith("#"):
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering._add_numId().set(qn("w:val"), "1")
        paragraph.add_run(line.removeprefix("#").replace("\v", "\n"))


def in_content_control(element):
    """Put an element of a document into a content control, as forms have them."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)
    control.append(content)
    content.append(element)


def bytes_of(document):
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(rows, merges=(), title="Лист1"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    return book


def read(document, starts=STARTS, ends=ENDS):
    name = "план.xlsx" if isinstance(document, Workbook) else "план.docx"
    return read_file(BytesIO(bytes_of(document)), name, starts, ends)


def tree(reading):
    """Stages as ``(title, [(activity, [step, …]), …])``."""
    return [
        (stage.title, [(one.title, [step.title for step in one.steps]) for one in stage.activities])
        for stage in reading.outline.stages
    ]


def terms(reading):
    return [(one.term.text, str(one.term.last)) for one in reading.outline.activities]


def people(reading):
    return [[str(party) for party in one.responsible] for one in reading.outline.activities]
