"""The order on pairs as a DOCX that an office retouches: the same sheets as the PDF."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from mentorship.common.docx import set_page, set_styles, table_element
from mentorship.common.docx_parts import element, no_control_characters

LEFT, ACROSS = Mm(30), Mm(170)
TWIPS = 9638
"""The text's width in twentieths of a point."""
INDENT, ANNEX_LEFT = Mm(12.5), Mm(90)
MIN_ROW = 454
MIDDLE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_TAB_ALIGNMENT.RIGHT


def order_to_docx(paper):
    document = Document()
    set_styles(document)
    set_page(document, landscape=False)
    document.sections[0].left_margin = LEFT
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.file_title, "", "ru-RU"
    write_order(document, paper)
    for annex in paper.annexes:
        write_annex(document, annex.label, annex.table)
    write_annex(document, paper.sheet.label, paper.sheet.table, min_row=MIN_ROW)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_order(document, paper):
    add(document, paper.school, alignment=MIDDLE, after=20)
    document.add_heading("ПРИКАЗ", level=1).paragraph_format.space_after = Pt(14)
    facts = add(document, f"{paper.when}\t№\u00a0{paper.number}", after=8)
    facts.paragraph_format.tab_stops.add_tab_stop(ACROSS, RIGHT)
    if paper.place:
        add(document, paper.place, alignment=MIDDLE)
    add(document, paper.title, bold=True, before=20, after=16).paragraph_format.keep_with_next = True
    for text, is_command in paper.paragraphs:
        if is_command:
            add(document, text, before=8, after=8)
            continue
        paragraph = add(document, text, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, after=4)
        paragraph.paragraph_format.first_line_indent = INDENT
        paragraph.paragraph_format.line_spacing = 1.15
    director = paper.director or "_" * 20
    sign = add(document, f"{paper.post}\t{director}", before=40)
    sign.paragraph_format.tab_stops.add_tab_stop(ACROSS, RIGHT)


def write_annex(document, label, table, *, min_row=0):
    """From a new sheet: to what it belongs, its title, its table."""
    document.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False
    for line in label:
        add(document, line).paragraph_format.left_indent = ANNEX_LEFT
    heading = add(document, table.title, bold=True, alignment=MIDDLE, before=14, after=12)
    heading.paragraph_format.keep_with_next = True
    made = table_element(document, table, TWIPS)
    if min_row:
        for row in made.iterchildren(element("w:tr").tag):
            row.trPr.append(element("w:trHeight", val=min_row, hRule="atLeast"))
    document.element.body.insert(-1, made)


def add(document, text, *, alignment=None, bold=False, before=0, after=0):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.add_run(no_control_characters(text)).bold = bold
    return paragraph
