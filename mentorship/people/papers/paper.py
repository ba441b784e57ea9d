"""A paper of one person: title, lines to fill in, text, a table to fill in, signatures. As a PDF or as a DOCX."""

from dataclasses import dataclass, field
from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from mentorship.common.docx import TWIPS_ACROSS, add_stamps, set_page, set_styles, table_element
from mentorship.common.docx_parts import element, no_control_characters
from mentorship.common.pdf import render_pdf
from mentorship.common.table import Table

ACROSS = Mm(180)
SMALL, USUAL = Pt(8), Pt(12)
INDENT = Mm(10)
DATE = "«___»\u00a0___________\u00a020__\u00a0г."
MIN_ROW = 480
"""Height of a row that is filled in by pen, in twentieths of a point."""


@dataclass(frozen=True)
class Line:
    """A label and what is known, on a line that a pen can go on; ``caption`` stands below in small letters."""

    label: str
    value: str = ""
    caption: str = ""
    lines: int = 1
    """How many lines a pen needs when nothing is known."""

    @property
    def empty_lines(self):
        return range(self.lines - 1)


@dataclass(frozen=True)
class Signature:
    """Who signs: a line for the signature, the name in full or a line for it, a line for the date."""

    who: str
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """One paper; a file holds many, each from a new sheet."""

    title: str
    subtitle: str = ""
    lines: tuple[Line, ...] = ()
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    stamps: tuple = field(default=())


def papers_to_pdf(papers, title):
    """All the papers in one tagged file; their tables have the same columns."""
    shares = next((paper.table.shares for paper in papers if paper.table), ())
    return render_pdf("people/papers/paper.html", {"papers": papers, "title": title}, shares=shares)


def papers_to_docx(papers, title):
    """All the papers in one file, each a section of its own, so that pages are numbered within a paper."""
    document = Document()
    set_styles(document)
    set_page(document, landscape=False)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "ru-RU"
    for place, paper in enumerate(papers):
        if place:
            document.add_section(WD_SECTION.NEW_PAGE)
        document.sections[-1]._sectPr.append(element("w:pgNumType", start=1))
        write(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write(document, paper):
    if paper.stamps:
        add_stamps(document, paper.stamps, TWIPS_ACROSS[False])
    heading = document.add_heading(no_control_characters(paper.title), level=1)
    heading.paragraph_format.space_after = Pt(0 if paper.subtitle else 6)
    if paper.subtitle:
        add_text(document, paper.subtitle, alignment=WD_ALIGN_PARAGRAPH.CENTER, after=6)
    for line in paper.lines:
        write_line(document, line)
    for text in paper.paragraphs:
        add_text(document, text, indent=INDENT)
    if paper.table:
        write_table(document, paper.table)
    for text in paper.after:
        add_text(document, text, indent=INDENT)
    for signature in paper.signatures:
        write_signature(document, signature)


def add_text(document, text, *, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=None, after=2):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    shape = paragraph.paragraph_format
    shape.space_after, shape.first_line_indent = Pt(after), indent
    paragraph.add_run(no_control_characters(text)).font.size = USUAL
    return paragraph


def write_line(document, line):
    """The label, the value underlined, and a leader of underscores to the right margin."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    paragraph.add_run(f"{line.label} ").font.size = USUAL
    if line.value:
        value = paragraph.add_run(no_control_characters(line.value))
        value.font.size, value.underline = USUAL, True
    paragraph.add_run("\t").font.size = USUAL
    if not line.value:
        for _number in line.empty_lines:
            paragraph.add_run().add_break()
            paragraph.add_run("\t").font.size = USUAL
    if line.caption:
        add_caption(document, line.caption)


def add_caption(document, text):
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).font.size = SMALL


def write_table(document, table):
    made = table_element(document, table, TWIPS_ACROSS[False])
    for row in made.iterchildren(element("w:tr").tag):
        row.trPr.append(element("w:trHeight", val=MIN_ROW, hRule="atLeast"))
    document.element.body.insert(-1, made)
    document.add_paragraph().paragraph_format.line_spacing = Pt(4)


def write_signature(document, signature):
    """«Участник ____________ Иванов Пётр Сергеевич «__» ______ 20__ г.» over the words what goes where."""
    paragraph = add_text(document, f"{signature.who}:", alignment=WD_ALIGN_PARAGRAPH.LEFT, after=0)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(8), True
    name = no_control_characters(signature.name) or "_" * 36
    paragraph = add_text(document, f"_______________\t{name}\t{DATE}", alignment=WD_ALIGN_PARAGRAPH.LEFT, after=0)
    paragraph.paragraph_format.keep_with_next = True
    captions = document.add_paragraph()
    captions.add_run("\t(подпись)\t(фамилия, имя, отчество)\t(дата)").font.size = SMALL
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(38))
    paragraph.paragraph_format.tab_stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT)
    for middle in (16, 78, 155):
        captions.paragraph_format.tab_stops.add_tab_stop(Mm(middle), WD_TAB_ALIGNMENT.CENTER)
