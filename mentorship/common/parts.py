"""A report of several parts — words, tables, drawings — made once and shown as a page, a PDF, a DOCX and an XLSX.

A page includes ``components/_part.html`` for each part. A drawing stands beside the table of its numbers on a page and
in a PDF; files that an office retouches have the table alone.
"""

from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, Twips
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from . import docx, pdf, xlsx
from .docx import TWIPS_ACROSS, add_stamps, set_page, set_styles, table_element
from .docx_parts import keep_last_with_next, no_control_characters
from .table import Heading, Table, text_of
from .xlsx import put, row_height, set_print

WIDTH = 105
"""Characters across a sheet of the workbook."""


@dataclass(frozen=True)
class Part:
    """One heading with what stands under it: ``paragraphs``, then ``chart``, then ``table`` with its notes.

    ``code`` tells the parts of a report apart in addresses of a page. A page folds the table of a drawing away, unless
    the table says more than the drawing (``is_unfolded``).
    """

    code: str
    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    chart: object = None
    is_unfolded: bool = False


@dataclass(frozen=True)
class PartsReport:
    """``stamps`` stand above the title, ``signatures`` are pairs (post, name) with a blank between them, at the end."""

    title: str
    parts: tuple[Part, ...]
    file_name: str
    subtitle: str = ""
    stamps: tuple = ()
    signatures: tuple[tuple[str, str], ...] = ()
    landscape: bool = False

    def to_bytes(self, extension):
        """The file of an extension of ``FORMATS``."""
        return {"pdf": parts_to_pdf, "xlsx": parts_to_xlsx, "docx": parts_to_docx}[extension](self)


def parts_to_pdf(report):
    context = {"report": report, "title": report.title}
    return pdf.render_pdf("papers/parts.html", context, landscape=report.landscape)


def parts_to_docx(report):
    document = Document()
    set_styles(document)
    set_page(document, report.landscape)
    properties = document.core_properties
    properties.title, properties.author, properties.language = report.title, "", "ru-RU"
    across = TWIPS_ACROSS[report.landscape]
    if report.stamps:
        add_stamps(document, report.stamps, across)
    document.add_heading(no_control_characters(report.title), level=1)
    if report.subtitle:
        add(document, report.subtitle).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in report.parts:
        write_part(document, part, across)
    for post, name in report.signatures:
        keep_last_with_next(document)
        line = add(document, f"{post}\t____________________\u00a0{name}", before=24)
        line.paragraph_format.tab_stops.add_tab_stop(Twips(across), WD_TAB_ALIGNMENT.RIGHT)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_part(document, part, across):
    heading = add(document, part.title, bold=True, before=14, after=6)
    heading.paragraph_format.keep_with_next = True
    for text in part.paragraphs:
        paragraph = add(document, text, after=4)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(12.5)
    if part.table:
        document.element.body.insert(-1, table_element(document, part.table, across))
        for note in part.table.notes:
            add(document, note, before=4)


def add(document, text, *, bold=False, before=0, after=0):
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.add_run(no_control_characters(text)).bold = bold
    return paragraph


def parts_to_xlsx(report):
    """One sheet for each part with a table, under its heading; the words of a part stand above its table."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator, book.properties.language = report.title, "", "ru-RU"
    for part in report.parts:
        if part.table:
            write_sheet(book.create_sheet(sheet_name(part.title, book.sheetnames)), report, part)
    if not book.sheetnames:
        put(book.create_sheet(sheet_name(report.title, ())), 1, 1, report.title, framed=False)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_sheet(sheet, report, part):
    row, last = 1, len(part.table.columns)
    for text, bold in ((report.title, True), (report.subtitle, False), (part.title, True)):
        if text:
            row = line(sheet, row, last, text, bold=bold)
    for text in part.paragraphs:
        row = line(sheet, row, last, text)
    header = row
    for place, (column, share) in enumerate(zip(part.table.columns, part.table.shares, strict=True), 1):
        put(sheet, header, place, column.title, bold=True, centred=True)
        sheet.column_dimensions[get_column_letter(place)].width = max(share * WIDTH / 100, 6)
    for values in part.table.unmerged().rows:
        row += 1
        if isinstance(values, Heading):
            put(sheet, row, 1, values.text, bold=True)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
            continue
        for place, (column, value) in enumerate(zip(part.table.columns, values, strict=True), 1):
            is_number = isinstance(value, int | float)
            put(sheet, row, place, value if is_number else text_of(value), centred=column.centred)
        sheet.row_dimensions[row].height = row_height(values, part.table.shares, WIDTH)
    for note in part.table.notes:
        row = line(sheet, row + 1, last, note) - 1
    set_print(sheet, header, landscape=report.landscape)


def line(sheet, row, last, text, *, bold=False):
    """A text across the whole sheet, as high as it needs; answers the next row."""
    put(sheet, row, 1, text, bold=bold, framed=False)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[row].height = 15 * (1 + len(text) // WIDTH + text.count("\n"))
    return row + 1


def sheet_name(title, taken):
    """A name that a workbook takes: no signs of its own, thirty-one letters, each once."""
    plain = "".join(" " if sign in r"[]:*?/\'" else sign for sign in title).strip()[:28] or "Лист"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain} {number}", number + 1
    return name


FORMATS = {
    "pdf": pdf.MIME,
    "xlsx": xlsx.MIME,
    "docx": docx.MIME,
}
"""extension -> its type."""
