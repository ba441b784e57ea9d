"""What one cell says: a name, a year, a day, contacts, a class. A cell that is not understood becomes a message."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from mentorship.common.forms import read_day
from mentorship.programmes.classes import CLASS_NAME

from ..names import LOOK_ALIKES

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\d[\d\s()\u2011–-]{4,18}\d")
PATRONYMIC = re.compile(r"(вич|вна|чна|ична|ьич|мич|кич|оглы|кызы)$")
YEAR = re.compile(r"(?<!\d)(19[2-9]\d|20\d\d)(?!\d)")
SERIAL = re.compile(r"\d{4,5}(?:\.0+)?")
EXCEL_ZERO = date(1899, 12, 30)
YES = {"да", "+", "1", "есть", "пройдена", "прошел", "прошла", "прошёл", "v", "yes", "пройдено"}
EMPTY = {"", "-", "–", "—", "нет", "не указано", "н/д"}
EXAMPLE = re.compile(r"пример\b|\(пример\)", re.I)
YOUNGEST = 4


class NotUnderstood(ValueError):
    """The cell says something else than its column is for; the message is for the person."""


def name_parts(text):
    """Surname, first name, patronymic. «Пётр Сергеевич Иванов» is turned: the patronymic stands last or second."""
    words = re.sub(r"(?<=\.)(?=\w)", " ", text.replace(",", " ")).split()
    if len(words) == 3 and PATRONYMIC.search(words[1].lower()) and not PATRONYMIC.search(words[2].lower()):
        words = [words[2], words[0], words[1]]
    surname, given, rest = ([*words, "", "", ""])[:3]
    patronymic = " ".join([rest, *words[3:]]).strip()
    for part in (surname, given, patronymic):
        if len(part) > 80:
            raise NotUnderstood(_("a part of the name is longer than 80 characters"))
    if surname and not any(letter.isalpha() for letter in surname):
        raise NotUnderstood(_("“%(text)s” is not a name") % {"text": text[:80]})
    return surname, given, patronymic


def day(text, today):
    """A day as a date or as the number that Excel keeps it by."""
    if SERIAL.fullmatch(text) and 20_000 < float(text) < 80_000:
        return EXCEL_ZERO + timedelta(days=int(float(text)))
    try:
        found = read_day(text, today)
    except (ValueError, OverflowError):
        raise NotUnderstood(_("“%(text)s” is not a date, write 14.03.2022") % {"text": text[:80]}) from None
    if not 1950 <= found.year <= 2100:
        raise NotUnderstood(_("“%(text)s” is not a date, write 14.03.2022") % {"text": text[:80]})
    return found


def birth_year(text, today):
    """The year alone; the day and the month of a date are not kept."""
    found = YEAR.search(text)
    year = int(found[1]) if found else 0
    if not year and SERIAL.fullmatch(text) and 7_000 < float(text) < 60_000:
        year = (EXCEL_ZERO + timedelta(days=int(float(text)))).year
    if not year:
        try:
            year = read_day(text, today).year if re.search(r"\d[./]\d+[./]\d", text) else 0
        except (ValueError, OverflowError):
            year = 0
    if not 1920 <= year <= today.year - YOUNGEST:
        raise NotUnderstood(_("“%(text)s” is not a year of birth, write 2007") % {"text": text[:80]})
    return year


def class_name(text):
    """«8А», «8 "А"», «8A» with a Latin letter, «8 класс» as ``(8, "А")``."""
    plain = re.sub(r"\bкл(асс|\.)?\b\.?", "", text.strip(), flags=re.I).strip()
    plain = re.sub(r"\.0$", "", plain).lower().translate(LOOK_ALIKES)
    found = CLASS_NAME.fullmatch(plain)
    if not found or not 1 <= int(found[1]) <= 12:
        raise NotUnderstood(_("“%(text)s” is not a class, write 8А") % {"text": text[:80]})
    return int(found[1]), found[2].upper()


def phone(text):
    found = PHONE.search(text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    if len(digits) < 5:
        raise NotUnderstood(_("“%(text)s” is not a telephone") % {"text": text[:80]})
    return found[0].strip()[:40]


def email(text):
    found = EMAIL.search(text)
    try:
        validate_email(found[0] if found else "")
    except ValidationError:
        raise NotUnderstood(_("“%(text)s” is not an e-mail address") % {"text": text[:80]}) from None
    return found[0]


def link(text):
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise NotUnderstood(_("“%(text)s” is not a link, it begins with https://") % {"text": text[:80]}) from None
    if len(text) > 500:
        raise NotUnderstood(_("the link is longer than 500 characters"))
    return text


def number(text):
    found = re.search(r"\d{1,3}(?!\d)", text)
    if not found:
        raise NotUnderstood(_("“%(text)s” is not a number") % {"text": text[:80]})
    return int(found[0])


def ages(text):
    """«11–14 лет», «от 11», «до 14»."""
    found = [int(one) for one in re.findall(r"\d{1,2}", text)][:2]
    if not found:
        raise NotUnderstood(_("“%(text)s” is not an age, write 11–14") % {"text": text[:80]})
    if len(found) == 2:
        return min(found), max(found)
    if "до" in text.lower():
        return None, found[0]
    return found[0], None if "от" in text.lower() or "+" in text else found[0]


def contacts(text):
    """``{phone, email}`` of the person and ``[(relation, name, phone, email)]`` of representatives, by lines."""
    own, others = {}, []
    for line in re.split(r"[\n;]", text):
        found = {"email": EMAIL.search(line), "phone": PHONE.search(EMAIL.sub(" ", line))}
        found = {kind: match[0].strip() for kind, match in found.items() if match}
        rest = re.sub(r"[\s,.:;()]+|(?<!\w)-+|-+(?!\w)", " ", PHONE.sub(" ", EMAIL.sub(" ", line))).strip()
        rest = " ".join(re.sub(r"\b(тел|телефон|моб|почта|e[ -]?mail)\b", "", rest, flags=re.I).split())
        if rest:
            relation, name = relation_and_name(rest)
            others.append((relation, name, found.get("phone", ""), found.get("email", "")))
        else:
            for kind, value in found.items():
                own.setdefault(kind, value)
    return own, others


def relation_and_name(text):
    """«мать Иванова Анна» as «мать» and the name."""
    words = text.split()
    if words and words[0].lower() in {"мать", "мама", "отец", "папа", "опекун", "бабушка", "дедушка", "представитель"}:
        relation = "" if words[0].lower() == "представитель" else words[0].lower()
        return relation, " ".join(words[1:])
    return "", text


def words(text):
    """Words of the vocabulary through commas."""
    found = [" ".join(one.split()) for one in re.split(r"[,;\n]", text)]
    if any(len(one) > 80 for one in found):
        raise NotUnderstood(_("a subject is longer than 80 characters: divide them by commas"))
    return [one for one in dict.fromkeys(found) if one]
