"""The annual report, the analytical note and the report of a month: parts put together as a paper of the school.

The numbers come from where the pages of the monitoring take them, so a report never says anything else than a page.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mentorship.common import ru
from mentorship.common.parts import FORMATS, Part, PartsReport
from mentorship.common.stamps import approval
from mentorship.common.table import Column, Table
from mentorship.monitoring import report_words
from mentorship.pairs.journal import Month
from roadmap.models import Activity
from roadmap.queries import current_roadmap

from ..fields import in_case
from . import monthly

ANNUAL, NOTE, MONTHLY = "annual", "note", "monthly"
NOT_IN_NOTE = ("roadmap", "people", "pairs_by_form", "meetings")
"""Parts of the annual report that tell what was done; the analytical note is about what the monitoring says of it."""
PEN_LINES = 4


@dataclass(frozen=True)
class ReportKind:
    code: str
    title: str
    purpose: str
    is_monthly: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        ReportKind(
            ANNUAL,
            _("Annual report"),
            _("Activities, participants, meetings, satisfaction, quality, SWOT, impact and indicators as of a day."),
        ),
        ReportKind(
            NOTE,
            _("Analytical note"),
            _("What the monitoring says as of a day, with room for conclusions and decisions."),
        ),
        ReportKind(
            MONTHLY,
            _("Report of a month"),
            _("What was done by the roadmap, pairs, meetings and questionnaires of the month, the plan for the next."),
            is_monthly=True,
        ),
    )
}
WORDS = {
    ANNUAL: "Годовой отчёт о реализации программы наставничества",
    NOTE: "Аналитическая справка по результатам мониторинга программы наставничества",
    MONTHLY: "Отчёт о реализации программы наставничества",
}


def title_of(code, wish):
    """What the paper is called in the list and as a file."""
    if code == MONTHLY:
        return f"{WORDS[code]} за {month_of(wish).words} года"
    return f"{WORDS[code]} на {ru.short_date(date.fromisoformat(wish['day']))}"


def month_of(wish):
    return Month(date.fromisoformat(f"{wish['month']}-01"))


def make_report(job, out, tell):
    """The report as a file; papers are Russian whatever language somebody's screen speaks."""
    with translation.override("ru"):
        tell(0, 2)
        report = report_of(job.code, job.programme, job.wish)
        tell(1, 2)
        extension = job.wish["file"]
        out.write(report.to_bytes(extension))
    return f"{job.title}.{extension}", FORMATS[extension]


def report_of(code, programme, wish):
    """The same report whatever file it becomes."""
    return {ANNUAL: annual_report, NOTE: analytical_note, MONTHLY: month_report}[code](programme, wish)


def annual_report(programme, wish):
    day = date.fromisoformat(wish["day"])
    parts = [about(programme, day), *report_words.sections(programme, day), left_undone(programme, day)]
    return report(ANNUAL, programme, numbered(parts), f"за период {term_words(programme, day)}", with_stamp=True)


def analytical_note(programme, wish):
    day = date.fromisoformat(wish["day"])
    told = [one for one in report_words.sections(programme, day) if one.code not in NOT_IN_NOTE]
    parts = [about(programme, day), *told, conclusions()]
    return report(NOTE, programme, numbered(parts), f"по состоянию на {ru.long_date(day)}")


def month_report(programme, wish):
    month = month_of(wish)
    subtitle = f"за {month.words} года"
    return report(MONTHLY, programme, numbered(monthly.parts_of(programme, month)), subtitle)


def report(code, programme, parts, subtitle, *, with_stamp=False):
    school = programme.school
    stamp = approval(
        post=school.director_post,
        school_name=in_case(school.name_genitive, school),
        director_name=school.director_name,
        by_order=False,
    )
    return PartsReport(
        title=WORDS[code],
        subtitle=f"«{programme.title}», {school.short_name}, {subtitle}",
        parts=tuple(parts),
        file_name=code,
        stamps=(stamp,) if with_stamp else (),
        signatures=signatures_of(programme, with_director=not with_stamp),
    )


def signatures_of(programme, *, with_director):
    """Who signs: the coordinator who wrote it, and the director unless the director approves it above."""
    school, coordinator = programme.school, programme.coordinator
    name = coordinator.user.get_full_name() if coordinator else ""
    lines = [("Куратор программы наставничества", ru.signature_name(name))]
    if with_director:
        lines.append((school.director_post, ru.signature_name(school.director_name)))
    return tuple(lines)


def numbered(parts):
    """«1. Общие сведения»: an office refers to a part by its number."""
    return [
        Part(one.code, f"{number}. {one.title}", one.paragraphs, one.table, one.chart)
        for number, one in enumerate(parts, 1)
    ]


def term_words(programme, day):
    last = min(day, programme.ends_on)
    return f"с {ru.long_date(programme.starts_on)} по {ru.long_date(last)}"


def about(programme, day):
    """Which programme of which school, of which forms, on which day."""
    school, coordinator = programme.school, programme.coordinator
    forms = ", ".join(one.title.lower() for one in programme.forms.all()) or "не указаны"
    lines = [
        ["Образовательная организация", school.full_name],
        ["Программа", programme.title],
        ["Срок программы", f"{ru.short_date(programme.starts_on)} – {ru.short_date(programme.ends_on)}"],
        ["Формы наставничества", forms],
        ["Куратор", coordinator.user.get_full_name() if coordinator else "не назначен"],
        ["Сведения приведены на", ru.long_date(day)],
    ]
    table = Table("Общие сведения", [Column("Сведения", 34), Column("Значение", 66)], lines)
    return Part("about", "Общие сведения", (), table)


def left_undone(programme, day):
    """What of the roadmap was not done by the day: a report that hides it is not believed."""
    title, roadmap = "Что не выполнено", current_roadmap(programme)
    if roadmap is None:
        return Part("undone", title, ("Дорожная карта программы не создана.",))
    rows = Activity.objects.of(roadmap).exclude(status=Activity.Status.SKIP).select_related("stage")
    rows = list(rows.exclude(status=Activity.Status.DONE, done_on__lte=day))
    if not rows:
        return Part("undone", title, ("Все мероприятия дорожной карты выполнены.",))
    lines = [
        [str(number), one.stage.title, one.title, ru.short_date(one.last_on) if one.last_on else one.term_text or "—"]
        for number, one in enumerate(rows, 1)
    ]
    columns = [
        Column("№", 6, centred=True),
        Column("Этап", 30),
        Column("Мероприятие", 46),
        Column("Срок", 18, centred=True),
    ]
    words = f"Не завершено мероприятий дорожной карты: {len(rows)}."
    return Part("undone", title, (words,), Table(title, columns, lines))


def conclusions():
    """Room for a pen: conclusions and decisions are written by people."""
    return Part("conclusions", "Выводы и решения", tuple("_" * 76 for _line in range(PEN_LINES)))
