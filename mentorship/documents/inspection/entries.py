"""What lies in the folder: one Entry for each file or link, found stage by stage, read only when its turn comes.

Nothing of the psychologist's notes, of answers to questionnaires, of pay and of the remarks to meetings is here: an
inspection looks at the programme, not at people's confidences.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import merge
from operator import attrgetter

from django.db.models import Q
from django.utils.translation import override

from mentorship.common import ru, xlsx
from mentorship.common.table import Column, Table
from mentorship.pairs.journal import Month, meetings_of, table_of
from mentorship.pairs.models import DevelopmentPlan, Meeting, Pairing, PairOrder
from mentorship.pairs.papers.order import order_to_pdf
from mentorship.pairs.papers.order import paper_of as order_paper
from mentorship.pairs.papers.plan import paper_of as plan_paper
from mentorship.pairs.papers.plan import plan_to_docx
from mentorship.pairs.planning import with_items
from mentorship.people.models import Consent, Material, Mentee, Mentor, Register, Training
from mentorship.people.services.exporting import Choice, file_name, make_export
from mentorship.people.tables import official_columns
from mentorship.recognition.models import Award
from roadmap.models import Activity, Evidence
from roadmap.queries import current_roadmap
from roadmap.reports import roadmap_report
from surveys.models import Campaign, Invitation, Submission

from ..long import reports
from ..models import Paper
from ..printing import paper_to_pdf
from ..sheets import sheets_of
from . import names
from .streaming import chunks_of

Plan = DevelopmentPlan.State


@dataclass(frozen=True)
class Entry:
    """A file of the folder, or a link that only stands in the contents (``url``).

    ``section`` and ``title`` stand in the contents; ``read()`` gives the bytes piece by piece when its turn comes.
    """

    section: str
    title: str
    path: str = ""
    url: str = ""
    read: object = None


def made(section, title, path, make):
    """A file that the product makes at its turn."""

    def read():
        with override("ru"):
            yield make()

    return Entry(section, title, path, read=read)


def entries_of(programme, *, day, may_export):
    """All the entries in the order of the folder; ``may_export`` opens the registers with names."""
    for number, part in enumerate((roadmap, papers, people, trainings, plans, journals, surveys, monitoring)):
        if part is people and not may_export:
            continue
        yield from part(programme, day, f"{number + 1:02}")


def roadmap(programme, day, number):
    found = current_roadmap(programme)
    if found is None:
        return
    section = "Дорожная карта и подтверждения"
    place = f"{number} {section}"
    for kind in ("pdf", "xlsx"):
        path = f"{place}/Дорожная карта.{kind}"
        yield made(
            section, f"Дорожная карта, {kind.upper()}", path, lambda kind=kind: roadmap_report(found).to_bytes(kind)
        )
    proofs = Evidence.objects.filter(activity__in=Activity.objects.of(found).order_by().values("pk"))
    proofs = proofs.select_related("activity__stage")
    for proof in proofs.order_by("activity__stage__position", "activity__position", "added_at", "pk").iterator(200):
        stage, activity = proof.activity.stage, proof.activity
        about = f"{names.folder(f'Этап {stage.position}. {stage.title}')}"
        title = f"{activity.title}: {proof.file_name or 'подтверждение'}"
        if proof.url:
            yield Entry(f"Этап {stage.position}. {stage.title}", title, url=proof.url)
            continue
        under = names.folder(f"{stage.position}.{activity.position} {activity.title}")
        path = f"{place}/{about}/{under}/{names.file(proof.file_name or 'подтверждение')}"
        yield Entry(f"Этап {stage.position}. {stage.title}", title, path, read=lambda kept=proof: stored(kept.file))


def stored(field):
    return chunks_of(field.storage.open(field.name, "rb"))


def papers(programme, day, number):
    """Orders on pairs and every other paper that was signed, by their days; drafts are no evidence."""
    section = "Приказы и документы"
    orders = PairOrder.objects.filter(programme=programme).exclude(number="").order_by("day", "pk")
    signed = Paper.objects.filter(programme=programme, state=Paper.State.SIGNED, deleted_at=None)
    signed = signed.select_related("programme__school").order_by("day", "pk").iterator(100)
    for one in merge(orders, signed, key=attrgetter("day")):
        title, write = pair_order_file(one, programme.school) if isinstance(one, PairOrder) else paper_file(one)
        title = f"{title} от {ru.short_date(one.day)}" + (f" № {one.number}" if one.number else "")
        yield made(section, title, f"{number} {section}/{names.file(f'{title}.pdf')}", write)


def pair_order_file(order, school):
    sheets = order_paper(order, school=school)
    return sheets.file_title, partial(order_to_pdf, sheets)


def paper_file(paper):
    return sheets_of(paper).title, partial(paper_to_pdf, paper)


def people(programme, day, number):
    """Registers as everybody with the right takes them: without those who wait for a consent."""
    section, school = "Участники", programme.school
    for register, model in ((Register.MENTEES, Mentee), (Register.MENTORS, Mentor)):
        name = file_name(register, day, "xlsx")

        def register_file(register=register, model=model):
            choice = Choice(register, tuple(official_columns(register)))
            rows = model.objects.of(programme).order_by("person__name_key", "pk")
            return make_export(choice, rows, school=school, programme=programme, day=day).to_bytes("xlsx", school)

        yield made(section, name.removesuffix(".xlsx"), f"{number} {section}/{name}", register_file)
    for title, make in (("Реестр согласий", consents_table), ("Реестр награждений", awards_table)):
        yield made(section, title, f"{number} {section}/{title}.xlsx", lambda make=make: to_xlsx(make(programme, day)))


def consents_table(programme, day):
    """Who signed what and when: the papers themselves stay where the school keeps them."""
    taking_part = Q()
    for model in (Mentee, Mentor):
        taking_part |= Q(person__in=model.objects.of(programme).order_by().values("person"))
    rows = Consent.objects.valid_on(day).filter(taking_part)
    rows = rows.select_related("person__school_class").order_by("person__name_key", "kind", "pk")
    lines = [
        [str(place), one.person.full_name, str(one.person.school_class or ""), one.get_kind_display(),
         ru.short_date(one.signed_on), one.paper or ("скан" if one.scan else "")]
        for place, one in enumerate(rows.iterator(500), 1)
    ]  # fmt: skip
    columns = [
        Column("№", 5, centred=True),
        Column("Участник", 30),
        Column("Класс", 8, centred=True),
        Column("Согласие", 27),
        Column("Дата", 12, centred=True),
        Column("Где хранится", 18),
    ]
    return Table("Реестр действующих согласий", columns, lines, subtitle=f"на {ru.long_date(day)}")


def awards_table(programme, day):
    """Without bonuses: what somebody is paid is no evidence of the programme."""
    rows = Award.objects.filter(programme=programme, deleted_at=None, day__lte=day).exclude(kind=Award.Kind.PAY)
    rows = rows.select_related("person")
    lines = [
        [str(place), ru.short_date(one.day), one.person.full_name, one.get_kind_display(), one.reason, one.order]
        for place, one in enumerate(rows.order_by("day", "pk").iterator(500), 1)
    ]
    columns = [
        Column("№", 5, centred=True),
        Column("Дата", 11, centred=True),
        Column("Кто награждён", 28),
        Column("Награда", 20),
        Column("За что", 21),
        Column("Приказ", 15),
    ]
    return Table("Реестр награждений", columns, lines, subtitle=programme.title)


def trainings(programme, day, number):
    """What was held, and the materials of these events and of the library."""
    section = "Обучение наставников"
    held = Training.objects.filter(programme=programme, deleted_at=None, held_on__lte=day)
    if held.exists():
        path = f"{number} {section}/{section}.xlsx"
        yield made(section, section, path, lambda: to_xlsx(trainings_table(programme, day)))
    ours = Q(training=None) | Q(training__in=held.order_by().values("pk"))
    for one in Material.objects.filter(ours).order_by("title", "pk").iterator(200):
        if one.url:
            yield Entry(section, one.title, url=one.url)
            continue
        path = f"{number} {section}/Материалы/{names.file(one.file_name or one.title)}"
        yield Entry(section, one.title, path, read=lambda kept=one: stored(kept.file))


def trainings_table(programme, day):
    rows = Training.objects.filter(programme=programme, deleted_at=None, held_on__lte=day).order_by("held_on", "pk")
    lines = [
        [str(place), ru.short_date(one.held_on), one.title, one.get_kind_display(), one.hours, one.attendance.count()]
        for place, one in enumerate(rows, 1)
    ]
    columns = [
        Column("№", 5, centred=True),
        Column("Дата", 14, centred=True),
        Column("Занятие", 41),
        Column("Вид", 16),
        Column("Часов", 10, centred=True),
        Column("Были", 14, centred=True),
    ]
    return Table("Обучение наставников", columns, lines, subtitle=programme.title)


def plans(programme, day, number):
    section = "Планы развития"
    rows = DevelopmentPlan.objects.living().filter(pairing__programme=programme, state__in=(Plan.APPROVED, Plan.DONE))
    rows = rows.select_related("pairing__mentor__person", "mentee__person__school_class")
    rows = with_items(rows.order_by("pairing__mentor__person__name_key", "pk"))
    for plan in rows.iterator(100):
        who = plan.mentee.person.short_name if plan.mentee else "группа"
        title = f"{plan.pairing.mentor.person.short_name} – {who}"
        path = f"{number} {section}/{names.file(f'{title}.docx')}"
        yield made(section, title, path, lambda kept=plan: plan_to_docx(plan_paper(kept, school=programme.school)))


def journals(programme, day, number):
    """A sheet for each month in which somebody met."""
    section = "Журналы встреч"
    held = Meeting.objects.held().filter(pairing__programme=programme, day__lte=day)
    for first in held.dates("day", "month"):
        month = Month(date(first.year, first.month, 1))
        title = f"Журнал встреч {month.code}"

        def journal(month=month):
            meetings = meetings_of(Pairing.objects.of(programme), month.first, month.last)
            return to_xlsx(table_of(meetings, subtitle=month.words, has_mentor=True))

        yield made(section, f"Журнал встреч, {month.words}", f"{number} {section}/{title}.xlsx", journal)


def surveys(programme, day, number):
    """How many were asked and how many answered; never an answer."""
    section, title = "Анкетирование", "Сводка анкетирования"
    if Campaign.objects.living().filter(programme=programme).exclude(state=Campaign.State.DRAFT).exists():
        yield made(section, title, f"{number} {section}/{title}.xlsx", lambda: to_xlsx(surveys_table(programme, day)))


def surveys_table(programme, day):
    rows = Campaign.objects.living().filter(programme=programme, opens_on__lte=day)
    rows = rows.exclude(state=Campaign.State.DRAFT).order_by("opens_on", "pk")
    lines = []
    for place, one in enumerate(rows, 1):
        asked = Invitation.objects.filter(campaign=one, revoked_at=None).count()
        answered = Submission.objects.filter(campaign=one).count()
        term = f"{ru.short_date(one.opens_on)} – {ru.short_date(one.closes_on) if one.closes_on else ''}"
        lines.append([str(place), one.title, term, asked or "—", answered])
    columns = [
        Column("№", 5, centred=True),
        Column("Анкета", 47),
        Column("Срок", 22, centred=True),
        Column("Приглашено", 13, centred=True),
        Column("Ответов", 13, centred=True),
    ]
    return Table("Сводка анкетирования", columns, lines, subtitle=programme.title)


def monitoring(programme, day, number):
    section = "Мониторинг и отчёты"
    wish = {"day": day.isoformat()}
    for code in (reports.ANNUAL, reports.NOTE):
        title = reports.title_of(code, wish)
        path = f"{number} {section}/{names.file(f'{title}.pdf')}"
        yield made(section, title, path, lambda code=code: reports.report_of(code, programme, wish).to_bytes("pdf"))


def to_xlsx(table):
    return xlsx.table_to_xlsx(table)
