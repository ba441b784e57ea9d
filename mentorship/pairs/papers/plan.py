"""A development plan and a personalised programme as papers: A4 landscape, six columns, lines for signatures.

The head has form, variant, mentee with class or post, mentor with post, term. A programme begins with a title page with
its grifs. Signatures and dates that a pen must write are blanks.
"""

from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from mentorship.common import ru
from mentorship.common.docx import TWIPS_ACROSS, add_stamps, set_page, set_styles, table_element
from mentorship.common.docx_parts import no_control_characters
from mentorship.common.pdf import render_pdf
from mentorship.common.stamps import accepted_by, approval
from mentorship.common.table import Column, Heading, Table

from ..annex import about, mentees_of
from ..models import PlanKind
from ..planning import numbered

TITLES = {
    PlanKind.PLAN: "Индивидуальный план развития под руководством наставника",
    PlanKind.PROGRAMME: "Персонализированная программа наставничества",
}
COLUMNS = [
    Column("№", 5, centred=True),
    Column("Проект, задание", 29),
    Column("Срок", 9, centred=True),
    Column("Планируемый результат", 22),
    Column("Фактический результат", 22),
    Column("Оценка наставника", 13),
]
HEADINGS = {
    "relevance": "Пояснительная записка",
    "tasks": "Задачи",
    "difficulties": "Диагностика затруднений",
    "expected": "Ожидаемые результаты",
    "monitoring": "Мониторинг",
}
"""Parts of a programme that are paragraphs of the paper; the last two stand after the table."""
BEFORE, AFTER = ("relevance", "tasks", "difficulties"), ("expected", "monitoring")


@dataclass(frozen=True)
class PlanPaper:
    """``facts`` are pairs of label and value, ``before`` and ``after`` pairs of heading and paragraphs."""

    title: str
    facts: tuple
    table: Table
    signatures: tuple
    before: tuple = ()
    after: tuple = ()
    stamps: tuple = ()
    school: str = ""
    place: str = ""
    year: str = ""

    @property
    def is_programme(self):
        return bool(self.stamps)


def paper_of(plan, *, school):
    is_programme = plan.kind == PlanKind.PROGRAMME
    post, name = school.director_post, school.director_name
    stamps = (accepted_by(), approval(post=post, school_name=school.short_name, director_name=name, by_order=False))
    return PlanPaper(
        title=TITLES[plan.kind],
        facts=tuple(facts_of(plan)),
        table=table_of(plan),
        signatures=tuple(signatures_of(plan)),
        before=tuple(parts(plan, BEFORE)) if is_programme else (),
        after=tuple(parts(plan, AFTER)) if is_programme else (),
        stamps=stamps if is_programme else (),
        school=school.full_name,
        place=school.city,
        year=str(plan.starts_on.year) if plan.starts_on else "",
    )


def people_of(plan):
    """The mentees of the plan: its own, or all of the group."""
    return [plan.mentee] if plan.mentee_id else mentees_of(plan.pairing)


def facts_of(plan):
    pairing = plan.pairing
    mentor = pairing.mentor.person
    yield "Форма наставничества", pairing.form.title if pairing.form else ""
    yield "Ролевая модель", pairing.variant.title if pairing.variant else ""
    mentees = [", ".join(filter(None, (one.person.full_name, about(one.person)))) for one in people_of(plan)]
    yield "Ф.\u00a0И.\u00a0О. и класс (должность) наставляемого", "; ".join(mentees)
    yield (
        "Ф.\u00a0И.\u00a0О. и должность (класс) наставника",
        ", ".join(filter(None, (mentor.full_name, about(mentor)))),
    )
    yield "Срок осуществления плана", term_of(plan)
    if plan.texts.get("kind_of_mentoring"):
        yield "Вид наставничества", plan.texts["kind_of_mentoring"]
    yield "Цель", plan.goal


def term_of(plan):
    """«с 1 декабря 2021 г. по 28 мая 2022 г.», with blanks for days that are not known."""
    first, last = (ru.long_date(day) if day else "____________" for day in (plan.starts_on, plan.ends_on))
    return f"с {first} по {last}"


def table_of(plan):
    """Sections as headings, lines numbered «раздел.пункт»."""
    rows = []
    for number, section, lines in numbered(plan):
        rows.append(Heading(f"Раздел {number}. {section.title}"))
        rows += [[label, item.task, item.due_on, item.planned, item.actual, item.mark] for label, item in lines]
    return Table(TITLES[plan.kind], COLUMNS, rows)


def signatures_of(plan):
    yield "Наставник", ru.signature_name(plan.pairing.mentor.person.full_name)
    for one in people_of(plan):
        yield "Наставляемый", ru.signature_name(one.person.full_name)


def parts(plan, names):
    for name in names:
        if text := plan.texts.get(name, "").strip():
            yield HEADINGS[name], tuple(line.strip() for line in text.splitlines() if line.strip())


def plan_to_pdf(paper):
    return render_pdf(
        "pairs/papers/plan.html",
        {"paper": paper, "title": paper.title, "table": paper.table.flat()},
        landscape=True,
        shares=paper.table.shares,
    )


def plan_to_docx(paper):
    document = Document()
    set_styles(document)
    set_page(document, landscape=True)
    properties = document.core_properties
    properties.title, properties.author, properties.language = paper.title, "", "ru-RU"
    if paper.is_programme:
        write_title_page(document, paper)
        document.add_section(WD_SECTION.NEW_PAGE)
    else:
        document.add_heading(paper.title, level=1)
    for label, value in paper.facts:
        add(document, f"{label}: {value or '_' * 40}")
    write_parts(document, paper.before)
    document.element.body.insert(-1, table_element(document, paper.table, TWIPS_ACROSS[True]))
    write_parts(document, paper.after)
    for who, name in paper.signatures:
        add(document, f"{who} _____________________ {name or '_' * 30}   «___» ____________ 20__ г.", before=14)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write_title_page(document, paper):
    add(document, paper.school, alignment=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    add_stamps(document, paper.stamps, TWIPS_ACROSS[True])
    document.add_heading(paper.title, level=1).paragraph_format.space_before = Pt(60)
    place = ", ".join(part for part in (paper.place, paper.year) if part)
    add(document, place, alignment=WD_ALIGN_PARAGRAPH.CENTER, before=160)


def write_parts(document, found):
    for heading, paragraphs in found:
        add(document, heading, bold=True, before=8).paragraph_format.keep_with_next = True
        for text in paragraphs:
            add(document, text, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY).paragraph_format.first_line_indent = Mm(10)


def add(document, text, *, alignment=None, bold=False, before=0, after=2):
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.add_run(no_control_characters(text)).bold = bold
    return paragraph
