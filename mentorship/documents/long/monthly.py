"""What was done in a month, by the roadmap and the journals, and what stands in the next one."""

from django.db.models import Count, Sum

from mentorship.common import charts, ru
from mentorship.common.parts import Part
from mentorship.common.table import Column, Steps, Table
from mentorship.pairs.journal import KINDS, hours_of
from mentorship.pairs.models import LIVING, Meeting, Pairing
from roadmap.models import Activity
from roadmap.papers.plans import term_text
from roadmap.papers.roadmap import parties_text
from roadmap.queries import current_roadmap
from roadmap.reports import items_of
from surveys.models import Campaign, Submission

NOTHING = {
    "done": "В этом месяце мероприятия дорожной карты не завершались.",
    "late": "Просроченных мероприятий нет.",
    "next": "На следующий месяц мероприятия с датами не запланированы.",
    "meetings": "Состоявшихся встреч в журнале за этот месяц нет.",
    "surveys": "В этом месяце анкетирование не проводилось.",
}
NUMBER = Column("№", 5, centred=True)


def parts_of(programme, month):
    """The parts of the report; a part without anything says so in words."""
    return [
        activities(programme, month),
        late(programme, month),
        pairs(programme, month),
        meetings(programme, month),
        surveys(programme, month),
        ahead(programme, month.shifted(1)),
    ]


def of_roadmap(programme):
    roadmap = current_roadmap(programme)
    return Activity.objects.of(roadmap) if roadmap else Activity.objects.none()


def activities(programme, month):
    rows = of_roadmap(programme).filter(status=Activity.Status.DONE, done_on__range=(month.first, month.last))
    items, actual = items_of(rows), dict(rows.order_by().values_list("title", "actual_result"))
    lines = [
        [str(number), one.title, ru.short_date(one.done_on), parties_text(one.responsible), actual.get(one.title, "")]
        for number, one in enumerate(items, 1)
    ]
    columns = [
        NUMBER,
        Column("Мероприятие", 33),
        Column("Выполнено", 13, centred=True),
        Column("Ответственные", 21),
        Column("Результат", 28),
    ]
    words = f"Выполнено мероприятий: {len(lines)}." if lines else NOTHING["done"]
    return part("done", "Выполнено по дорожной карте", words, columns, lines)


def late(programme, month):
    """What was open at the end of the month although its term was over: by the day of completion, not by today."""
    rows = of_roadmap(programme).filter(last_on__lte=month.last).exclude(status=Activity.Status.SKIP)
    rows = rows.exclude(status=Activity.Status.DONE, done_on__lte=month.last)
    lines = [
        [str(number), one.title, ru.short_date(one.term.last), parties_text(one.responsible)]
        for number, one in enumerate(items_of(rows), 1)
    ]
    columns = [NUMBER, Column("Мероприятие", 48), Column("Срок", 14, centred=True), Column("Ответственные", 33)]
    words = f"Не выполнено к концу месяца: {len(lines)}." if lines else NOTHING["late"]
    return part("late", "Не выполнено в срок", words, columns, lines)


def pairs(programme, month):
    rows = Pairing.objects.of(programme)
    begun = rows.filter(starts_on__range=(month.first, month.last)).count()
    ended = rows.filter(ended_on__range=(month.first, month.last)).count()
    there = rows.filter(state__in=LIVING, starts_on__lte=month.last).count()
    there += rows.filter(starts_on__lte=month.last, ended_on__gt=month.last).exclude(state__in=LIVING).count()
    lines = [["Начали работу", begun], ["Завершили работу", ended], ["Работали на конец месяца", there]]
    columns = [Column("Пары и группы", 75), Column("Число", 25, centred=True)]
    return Part("pairs", "Пары и группы", (), Table("Пары и группы", columns, lines))


def meetings(programme, month):
    rows = Meeting.objects.held().filter(pairing__programme=programme, day__range=(month.first, month.last))
    counted = {
        row["kind"]: (row["held"], row["spent"] or 0)
        for row in rows.order_by().values("kind").annotate(held=Count("pk"), spent=Sum("minutes"))
    }
    columns = [Column("Вид встречи", 50), Column("Проведено", 25, centred=True), Column("Время", 25, centred=True)]
    lines = [
        [title.capitalize(), counted[kind][0], hours_of(counted[kind][1])]
        for kind, title in KINDS.items()
        if kind in counted
    ]
    if not lines:
        return part("meetings", "Встречи", NOTHING["meetings"], columns, [])
    total = sum(held for held, _spent in counted.values())
    met = rows.values("pairing").distinct().count()
    words = (
        f"Проведено: {ru.counted(total, 'встреча', 'встречи', 'встреч')}, "
        f"встречались {ru.counted(met, 'пара или группа', 'пары или группы', 'пар и групп')}."
    )
    lines.append(["Всего", total, hours_of(sum(spent for _held, spent in counted.values()))])
    chart = charts.Bars("meetings", "Встречи", [(line[0], [line[1]]) for line in lines[:-1]], label_title="Вид встречи")
    found = part("meetings", "Встречи", words, columns, lines)
    return Part(found.code, found.title, found.paragraphs, found.table, chart)


def surveys(programme, month):
    rows = Campaign.objects.living().filter(programme=programme, opens_on__lte=month.last)
    rows = rows.exclude(state=Campaign.State.DRAFT).exclude(closes_on__lt=month.first).order_by("opens_on", "pk")
    found = list(rows.values_list("pk", "title", "opens_on", "closes_on"))
    given = dict(
        Submission.objects.filter(campaign__in=[one[0] for one in found])
        .values("campaign")
        .annotate(count=Count("pk"))
        .values_list("campaign", "count")
        .order_by()
    )
    lines = [
        [str(number), title, term_words(first, last), given.get(pk, 0)]
        for number, (pk, title, first, last) in enumerate(found, 1)
    ]
    columns = [
        NUMBER,
        Column("Анкета", 50),
        Column("Срок", 27, centred=True),
        Column("Ответов всего", 18, centred=True),
    ]
    return part("surveys", "Анкетирование", "" if lines else NOTHING["surveys"], columns, lines)


def term_words(first, last):
    return f"{ru.short_date(first)} – {ru.short_date(last)}" if last else f"с {ru.short_date(first)}"


def ahead(programme, month):
    rows = of_roadmap(programme).open().meeting(month.first, month.last)
    lines = [
        [str(number), one.title, Steps(one.steps), term_text(one.term), parties_text(one.responsible)]
        for number, one in enumerate(items_of(rows), 1)
    ]
    columns = [
        NUMBER,
        Column("Мероприятие", 28),
        Column("Содержание деятельности", 31),
        Column("Срок", 15),
        Column("Ответственные", 21),
    ]
    title = f"План на {month.words}{ru.NBSP}г."
    return part("next", title, "" if lines else NOTHING["next"], columns, lines)


def part(code, title, words, columns, lines):
    return Part(code, title, (words,) if words else (), Table(title, columns, lines) if lines else None)
