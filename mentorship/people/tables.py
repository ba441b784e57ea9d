"""The two official registers, «База наставляемых» and «База наставников», column by column.

Copies of the form differ, so columns are chosen and ordered; what the copies of some schools add is marked as extra.
A version without personal data has initials for names and leaves personal columns out altogether. Papers are Russian
whatever language the screen speaks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from mentorship.common import ru
from mentorship.common.table import Column, Lines, Table

from .models import Person, PersonKind, Register

NOBODY = "В списке никого нет."
TITLES = {Register.MENTEES: "База наставляемых", Register.MENTORS: "База наставников"}


@dataclass(frozen=True)
class Entry:
    """One row of a register with all that its cells need. ``words`` are the school's own, by axis."""

    row: object
    school: object
    partners: list[Person] = field(default_factory=list)
    representatives: list = field(default_factory=list)
    words: dict = field(default_factory=dict)
    is_personal: bool = True

    @property
    def person(self):
        return self.row.person

    def name_of(self, person):
        return person.full_name if self.is_personal else initials_of(person)


@dataclass(frozen=True)
class RegisterColumn:
    """``weight`` is how wide the column is beside the others; a personal one is left out of the nameless version."""

    code: str
    title: str
    weight: int
    value: Callable[[Entry], object]
    is_personal: bool = False
    is_extra: bool = False
    centred: bool = False


def initials_of(person):
    """«И. П. С.»: who knows the people can still find the row, and nobody else can."""
    parts = (person.surname, person.given_name, person.patronymic)
    return " ".join(f"{part[0].upper()}." for part in parts if part)


def contacts_of(entry):
    """The person's own telephone and e-mail, then those of the legal representatives, a line each."""
    own = [entry.person.contacts] if entry.person.contacts else []
    return Lines((*own, *(representative_line(one) for one in entry.representatives)))


def representative_line(link):
    """«мать: Иванова Анна Петровна, +7 900 …»."""
    about = ", ".join(part for part in (link.person.full_name, link.person.contacts) if part)
    return f"{link.relation or 'представитель'}: {about}"


def place_of(person, school):
    """Where the person works or learns: «Школа № 1, 8 «Б»», «Школа № 1, учитель физики», «ООО „Завод“, технолог»."""
    if person.kind == PersonKind.PUPIL:
        parts = (person.workplace or school.short_name, str(person.school_class or ""))
    elif person.kind == PersonKind.TEACHER:
        parts = (person.workplace or school.short_name, person.post)
    else:
        parts = (person.workplace, person.post)
    return ", ".join(part for part in parts if part)


def with_words(text, words):
    """The text, and the words of the vocabulary that it does not have: «Сдать ОГЭ; физика, математика»."""
    missing = [word for word in words if word.casefold() not in text.casefold()]
    return "; ".join(part for part in (text, ", ".join(missing)) if part)


def about(text_field, *axes):
    """A cell of a text field with the words of these axes."""

    def value(entry):
        words = [word for axis in axes for word in entry.words.get(axis, ())]
        return with_words(getattr(entry.row, text_field), words)

    return value


def desired_age(entry):
    """«11–14 лет», «от 11 лет», «до 14 лет»."""
    first, last = entry.row.age_from, entry.row.age_to
    if first and last and first != last:
        return f"{first}–{ru.counted(last, 'год', 'года', 'лет')}"
    if first and last:
        return ru.counted(first, "год", "года", "лет")
    if first or last:
        return f"{'от' if first else 'до'} {ru.counted(first or last, 'года', 'лет', 'лет')}"
    return ""


def time_resource(entry):
    """«4 часа в месяц, до 2 наставляемых»."""
    hours, capacity = entry.row.hours_a_month, entry.row.capacity
    parts = [f"{ru.counted(hours, 'час', 'часа', 'часов')} в месяц"] if hours else []
    if capacity > 1:
        parts.append(f"до {ru.counted(capacity, 'наставляемого', 'наставляемых', 'наставляемых')}")
    return ", ".join(parts)


def partner_names(entry):
    return Lines(tuple(entry.name_of(person) for person in entry.partners))


def partner_places(entry):
    return Lines(tuple(place_of(person, entry.school) for person in entry.partners))


def title_of_form(entry):
    return entry.row.form.title if entry.row.form else ""


def of_row(name):
    return lambda entry: getattr(entry.row, name)


NAME, CONTACTS = 9, 11
"""Weights of the columns that both registers have."""

