# ruff: noqa: E501
"""What a column of a list may be, and how schools call it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..models import Register
from ..names import name_key

MENTEES, MENTORS = Register.MENTEES, Register.MENTORS
BOTH = (MENTEES, MENTORS)
HEADER_WITHIN = 30
IGNORED = ""


@dataclass(frozen=True)
class Field:
    """``pattern`` is looked for in the heading in one spelling; the first field whose pattern fits has the column."""

    code: str
    title: str
    pattern: str
    registers: tuple = BOTH


FIELDS = (
    Field("representative_contacts", _("contacts of the representative"), r"^(контакт\w*|телефон\w*|тел) (данные )?(родител|представител|мат|отц|законн)"),
    Field("representative", _("name of the representative"), r"^(фио |имя )?(законн\w* представител|родител|представител|мать|отец)"),
    Field("contacts", _("contacts: telephone, e-mail, representative"), r"^контакт"),
    Field("surname", _("surname"), r"^фамилия( наставляемого| наставника| ученика| обучающегося)?$"),
    Field("given_name", _("first name"), r"^имя( наставляемого| наставника| ученика| обучающегося)?$"),
    Field("patronymic", _("patronymic"), r"^отчество"),
    Field("school_class", _("class"), r"^класс|^параллель$"),
    Field("birth_year", _("year or date of birth; only the year is kept"), r"год\w* рожд|дат\w* рожд|^г ?р$|^д ?р$|^рожден"),
    Field("phone", _("telephone"), r"телефон|^тел$|моб"),
    Field("email", _("e-mail"), r"почт|e ?-?mail|^mail$|^email$"),
    Field("request", _("request"), r"запрос|ожидани|потребност|дефицит", (MENTEES,)),
    Field("competences", _("competences"), r"компетенц|чем мо[жг]", (MENTORS,)),
    Field("subjects", _("subjects, through commas"), r"^предмет"),
    Field("achievements", _("achievements"), r"достижени"),
    Field("interests", _("interests"), r"интерес|увлечени|хобби"),
    Field("desired_age", _("desired age of mentees"), r"возраст", (MENTORS,)),
    Field("capacity", _("how many mentees"), r"сколько наставляем|количество наставляем|число наставляем", (MENTORS,)),
    Field("time", _("hours a month"), r"ресурс времени|час", (MENTORS,)),
    Field("form", _("form of mentoring"), r"форма наставнич|^форма$"),
    Field("variant", _("variant"), r"вариант|ролевая модель"),
    Field("entered_on", _("entered the programme on"), r"дат\w* (вхожд|вступл|начал|включ)|^начало"),
    Field("left_on", _("left the programme on"), r"дат\w* (заверш|окончан|выход)|^окончание"),
    Field("answered_on", _("questionnaire of"), r"анкет"),
    Field("is_completed", _("has gone through the programme"), r"отметк\w* о прохожд"),
    Field("result", _("results of the programme"), r"результат"),
    Field("case_url", _("link to the case or the review"), r"ссылк|кейс|отзыв"),
    Field("workplace", _("place of work or study"), r"место (работы|учебы)( уч[её]бы)?( наставника)?$|^организация|место работы учебы наставника$", (MENTORS,)),
    Field("post", _("post"), r"^должность|^профессия"),
    Field("name", _("full name in one column"), r"^фио$|^ф и о$|фамилия имя|^фио (наставляемого|ученика|обучающегося|учащегося|ребенка|педагога|учителя|сотрудника|участника)$|^ученик$|^обучающийся$|^учащийся$|^наставляемый$"),
)  # fmt: skip
ONLY_ONE = {MENTEES: r"^фио наставника|^наставник$|наставника$", MENTORS: r"^фио наставляем|наставляем(ого|ых)$"}
"""Columns of the pair in the official forms: the product derives them, a list does not bring them."""
OWN_NAME = {MENTEES: r"^фио наставляем|^наставляем", MENTORS: r"^фио наставник|^наставник"}


def fields_of(register):
    return [field for field in FIELDS if register in field.registers]


def spelled(heading):
    """One spelling of a heading: «Класс/должность» and «класс  должность» are the same."""
    return name_key(re.sub(r"[/.,:;()«»\"-]", " ", heading.replace("№", " ")))


def field_of(heading, register):
    """The field that the heading means, or nothing."""
    words = spelled(heading)
    if not words:
        return IGNORED
    if re.search(OWN_NAME[register], words) and len(words.split()) <= 2:
        return "name"
    known = next((one.code for one in fields_of(register) if re.search(one.pattern, words)), IGNORED)
    is_of_partner = re.search(ONLY_ONE[register], words) and known in {IGNORED, "workplace", "name", "post"}
    return IGNORED if is_of_partner else known


def guess(headings, register, saved=None):
    """``{place of the column: field}``, each field once; what the school chose last time wins."""
    mapping, taken = {}, set()
    for place, heading in enumerate(headings):
        key = spelled(heading)
        code = (saved or {}).get(key, None)
        if code is None:
            code = field_of(heading, register)
        if code and code not in taken:
            mapping[str(place)] = code
            taken.add(code)
    return mapping


def header_place(rows, register, saved=None):
    """Which of the first rows is the header: the one with most known headings, titles above it are none."""
    scores = [len(guess(row, register, saved)) for _number, row in rows[:HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best else 0


def is_numbering(row):
    """The row «1, 2, 3, …» under the header of official forms."""
    numbers = [cell for cell in row if cell]
    return (
        len(numbers) > 1
        and all(cell.isdecimal() and len(cell) < 4 for cell in numbers)
        and [int(cell) for cell in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
    )
