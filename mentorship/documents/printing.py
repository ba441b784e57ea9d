"""A paper as a PDF by GOST R 7.0.97-2025 and as a DOCX with the same words.

Margins 20/10/20/20 mm, 30 mm left for orders, which are kept for ever; page numbers from the second sheet on top in
the middle (paper.css).
"""

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt, Twips

from mentorship.common import docx, pdf
from mentorship.common.docx_parts import keep_last_with_next, no_control_characters

from .sheets import COMMAND, HEADING, PEN, TABLE_BLOCK, TEXT, sheets_of

LINE = "____________________"
LEFT = {True: Mm(30), False: Mm(20)}
ACROSS = {True: Mm(170), False: Mm(180)}
TWIPS = {True: 9638, False: 10205}
MIDDLE = WD_ALIGN_PARAGRAPH.CENTER


def paper_to_pdf(paper):
    sheets = sheets_of(paper)
    return pdf.render_pdf("documents/papers/paper.html", {"paper": sheets, "title": sheets.title})


def paper_to_docx(paper):
    sheets = sheets_of(paper)
    document = Document()
    docx.set_styles(document)
    docx.set_page(document, landscape=False)
    document.sections[0].left_margin = LEFT[sheets.is_order]
    properties = document.core_properties
    properties.title, properties.author, properties.language = sheets.title, "", "ru-RU"
    across = TWIPS[sheets.is_order]
    if sheets.stamps:
        docx.add_stamps(document, sheets.stamps, across)
    write_head(document, sheets)
    if sheets.letter:
        write_letter(document, sheets.letter)
    else:
        for block in sheets.blocks:
            write_block(document, block, across)
    write_foot(document, sheets, across)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_head(document, sheets):
    add(document, sheets.school, alignment=MIDDLE, after=16)
    document.add_heading(no_control_characters(sheets.word or sheets.heading), level=1)
    if sheets.letter:
        return
    if sheets.when:
        number = f"\t№\u00a0{sheets.number}" if sheets.number else ""
        across(add(document, f"{sheets.when}{number}", after=8), sheets)
    if sheets.place:
        add(document, sheets.place, alignment=MIDDLE, after=8)
    if sheets.is_order:
        add(document, sheets.heading, bold=True, before=16, after=12).paragraph_format.keep_with_next = True


def write_letter(document, letter):
    for text in letter.before:
        add(document, text, alignment=MIDDLE, before=12)
    add(document, letter.name, alignment=MIDDLE, bold=True, before=16, after=10).runs[0].font.size = Pt(20)
    for text in letter.after:
        add(document, text, alignment=MIDDLE, before=6)


def write_foot(document, sheets, width):
    """Signatures, who has read the order, annexes on sheets of their own."""
    for post, name in sheets.signatures:
        keep_last_with_next(document)
        across(add(document, f"{post}\t{name or LINE}", before=30), sheets)
    if sheets.letter:
        add(document, ", ".join(filter(None, (sheets.place, sheets.when))), alignment=MIDDLE, before=30)
    for block in sheets.acknowledged:
        write_block(document, block, width)
    for block in sheets.annexes:
        for place, line in enumerate(block.label):
            paragraph = add(document, line)
            paragraph.paragraph_format.left_indent = ACROSS[sheets.is_order] - Mm(80)
            paragraph.paragraph_format.page_break_before = place == 0
        write_block(document, block, width)


def write_block(document, block, width):
    if block.kind == TABLE_BLOCK:
        if block.text:
            heading = add(document, block.text, bold=True, before=14, after=6)
            heading.alignment = MIDDLE if block.label else None
            heading.paragraph_format.keep_with_next = True
        document.element.body.insert(-1, docx.table_element(document, block.table, width))
        return
    if block.kind == PEN:
        paragraph = add(document, "\t", before=6)
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            Twips(width), WD_TAB_ALIGNMENT.RIGHT, leader=WD_TAB_LEADER.LINES
        )
        return
    paragraph = add(document, block.text, bold=block.kind == HEADING, before=0 if block.kind == TEXT else 8, after=4)
    paragraph.paragraph_format.keep_with_next = block.kind in (HEADING, COMMAND)
    if block.kind == TEXT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(12.5)


def across(paragraph, sheets):
    """What stands behind the tab goes to the right margin."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(ACROSS[sheets.is_order], WD_TAB_ALIGNMENT.RIGHT)


def add(document, text, *, alignment=None, bold=False, before=0, after=0):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.add_run(no_control_characters(text)).bold = bold
    return paragraph


FILES = {"pdf": (paper_to_pdf, pdf.MIME), "docx": (paper_to_docx, docx.MIME)}
