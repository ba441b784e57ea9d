"""What stands on a paper, in the order of GOST R 7.0.97-2025: head, heading, text, signatures, annexes.

The page, the PDF and the DOCX read the same ``Sheets`` (``printing``). Number, day and signatures that are not known
are blanks for a pen; nothing is ever drawn as signed.
"""

import re
from dataclasses import dataclass

from mentorship.common import ru
from mentorship.common.stamps import NO_DATE, approval

from .fields import INFLECTED, TABLE, in_case
from .kinds import KINDS, ORDERS_LINE
from .models import Paper
from .tables import ACKNOWLEDGED, BY_PEN, TITLES, as_table

NO_NUMBER = "________"
ACKNOWLEDGED_TITLE = TITLES[ACKNOWLEDGED]
TEXT, COMMAND, HEADING, TABLE_BLOCK, PEN = "text", "command", "heading", "table", "pen"


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, «ПРИКАЗЫВАЮ:», a line for a pen or a table, in the order of the text.

    A table says its title itself unless a heading above it does. ``label`` is of an annex: «Приложение 1 к приказу…».
    """

    kind: str
    text: str = ""
    table: object = None
    by_pen: bool = False
    label: tuple = ()


@dataclass(frozen=True)
class Letter:
    """Words to one person: the name stands large between them."""

    before: tuple
    name: str
    after: tuple


@dataclass(frozen=True)
class Sheets:
    """Everything that a paper shows. ``signatures`` are pairs (post, name); a name that is not known is a line.

    Tables of an order stand behind the signature: who has read it on the same sheet, annexes on sheets of their own.
    """

    school: str
    word: str
    when: str
    number: str
    place: str
    heading: str
    blocks: tuple
    signatures: tuple
    stamps: tuple
    is_order: bool
    annexes: tuple = ()
    acknowledged: tuple = ()
    letter: Letter | None = None

    @property
    def title(self):
        if self.is_order:
            return f"{self.word.capitalize()} {self.heading[:1].lower()}{self.heading[1:]}"
        return self.heading


def sheets_of(paper):
    """The sheets of a kept or an unsaved paper."""
    kind, school = KINDS[paper.code], paper.programme.school
    blocks = list(blocks_of(paper.text, paper.tables))
    is_known = paper.state == Paper.State.SIGNED or (kind.facts and not kind.is_order)
    when = ru.unbroken(held(ru.long_date(paper.day))) if is_known else NO_DATE
    number = paper.number or NO_NUMBER
    body, behind = parted(blocks) if kind.is_order else (blocks, [])
    has_facts = kind.is_order or kind.facts
    return Sheets(
        school=ru.unbroken(school.full_name),
        word="ПРИКАЗ" if kind.is_order else "",
        when=when if has_facts else "",
        number=number if kind.is_order or kind.facts == "number" else "",
        place=school.city if has_facts else "",
        heading=paper.heading.upper() if kind.is_letter else paper.heading,
        blocks=tuple(body),
        signatures=tuple(signatures_of(kind, paper)),
        stamps=(stamp_of(school),) if kind.approved else (),
        is_order=kind.is_order,
        annexes=tuple(annexes_of(behind, when, number)),
        acknowledged=tuple(one for one in behind if one.table.title == ACKNOWLEDGED_TITLE),
        letter=letter_of(body, paper.person) if kind.is_letter else None,
    )


def blocks_of(text, tables):
    """Every line is a block: «# …» a heading, «{таблица:…}» a table that was made with the paper, «____» for a pen.

    A table that was not made with it stays as it is typed: nothing of a text goes without a word.
    """
    is_headed = False
    for line in text.splitlines():
        line = " ".join(line.split())
        if not line:
            continue
        name = line.strip("{}").removeprefix(TABLE).strip() if line.startswith("{" + TABLE) else ""
        if name in tables:
            table = as_table(name, tables[name])
            is_blank = not any(cell for row in table.rows for cell in row)
            yield Block(TABLE_BLOCK, "" if is_headed else table.title, table, by_pen=is_blank or name in BY_PEN)
        elif line.startswith("#"):
            yield Block(HEADING, held(line.lstrip("# ")))
        elif set(line) == {"_"}:
            yield Block(PEN, line)
        else:
            yield Block(COMMAND if line == ORDERS_LINE else TEXT, held(line))
        is_headed = line.startswith("#")


def held(line):
    """A line with the spaces that it must not end at: «№ 5», «А. Б. Иванов», «2027 г.», «8 «Б»»."""
    return re.sub(r"(\d) (?=г\.|«[А-ЯЁ]»)", rf"\1{ru.NBSP}", ru.unbroken(line))


def parted(blocks):
    """The text of an order and its tables, which stand behind the signature."""
    return [one for one in blocks if one.kind != TABLE_BLOCK], [one for one in blocks if one.kind == TABLE_BLOCK]


def annexes_of(behind, when, number):
    """Tables of an order but the one of who has read it, each with «Приложение … к приказу»."""
    tables = [one for one in behind if one.table.title != ACKNOWLEDGED_TITLE]
    for place, one in enumerate(tables, 1):
        name = f"Приложение {place}" if len(tables) > 1 else "Приложение"
        label = (name, "к приказу", f"от {when} №{ru.NBSP}{number}")
        yield Block(TABLE_BLOCK, one.table.title, one.table, one.by_pen, label)


def letter_of(blocks, person):
    """The first line with the person's name, in whatever case, is parted around it."""
    names = [person.full_name, *(ru.inflected(person.full_name, case) for case in INFLECTED.values())] if person else []
    before, name, after = [], "", []
    for text in (one.text for one in blocks):
        found = "" if name else next((one for one in names if one in text), "")
        if not found:
            (after if name else before).append(text)
            continue
        name = found
        first, _name, last = text.partition(found)
        before += [first.strip(" –—")] if first.strip(" –—") else []
        after += [last.strip(" –—")] if last.strip(" –—") else []
    return Letter(tuple(before), name, tuple(after))


def signatures_of(kind, paper):
    """Who signs by pen below the text, by the kind."""
    school, coordinator = paper.programme.school, coordinator_of(paper.programme)
    director = (school.director_post, short(school.director_name))
    return {
        "director": [director],
        "coordinator": [("Куратор программы", coordinator)],
        "council": [("Председатель", ""), ("Секретарь", "")],
        "both": [
            ("Сдал", short(paper.values.get("сдаёт"))),
            ("Принял", short(paper.values.get("принимает"))),
            director,
        ],
    }.get(kind.signed_by, [])


def coordinator_of(programme):
    return short(programme.coordinator.user.get_full_name()) if programme.coordinator else ""


def short(name):
    return ru.signature_name(name) if name else ""


def stamp_of(school):
    return approval(
        post=school.director_post,
        school_name=in_case(school.name_genitive, school),
        director_name=school.director_name,
        by_order=False,
    )
