"""The act by which a mentor hands the mentees over to another one: what was done, what goes on, who signs."""

from django.db.models import Q

from mentorship.common import ru
from mentorship.common.table import Column, Table
from mentorship.people.papers.paper import Line, Paper, Signature, papers_to_docx, papers_to_pdf

from ..annex import about, mentees_of
from ..journal import KINDS, hours_of, totals_of
from ..models import DevelopmentPlan, Meeting, PairFile, PlanItem

TITLE = "Акт передачи наставляемых"
NO_MENTOR = ""


def handover_paper(old, new, *, school, day):
    """``new`` is the pair that goes on, or None as long as nobody is found: then a blank is left for the name."""
    held = Meeting.objects.held().filter(pairing=old)
    open_items = PlanItem.objects.open().filter(section__plan__pairing=old).select_related("section__plan")
    return Paper(
        title=TITLE.upper(),
        subtitle=school.short_name,
        lines=tuple(lines_of(old, new)),
        paragraphs=tuple(paragraphs_of(old, held)),
        table=table_of(old, list(open_items.order_by("due_on", "pk"))),
        after=tuple(after_of(old)),
        signatures=tuple(signatures_of(old, new)),
    )


def named(person):
    return ", ".join(part for part in (person.full_name, about(person)) if part)


def lines_of(old, new):
    yield Line("Передаёт:", named(old.mentor.person))
    yield Line("Принимает:", named(new.mentor.person) if new else NO_MENTOR)
    yield Line("Наставляемые:", "; ".join(named(one.person) for one in mentees_of(old)), lines=2)
    yield Line("Форма наставничества:", old.form.title if old.form else "")
    yield Line("Дата передачи:", ru.long_date(old.ended_on) if old.ended_on else "")


def paragraphs_of(old, held):
    totals = totals_of(held)
    yield f"За время работы пары: {totals.words[0].lower()}{totals.words[1:]}."
    last = held.order_by("-day", "-at", "-pk").first()
    if last:
        yield f"Последняя встреча: {ru.long_date(last.day)}, {KINDS[last.kind]}, {hours_of(last.minutes)}."
        if last.agreed:
            yield f"Договорённости последней встречи: {last.agreed}"
    if old.handover:
        yield from (line for line in old.handover.splitlines() if line.strip())


def table_of(old, items):
    """What of the plans is left to do; a blank line where there is no plan."""
    columns = [
        Column("№", 6, centred=True),
        Column("Что осталось по плану развития", 48),
        Column("Срок", 16),
        Column("Ожидаемый результат", 30),
    ]
    rows = [[str(number), item.task, item.due_on, item.planned] for number, item in enumerate(items, 1)]
    return Table("Остаток плана", columns, rows or [["", "", "", ""]])


def after_of(old):
    done = DevelopmentPlan.objects.living().filter(pairing=old, state=DevelopmentPlan.State.DONE).count()
    if done:
        yield f"Выполнено планов развития: {done}."
    papers = PairFile.objects.filter(Q(pairing=old), deleted_at=None).order_by("kind", "pk")
    if titles := [str(one) for one in papers]:
        yield "Переданы документы и материалы: " + "; ".join(titles) + "."


def signatures_of(old, new):
    yield Signature("Передал(а)", old.mentor.person.full_name)
    yield Signature("Принял(а)", new.mentor.person.full_name if new else "")
    yield Signature("Куратор", old.coordinator.get_full_name() if old.coordinator else "")


def handover_to_pdf(paper):
    return papers_to_pdf([paper], TITLE)


def handover_to_docx(paper):
    return papers_to_docx([paper], TITLE)
