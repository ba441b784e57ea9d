"""Russian words on papers and pages: dates, months, plurals, initials, cases of names.

Papers are Russian whatever language the screen speaks, so nothing here goes through gettext.
"""

import re
from functools import cache

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

NBSP = "\u00a0"
MONTHS = {
    "nominative": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "genitive": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "prepositional": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
}
CASES = {
    "genitive": Case.GENITIVE,
    "dative": Case.DATIVE,
    "accusative": Case.ACCUSATIVE,
    "instrumental": Case.INSTRUMENTAL,
    "prepositional": Case.PREPOSITIONAL,
}
PROGRAMME = {
    "genitive": "программы",
    "dative": "программе",
    "accusative": "программу",
    "instrumental": "программой",
    "prepositional": "программе",
}
INITIAL = re.compile(r"[А-ЯЁA-Z]\.")


def plural(n, one, few, many):
    """The word that stands after the number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    tens, units = abs(n) % 100, abs(n) % 10
    if units == 1 and tens != 11:
        return one
    return few if 2 <= units <= 4 and not 12 <= tens <= 14 else many


def counted(n, one, few, many):
    """The number with its word, unbroken."""
    return f"{n}{NBSP}{plural(n, one, few, many)}"


def month_name(number, case="nominative"):
    return MONTHS[case].split()[number - 1]


def month_year(day):
    """«март 2022», the way a month plan is headed."""
    return f"{month_name(day.month)} {day.year}"


def day_month(day):
    """«14 марта»."""
    return f"{day.day} {month_name(day.month, 'genitive')}"


def long_date(day):
    """«14 марта 2022 г.»."""
    return f"{day_month(day)} {day.year}{NBSP}г."


def short_date(day):
    """«14.03.2022»."""
    return f"{day:%d.%m.%Y}"


def name_parts(full_name):
    """Surname, given name, patronymic of a name written in that order; initials may stand for the last two.

    «Петров П.С.» and «Петров П. С.» are read alike; a turkic «оглы» or «кызы» stays with its patronymic.
    """
    words = re.sub(r"\.(?=\S)", ". ", full_name.strip()).split()
    surname, given, *rest = [*words, "", ""][: max(len(words), 2)]
    return surname, given, " ".join(rest)


def initials(full_name):
    """«О. Н.» of «Лебедева Ольга Николаевна»; empty when only a surname is known."""
    _, given, patronymic = name_parts(full_name)
    return " ".join(f"{part[0].upper()}." for part in (given, patronymic) if part)


def short_name(full_name):
    """«Лебедева О. Н.», as a person stands in a list."""
    return f"{name_parts(full_name)[0]} {initials(full_name)}".strip()


def signature_name(full_name):
    """«О. Н. Лебедева», as a person stands under a signature line."""
    return f"{initials(full_name)} {name_parts(full_name)[0]}".strip().replace(" ", NBSP)


def unbroken(text):
    """The text with the spaces that a line must not end at: between initials and surname, after «№» and «г.»."""
    text = re.sub(r"(\b[А-ЯЁ]\.) (?=[А-ЯЁ]\.)", rf"\1{NBSP}", text)
    text = re.sub(r"(\b[А-ЯЁ][а-яё-]+) (?=[А-ЯЁ]\.)", rf"\1{NBSP}", text)
    text = re.sub(r"(\b[А-ЯЁ]\.) (?=[А-ЯЁ][а-яё])", rf"\1{NBSP}", text)
    return re.sub(r"№ (?=\S)", f"№{NBSP}", text)


def programme(title, case):
    """«программы «Вместе»»; a title that says the word itself is declined with it: «программы наставничества»."""
    found = re.match(r"программа\b", title, re.IGNORECASE)
    return PROGRAMME[case] + (title[found.end() :] if found else f" «{title}»")


@cache
def _maker():
    return PetrovichDeclinationMaker()


@cache
def _detector():
    return PetrovichGenderDetector()


def gender_of(full_name):
    """MALE or FEMALE by the patronymic, else by the surname; None when the name does not tell."""
    surname, given, patronymic = name_parts(full_name)
    known = {
        key: value
        for key, value in {"lastname": surname, "firstname": given, "middlename": patronymic}.items()
        if value and not INITIAL.fullmatch(value)
    }
    try:
        gender = _detector().detect(**known)
    except ValueError:
        return None
    return None if gender == Gender.ANDROGYNOUS else gender


def inflected(full_name, case):
    """The name in a case («dative», «genitive»…).

    A name whose gender cannot be told is left in the nominative: a paper with «Ким О. Н.» can be mended by pen,
    one with a wrongly bent surname offends. Where a declined form was typed by hand, use that one instead.
    """
    gender = gender_of(full_name)
    if gender is None:
        return full_name.strip()
    parts = zip((NamePart.LASTNAME, NamePart.FIRSTNAME, NamePart.MIDDLENAME), name_parts(full_name), strict=True)
    return " ".join(
        word if INITIAL.fullmatch(word) else _maker().make(part, gender, CASES[case], word)
        for part, word in parts
        if word
    )


def dative(full_name):
    """«Лебедевой Ольге Николаевне»: to whom a letter or an order is addressed."""
    return inflected(full_name, "dative")


def genitive(full_name):
    return inflected(full_name, "genitive")
