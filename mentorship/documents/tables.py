"""Tables of the product that a text of a paper may name: «{таблица:этапы}» on a line of its own.

A table is made when the paper is made and kept with it, so that a paper printed again says what was signed.
"""

from django.db.models import Max, Min

from mentorship.common import ru
from mentorship.common.table import Column, Table
from mentorship.pairs.models import LIVING, Pairing, PairingMentee, PairOrder
from mentorship.recognition.models import Award
from roadmap.models import Activity
from roadmap.queries import current_roadmap, stage_progress
from surveys.models import Campaign

from .models import Paper

NUMBER = "№"
STAGE_COLUMNS = [[NUMBER, 8], ["Этап", 66], ["Сроки", 26]]
PEN_ROWS = 3
MOST_ROWS = 500
"""Lines of one table of a paper: the largest school has fewer pairs."""
CRITERIA = ("Результативность", "Эффективность", "Уникальность", "Тиражируемость", "Масштабируемость")


def tables_of(names, *, programme, day, pairing=None):
    """``{name: {"columns": [[title, share]], "rows": [[text]], "blank_rows": 0}}`` of the named tables."""
    return {name: MAKERS[name](programme, day, pairing) for name in names if name in MAKERS}


def as_table(name, stored):
    """The stored table for paper."""
    columns = [Column(title, share, centred=title == NUMBER) for title, share in stored["columns"]]
    return Table(TITLES[name], columns, [list(row) for row in stored["rows"]])


def made(columns, rows):
    """Nothing to show leaves lines for a pen."""
    rows = rows or [[""] * len(columns)] * PEN_ROWS
    return {"columns": columns, "rows": [[str(cell) for cell in row] for row in rows]}


def stages(programme, day, pairing):
    """The stages of the roadmap with their terms: the annex of the first order. Two queries."""
    roadmap = current_roadmap(programme)
    if roadmap is None:
        return made(STAGE_COLUMNS, [])
    terms = Activity.objects.of(roadmap).order_by().values("stage").annotate(first=Min("first_on"), last=Max("last_on"))
    days = {one["stage"]: (one["first"], one["last"]) for one in terms}
    rows = [
        [number, one.stage.title, " – ".join(ru.short_date(day) for day in days.get(one.stage.pk, ()) if day)]
        for number, one in enumerate(stage_progress(roadmap, day), 1)
    ]
    return made(STAGE_COLUMNS, rows)


def acknowledged(programme, day, pairing):
    """«С приказом ознакомлены»: the coordinator and lines for others, with room for signatures."""
    names = []
    if programme.coordinator:
        names.append(f"{programme.coordinator.user.get_full_name()}, куратор")
    rows = [[number, name, "", ""] for number, name in enumerate([*names, "", ""], 1)]
    return made([[NUMBER, 8], ["Фамилия, имя, отчество", 46], ["Подпись", 23], ["Дата", 23]], rows)


def awarded(programme, day, pairing):
    """Who is thanked: the register of awards of the programme."""
    found = Award.objects.filter(programme=programme, deleted_at=None).select_related("person__school_class")
    rows = [
        [number, one.person.full_name, one.get_kind_display(), one.reason]
        for number, one in enumerate(found.order_by("person__name_key", "pk")[:MOST_ROWS], 1)
    ]
    return made([[NUMBER, 8], ["Фамилия, имя, отчество", 40], ["Награда", 24], ["За что", 28]], rows)


def unfinished(programme, day, pairing):
    """Activities that are still to be done."""
    roadmap = current_roadmap(programme)
    closed = (Activity.Status.DONE, Activity.Status.SKIP)
    found = Activity.objects.of(roadmap).exclude(status__in=closed)[:MOST_ROWS] if roadmap else []
    rows = [[number, one.title, one.term_text] for number, one in enumerate(found, 1)]
    return made([[NUMBER, 8], ["Мероприятие", 66], ["Срок", 26]], rows)


