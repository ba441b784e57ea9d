"""A Table as a DOCX that an office can retouch: merged cells, repeated header row, numbered lists, page numbers."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mentorship.common.docx_parts import add_page_number, element, new_list, no_control_characters, set_language
from mentorship.common.table import SAME, Heading, Steps, text_of

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
TABLE_SIZE = 20
"""Half-points: the table is set in 10 pt as on paper."""
TWIPS_ACROSS = {True: 15137, False: 10205}
"""Text width of A4 with margins of 20 and 10 mm, landscape and portrait, in twentieths of a point."""


def table_to_docx(table, *, landscape=True, stamps=()):
    """Grifs, title, subtitle, the table, notes."""
    document = Document()
    set_styles(document)
    set_page(document, landscape)
    properties = document.core_properties
    properties.title, properties.author, properties.language = table.title, "", "ru-RU"
    if stamps:
        add_stamps(document, stamps, TWIPS_ACROSS[landscape])
    document.add_heading(no_control_characters(table.title), level=1)
    if table.subtitle:
        document.add_paragraph(no_control_characters(table.subtitle)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.element.body.insert(-1, table_element(document, table, TWIPS_ACROSS[landscape]))
    for note in table.notes:
        document.add_paragraph(no_control_characters(note))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def set_styles(document):
    for name, size, bold in (("Normal", 12, False), ("Heading 1", 14, True)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
            fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0 if name == "Normal" else 6)
    document.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_language(document, "ru-RU")


def set_page(document, landscape):
    section = document.sections[0]
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_page_number(paragraph)


def add_stamps(document, stamps, across):
    """A frameless table of one row: УТВЕРЖДАЮ at the right, others to the left of it."""
    width = 4535
    gaps = max(across - width * max(len(stamps), 2), 0)
    columns = [None, *stamps] if len(stamps) == 1 else list(stamps)
    grid = document.add_table(rows=1, cols=len(columns))
    grid.autofit = False
    for place, (cell, stamp) in enumerate(zip(grid.rows[0].cells, columns, strict=True)):
        cell.width = grid.columns[place].width = Pt((width + (gaps if place == 0 else 0)) / 20)
        lines = stamp.lines if stamp else [""]
        cell.paragraphs[0].text = no_control_characters(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(no_control_characters(line)).paragraph_format.space_before = Pt(4)
    document.add_paragraph()


def table_element(document, table, across):
    """The table element, built directly: python-docx looks every cell up anew and is slow on a long roadmap."""
    widths = [round(across * share / 100) for share in table.shares]
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties = element("w:tblPr")
    properties.append(element("w:tblW", w=sum(widths), type="dxa"))
    properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side, width in (("top", 30), ("left", 80), ("bottom", 30), ("right", 80)):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    properties.append(margins)
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=width))
    result = element("w:tbl")
    result.append(properties)
    result.append(grid)
    result.append(_header_row(table, widths))
    for index, row in enumerate(table.rows):
        if isinstance(row, Heading):
            result.append(_heading_row(row, widths))
        else:
            result.append(_row(document, table, index, widths))
    return result


def _header_row(table, widths):
    row = _new_row(is_header=True)
    for column, width in zip(table.columns, widths, strict=True):
        cell = _cell(width)
        cell.append(_paragraph(column.title, bold=True, centred=True))
        row.append(cell)
    return row


def _heading_row(heading, widths):
    row = _new_row()
    cell = _cell(sum(widths), span=len(widths))
    cell.append(_paragraph(heading.text, bold=True))
    row.append(cell)
    return row


def _row(document, table, index, widths):
    row = _new_row()
    values = table.rows[index]
    after = table.rows[index + 1] if index + 1 < len(table.rows) else None
    for place, (value, column, width) in enumerate(zip(values, table.columns, widths, strict=True)):
        goes_on = after is not None and not isinstance(after, Heading) and after[place] is SAME
        cell = _cell(width, merge="continue" if value is SAME else "restart" if goes_on else None)
        if isinstance(value, Steps) and value:
            numbering = new_list(document)
            for line in value.lines:
                cell.append(_paragraph(line, numbering=numbering))
        else:
            for line in text_of(value).split("\n"):
                cell.append(_paragraph(line, centred=column.centred))
        row.append(cell)
    return row


def _new_row(*, is_header=False):
    row = element("w:tr")
    properties = element("w:trPr")
    properties.append(element("w:cantSplit"))
    if is_header:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    return row


def _cell(width, *, span=1, merge=None):
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("w:gridSpan", val=span))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    cell = element("w:tc")
    cell.append(properties)
    return cell


def _paragraph(text, *, bold=False, centred=False, numbering=None):
    paragraph, properties = element("w:p"), element("w:pPr")
    if numbering is not None:
        list_item = element("w:numPr")
        list_item.append(element("w:ilvl", val="0"))
        list_item.append(element("w:numId", val=numbering))
        properties.append(list_item)
    if centred:
        properties.append(element("w:jc", val="center"))
    paragraph.append(properties)
    run, run_properties = element("w:r"), element("w:rPr")
    if bold:
        run_properties.append(element("w:b"))
    run_properties.append(element("w:sz", val=TABLE_SIZE))
    run.append(run_properties)
    content = OxmlElement("w:t")
    content.text = no_control_characters(text)
    content.set(qn("xml:space"), "preserve")
    run.append(content)
    paragraph.append(run)
    return paragraph
