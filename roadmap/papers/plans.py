"""The plan of a month and the plan of one who answers: what is to be done, by whom, with room for a mark by pen."""

from dataclasses import dataclass, field
from datetime import date

from mentorship.common import ru
from mentorship.common.table import Column, Heading, Steps, Table

from ..outline import Term
from .roadmap import parties_text

NOTHING_PLANNED = "Мероприятий нет."


@dataclass(frozen=True)
class PlanItem:
    """An activity as plans list it; ``done_on`` fills the mark."""

    stage_number: int
    stage_title: str
    title: str
    term: Term
    steps: tuple[str, ...] = ()
    responsible: tuple = field(default=())
    done_on: date | None = None

    @property
    def mark(self):
        return f"Выполнено {ru.short_date(self.done_on)}" if self.done_on else ""


def month_plan(items, month, *, programme_title, party=None):
    """«План работы на март 2022 г.»: ``items`` are the activities whose term meets the month."""
    title = f"План работы на {ru.month_year(month)}{ru.NBSP}г."
    about = [programme_title]
    if party:
        about.append(f"Ответственный: {party}")
    columns = [
        Column("№", 4, centred=True),
        Column("Мероприятие", 20),
        Column("Содержание деятельности", 31),
        Column("Срок", 13),
        Column("Ответственные", 18),
        Column("Отметка о выполнении", 14),
    ]
    rows = with_stages(
        items,
        lambda number, item: [
            number,
            item.title,
            Steps(item.steps),
            term_text(item.term),
            parties_text(item.responsible),
            item.mark,
        ],
    )
    return Table(title, columns, rows, subtitle=". ".join(about), notes=[] if rows else [NOTHING_PLANNED])


def person_plan(items, *, party, programme_title, period):
    """What one party answers for, in the order of the roadmap."""
    columns = [
        Column("№", 5, centred=True),
        Column("Мероприятие", 28),
        Column("Содержание деятельности", 35),
        Column("Срок", 16),
        Column("Отметка о выполнении", 16),
    ]
    rows = with_stages(
        items, lambda number, item: [number, item.title, Steps(item.steps), term_text(item.term), item.mark]
    )
    title = f"План работы на {period}: {party}"
    return Table(title, columns, rows, subtitle=programme_title, notes=[] if rows else [NOTHING_PLANNED])


def with_stages(items, row_of):
    """Numbered rows under the headings of their stages."""
    rows, stage = [], None
    for number, item in enumerate(items, 1):
        if stage != (item.stage_number, item.stage_title):
            stage = (item.stage_number, item.stage_title)
            rows.append(Heading(f"{item.stage_number}. {item.stage_title}"))
        rows.append(row_of(number, item))
    return rows


def term_text(term):
    """The document's words, and the last day where the words do not tell it."""
    if term.text or not term.last:
        return term.text
    return f"до {ru.short_date(term.last)}"