def open_campaigns(programme, day, pairing):
    """Questionnaires that people still answer."""
    found = Campaign.objects.filter(programme=programme).open_on(day).order_by("closes_on", "pk")[:MOST_ROWS]
    rows = [
        [number, one.title, ru.short_date(one.closes_on) if one.closes_on else ""]
        for number, one in enumerate(found, 1)
    ]
    return made([[NUMBER, 8], ["Анкета", 66], ["Открыта до", 26]], rows)


def unsigned(programme, day, pairing):
    """Papers and orders on pairs that nobody has signed yet."""
    drafts = Paper.objects.filter(programme=programme, state=Paper.State.DRAFT, deleted_at=None)
    orders = PairOrder.objects.filter(programme=programme, number="").order_by("day", "pk")
    found = [(one.heading, one.day) for one in drafts.order_by("day", "pk")[:MOST_ROWS]]
    found += [("О наставнических парах и группах", one.day) for one in orders[:MOST_ROWS]]
    rows = [[number, title, ru.short_date(made_on)] for number, (title, made_on) in enumerate(found, 1)]
    return made([[NUMBER, 8], ["Документ", 66], ["Составлен", 26]], rows)


def pairs(programme, day, pairing):
    """Pairs and groups at work, with their mentees."""
    found = list(
        Pairing.objects.of(programme).filter(state__in=LIVING).select_related("mentor__person", "form")[:MOST_ROWS]
    )
    places = PairingMentee.objects.filter(pairing__in=found, left_on=None).select_related("mentee__person")
    mentees = {}
    for place in places.order_by("mentee__person__name_key"):
        mentees.setdefault(place.pairing_id, []).append(place.mentee.person.short_name)
    rows = [
        [number, one.mentor.person.full_name, ", ".join(mentees.get(one.pk, ())), one.form or ""]
        for number, one in enumerate(found, 1)
    ]
    return made([[NUMBER, 8], ["Наставник", 36], ["Наставляемые", 34], ["Форма", 22]], rows)


def signatures(programme, day, pairing):
    """Both sides and the parents of a minor; lines are blanks for a pen."""
    rows = [["Наставник", pairing.mentor.person.full_name if pairing else "", "", ""]]
    places = pairing.places.filter(left_on=None).select_related("mentee__person") if pairing else ()
    for place in places:
        person = place.mentee.person
        rows.append(["Наставляемый", person.full_name, "", ""])
        if person.is_minor(day):
            rows.append(["Родитель (законный представитель)", "", "", ""])
    rows.append(["Куратор", programme.coordinator.user.get_full_name() if programme.coordinator else "", "", ""])
    return made([["Кто", 26], ["Фамилия, имя, отчество", 34], ["Подпись", 20], ["Дата", 20]], rows)


def self_assessment(programme, day, pairing):
    """The five criteria of a best practice, 1 to 10 each, fifty at most: filled in by pen or in the file."""
    rows = [[title, ""] for title in CRITERIA]
    return made([["Критерий", 70], ["Баллы, 1–10", 30]], [*rows, ["Сумма (не больше 50)", ""]])


MAKERS = {
    "этапы": stages,
    "ознакомлены": acknowledged,
    "награды": awarded,
    "незавершённое": unfinished,
    "пары": pairs,
    "анкеты": open_campaigns,
    "неподписанное": unsigned,
    "подписи": signatures,
    "самооценка": self_assessment,
}
TITLES = {
    "этапы": "Дорожная карта программы",
    "ознакомлены": "С приказом ознакомлены",
    "награды": "Список награждаемых",
    "незавершённое": "Незавершённые мероприятия",
    "пары": "Пары и группы в работе",
    "анкеты": "Открытые анкеты",
    "неподписанное": "Неподписанные документы",
    "подписи": "Подписи сторон",
    "самооценка": "Самооценка практики",
}
ACKNOWLEDGED = "ознакомлены"
BY_PEN = {ACKNOWLEDGED, "подписи", "самооценка"}
"""Tables whose rows are high enough for a pen."""