COLUMNS = {
    Register.MENTEES: (
        RegisterColumn("name", "ФИО наставляемого", NAME, lambda entry: entry.name_of(entry.person)),
        RegisterColumn(
            "contacts",
            "Контактные данные для связи (данные представителя)",
            CONTACTS,
            contacts_of,
            is_personal=True,
        ),
        RegisterColumn(
            "birth_year",
            "Год рождения наставляемого",
            6,
            lambda entry: entry.person.birth_year,
            is_personal=True,
            centred=True,
        ),
        RegisterColumn("request", "Основной запрос наставляемого", 12, about("request", "subject", "competence")),
        RegisterColumn("entered_on", "Дата вхождения в программу", 7, of_row("entered_on"), centred=True),
        RegisterColumn("partner", "ФИО наставника", NAME, partner_names),
        RegisterColumn("form", "Форма наставничества", 8, title_of_form),
        RegisterColumn("partner_place", "Место работы/учёбы наставника", 8, partner_places),
        RegisterColumn("left_on", "Дата завершения программы", 7, of_row("left_on"), centred=True),
        RegisterColumn("result", "Результаты программы", 11, of_row("result")),
        RegisterColumn(
            "case_url",
            "Ссылка на кейс/отзыв наставляемого, размещённые на сайте организации",
            9,
            of_row("case_url"),
            is_personal=True,
        ),
        RegisterColumn(
            "is_completed",
            "Отметка о прохождении программы",
            7,
            lambda entry: "пройдена" if entry.row.is_completed else "",
            centred=True,
        ),
        RegisterColumn("place", "Класс/должность", 7, lambda entry: post_of(entry.person), is_extra=True),
    ),
    Register.MENTORS: (
        RegisterColumn("name", "ФИО наставника", NAME, lambda entry: entry.name_of(entry.person)),
        RegisterColumn("contacts", "Контактные данные для связи", CONTACTS, contacts_of, is_personal=True),
        RegisterColumn("place", "Место работы/учёбы наставника", 8, lambda entry: place_of(entry.person, entry.school)),
        RegisterColumn(
            "competences", "Основные компетенции наставника", 10, about("competences", "subject", "competence")
        ),
        RegisterColumn("achievements", "Важные для программы достижения наставника", 9, of_row("achievements")),
        RegisterColumn("interests", "Интересы наставника", 8, about("interests", "interest")),
        RegisterColumn("desired_age", "Желаемый возраст наставляемых", 7, desired_age),
        RegisterColumn("time", "Ресурс времени на программу наставничества", 7, time_resource),
        RegisterColumn("entered_on", "Дата вхождения в программу", 7, of_row("entered_on"), centred=True),
        RegisterColumn("partner", "ФИО наставляемого (наставляемых)", NAME, partner_names),
        RegisterColumn("form", "Форма наставничества", 8, title_of_form),
        RegisterColumn("partner_place", "Место работы/учёбы наставляемого", 8, partner_places),
        RegisterColumn("left_on", "Дата завершения программы", 7, of_row("left_on"), centred=True),
        RegisterColumn("result", "Результаты программы", 9, of_row("result")),
        RegisterColumn(
            "case_url",
            "Ссылка на кейс/отзыв наставника, размещённые на сайте организации",
            8,
            of_row("case_url"),
            is_personal=True,
        ),
        RegisterColumn(
            "is_completed",
            "Отметка о прохождении программы",
            7,
            lambda entry: "пройдена" if entry.row.is_completed else "",
            is_extra=True,
            centred=True,
        ),
    ),
}


def post_of(person):
    """«8 «Б»» of a pupil, the post of an adult."""
    return str(person.school_class or "") if person.kind == PersonKind.PUPIL else person.post


def official_columns(register):
    """Codes of the columns that the form itself has."""
    return [column.code for column in COLUMNS[register] if not column.is_extra]


def columns_of(register, codes, *, is_personal=True):
    """The chosen columns in their order; the nameless version has no personal ones."""
    known = {column.code: column for column in COLUMNS[register]}
    chosen = [known[code] for code in dict.fromkeys(codes) if code in known]
    return [column for column in chosen if is_personal or not column.is_personal]


def register_table(register, entries, *, columns, school, programme, day, notes=()):
    """The register as a Table: «№» and the chosen columns."""
    weights = [3, *(column.weight for column in columns)]
    shares = [100 * weight / sum(weights) for weight in weights]
    heads = [Column("№", shares[0], centred=True)]
    heads += [
        Column(column.title, share, centred=column.centred) for column, share in zip(columns, shares[1:], strict=True)
    ]
    rows = [[number, *(column.value(entry) for column in columns)] for number, entry in enumerate(entries, start=1)]
    subtitle = f"{school.short_name}. {programme.title}. На {ru.short_date(day)}"
    return Table(TITLES[register], heads, rows, subtitle=subtitle, notes=[*([] if rows else [NOBODY]), *notes])
