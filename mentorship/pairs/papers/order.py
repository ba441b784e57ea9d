"""The order on pairs as a paper: text, annexes, the sheet of acknowledgement. As a PDF or as a DOCX.

The school's own words stand in the order; numbers, dates and signatures that are not known are blanks for a pen.
"""

from dataclasses import dataclass
from datetime import date

from mentorship.common import ru
from mentorship.common.pdf import render_pdf
from mentorship.common.stamps import NO_DATE
from mentorship.common.table import Column, Lines, Table

from .. import annex
from .texts import ORDERS_LINE, TITLES

NO_NUMBER = "________"
ANNEX_TITLES = {
    annex.ADDED: "Список наставнических пар",
    annex.CHANGED: "Изменения в списке наставнических пар: смена наставника",
    annex.ENDED: "Список завершивших работу пар и участников",
}
ACKNOWLEDGED = "С приказом ознакомлены"
NUMBER = Column("№", 5, centred=True)
MENTOR = Column("Наставник (фамилия, имя, отчество, должность или класс)", 24)
MENTEE = Column("Наставляемый (фамилия, имя, отчество, класс или должность)", 24)
TERM, COORDINATOR = Column("Срок", 14), Column("Куратор", 15)
COLUMNS = {
    annex.ADDED: [NUMBER, MENTOR, MENTEE, Column("Форма, место встреч", 18), TERM, COORDINATOR],
    annex.CHANGED: [
        NUMBER,
        MENTEE,
        Column("Прежний наставник", 19),
        Column("Новый наставник (должность или класс)", 23),
        TERM,
        COORDINATOR,
    ],
    annex.ENDED: [NUMBER, MENTOR, MENTEE, Column("Дата завершения", 16), Column("Основание", 31)],
}
SHEET_COLUMNS = [
    NUMBER,
    Column("Фамилия, имя, отчество", 48),
    Column("Подпись", 23),
    Column("Дата ознакомления", 23),
]


@dataclass(frozen=True)
class Annex:
    """«Приложение 1», «к приказу от …», «№ …» line by line, and the table."""

    label: tuple
    table: Table


@dataclass(frozen=True)
class OrderPaper:
    """Everything that the sheets show. ``paragraphs`` are pairs of text and whether it is «ПРИКАЗЫВАЮ:»."""

    school: str
    place: str
    when: str
    number: str
    title: str
    paragraphs: tuple
    post: str
    director: str
    annexes: tuple
    sheet: Annex

    @property
    def file_title(self):
        return f"Приказ {self.title[0].lower()}{self.title[1:]}"


def paper_of(order, *, school):
    when = ru.long_date(order.day) if order.is_signed else NO_DATE
    number = order.number or NO_NUMBER
    return OrderPaper(
        school=ru.unbroken(school.full_name),
        place=school.city,
        when=when,
        number=number,
        title=TITLES[order.kind],
        paragraphs=tuple((ru.unbroken(one), one == ORDERS_LINE) for one in paragraphs_of(order.text)),
        post=school.director_post,
        director=ru.signature_name(school.director_name),
        annexes=tuple(annexes_of(order, when, number)),
        sheet=Annex(reference(when, number), sheet_of(order)),
    )


def paragraphs_of(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def annexes_of(order, when, number):
    """The parts that the order has, numbered where there are several."""
    there = [part for part in annex.PARTS if any(line["part"] == part for line in order.rows)]
    for place, part in enumerate(there, 1):
        word = f"Приложение {place}" if len(there) > 1 else "Приложение"
        rows = [line for line in order.rows if line["part"] == part]
        yield Annex((word, *reference(when, number)), table_of(part, rows))


def reference(when, number):
    """To which order a sheet belongs, in lines of a corner."""
    return f"к приказу от {when}", f"№\u00a0{number}"


def table_of(part, lines):
    rows = [[str(number), *CELLS[part](line)] for number, line in enumerate(lines, 1)]
    return Table(ANNEX_TITLES[part], COLUMNS[part], rows)


def added_cells(line):
    joins = ["(в состав группы)"] if line.get("joins") else []
    form = ", ".join(part for part in (line["form"], line["variant"]) if part)
    return [
        named(line["mentor"], line["about"]),
        Lines(tuple(mentees_of(line) + joins)),
        Lines(tuple(part for part in (form, line["place"]) if part)),
        term_of(line),
        short(line["coordinator"]),
    ]


def changed_cells(line):
    new = named(line["mentor"], line["about"])
    return [Lines(tuple(mentees_of(line))), line["was"], new, term_of(line), short(line["coordinator"])]


def ended_cells(line):
    mentees = Lines(tuple(mentees_of(line)))
    return [named(line["mentor"], line["about"]), mentees, day_of(line["on"]), line["reason"]]


CELLS = {annex.ADDED: added_cells, annex.CHANGED: changed_cells, annex.ENDED: ended_cells}


def named(name, about):
    return ", ".join(part for part in (name, about) if part)


def mentees_of(line):
    """The mentees of a line, numbered where it is a group."""
    names = [named(*one) for one in line["mentees"]]
    return names if len(names) == 1 else [f"{number}) {name}" for number, name in enumerate(names, 1)]


def short(name):
    """«Лебедева О. Н.»: a narrow column may part the surname from the initials, but not those."""
    return f"{ru.name_parts(name)[0]} {ru.unbroken(ru.initials(name))}".strip() if name else ""


def day_of(text):
    return ru.short_date(date.fromisoformat(text)) if text else ""


def term_of(line):
    first, last = day_of(line["from"]), day_of(line["to"])
    return Lines(tuple(f"{word}\u00a0{day}" for word, day in (("с", first), ("по", last)) if day))


def sheet_of(order):
    """Who signs that the order is known: mentors and coordinators of its lines, each once."""
    mentors = dict.fromkeys(named(line["mentor"], line["about"]) for line in order.rows)
    coordinators = dict.fromkeys(f"{line['coordinator']}, куратор" for line in order.rows if line["coordinator"])
    names = [*coordinators, *mentors]
    return Table(ACKNOWLEDGED, SHEET_COLUMNS, [[str(place), name, "", ""] for place, name in enumerate(names, 1)])


def order_to_pdf(paper):
    return render_pdf("pairs/papers/order.html", {"paper": paper, "title": paper.file_title})


def sheet_to_pdf(paper):
    """The sheet of acknowledgement alone, to be printed before the rest is ready."""
    return render_pdf("pairs/papers/sheet.html", {"paper": paper, "title": ACKNOWLEDGED})
