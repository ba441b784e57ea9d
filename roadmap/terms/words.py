"""The words of a deadline, cut into tokens. A word that is not known makes the whole text not understood."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Kind(Enum):
    DATE = auto()  # value: (year or None, month, day)
    MONTH = auto()  # value: (year or None, month)
    YEAR = auto()
    SCHOOL_YEAR = auto()  # value: the year of its September
    NUMBER = auto()
    UNIT = auto()  # value: half, quarter, term, trimester, decade, week
    SEASON = auto()
    WHOLE = auto()
    REPEAT = auto()  # value: monthly, quarterly or other
    YEARLY = auto()
    DASH = auto()
    COMMA = auto()
    FROM = auto()
    TILL = auto()
    BY = auto()
    EDGE = auto()  # value: begin, middle, end
    SCHOOL = auto()  # «учебного года» without figures


@dataclass(frozen=True)
class Token:
    kind: Kind
    value: object = None


class NotUnderstood(Exception):
    """The words say no date that could be told without guessing."""


MONTH_WORDS = (
    r"янв(?:ар[ьяею]м?)?",
    r"фев(?:р(?:ал[ьяею]м?)?)?",
    r"мар(?:т(?:[аеу]|ом)?)?",
    r"апр(?:ел[ьяею]м?)?",
    r"ма(?:й|я|е|ю|ем)",
    r"июн(?:[ьяею]м?)?",
    r"июл(?:[ьяею]м?)?",
    r"авг(?:уст(?:[аеу]|ом)?)?",
    r"сен(?:т(?:ябр[ьяею]м?)?)?",
    r"окт(?:ябр[ьяею]м?)?",
    r"ноя(?:б(?:р[ьяею]м?)?)?",
    r"дек(?:абр[ьяею]м?)?",
)
ORDINALS = ("перв", "втор", "трет", "четв[её]рт", "пят")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
SEASONS = {"весн": (3, 5), "лет": (6, 8), "осен": (9, 11), "зим": (12, 2)}

YEAR = r"(?:19|20)\d\d"
YEAR_WORD = r"(?:\s*-?\s*й)?\s*(?:г\.?\s?г\.?|годах|годов|годам|годы|году|года|год|г\b\.?)?"
SCHOOL_WORD = r"уч(?:ебн(?:ого|ом|ый|ых|ые)|\.)?\s*(?:годах|годов|годы|году|года|год|г\.?\s?г\.?|г\b\.?)"
ANY_MONTH = "|".join(MONTH_WORDS)
PROGRAMME_TAIL = rf"(?:\s+(?!(?:с|со|по|до|к|от|{ANY_MONTH})\b)[^\s,;()\d]+)*"

PATTERNS = [
    (
        Kind.WHOLE,
        r"(?:(?:в|на)\s+)?(?:течени[еи]|протяжени[еи])\s+(?:все(?:го|й)\s+)?"
        rf"(?:(?:периода|срока|времени|реализации|программы|действия)\b{PROGRAMME_TAIL}|(?:(?:всего\s+)?(?:учебного\s+)?года)(?!\s*\d))",
    ),
    (Kind.WHOLE, rf"(?:за\s+|на\s+)?(?:весь|всего)\s+(?:период|срок|периода)\b{PROGRAMME_TAIL}"),
    (Kind.WHOLE, r"(?:за\s+|на\s+)?весь\s+(?:учебный\s+)?год\b"),
    (Kind.WHOLE, rf"в\s+период\s+реализации\b{PROGRAMME_TAIL}"),
    (Kind.WHOLE, r"круглый\s+год|постоянно|систематически|регулярно|непрерывно"),
    (Kind.REPEAT, r"ежемесячно|кажд(?:ый|ого)\s+месяца?|(?:(?:1|один)\s+)?раз\s+в\s+месяц"),
    (Kind.REPEAT, r"ежеквартально|каждый\s+квартал|(?:(?:1|один)\s+)?раз\s+в\s+(?:квартал|четверть)"),
    (
        Kind.REPEAT,
        r"ежедневно|еженедельно|каждую\s+неделю|каждый\s+день"
        r"|(?:(?:\d|один|одно|два|три)\s+)?раза?\s+в\s+(?:(?:2|две|\d)\s+)?(?:день|недел[юи]|месяца?|год|полугодие|полгода|триместр)",
    ),
    (Kind.YEARLY, r"ежегодно|каждый\s+год|каждого\s+года"),
    (Kind.SCHOOL_YEAR, rf"({YEAR})\s*[-/]\s*((?:20)?\d\d)\s*{SCHOOL_WORD}"),
    (Kind.SCHOOL_YEAR, rf"({YEAR})\s*/\s*((?:20)?\d\d)\b{YEAR_WORD}"),
    (Kind.DATE, rf"({YEAR})[-./](\d\d)[-./](\d\d)(?!\d)"),
    (Kind.DATE, r"(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?((?:20)?\d\d)(?!\d)" + YEAR_WORD),
    (Kind.DATE, r"(\d{1,2})[./](\d{1,2})(?![\d])"),
    (Kind.MONTH, rf"(\d{{1,2}})[./]({YEAR})(?!\d){YEAR_WORD}"),
    (Kind.YEAR, rf"({YEAR})(?!\d){YEAR_WORD}"),
    (Kind.SCHOOL, r"учебного\s+года|уч\.?\s*года"),
    (Kind.UNIT, r"полугоди(?:ях|ем|е|я|и|ю)"),
    (Kind.UNIT, r"квартал(?:ах|ов|ы|а|е|у)?\b|кв\."),
    (Kind.UNIT, r"четверт(?:ь|и|ях|ей)"),
    (Kind.UNIT, r"триместр(?:ах|ов|ы|а|е|у)?\b"),
    (Kind.UNIT, r"декад(?:ах|ы|а|е|у)\b"),
    (Kind.UNIT, r"недел(?:ях|ь|я|и|е|ю)\b"),
    (Kind.EDGE, r"(?:начал(?:о|а|е|у)|середин(?:а|ы|е|у)|кон(?:ец|ца|це|цу))\b"),
    (Kind.TILL, r"(?:в\s+срок\s+)?(?:до|не\s+позднее|не\s+позже)\b(?:\s+чем\b)?"),
    (Kind.BY, r"к[о]?\b"),
    (Kind.FROM, r"(?:начиная\s+)?(?:с|со|от)\b"),
    (Kind.DASH, r"-+|по\b"),
    (Kind.COMMA, r"[,;/+]|и\b"),
    (Kind.SEASON, r"(?:весн|лет|осен|зим)(?:ой|ою|ом|ью|а|ы|о|ь|и|е)\b"),
    (Kind.NUMBER, r"(\d{1,2})(?:\s?-\s?(?:ого|ой|ый|ая|ое|ом|го|й|я|е|м|х)\b)?(?![\d.])"),
    (Kind.NUMBER, r"(?:" + "|".join(ORDINALS) + r")(?:ий|ый|ая|яя|ья|ое|ье|ой|ого|ьего|ей|ьей|ом|ьем|ую|ью)\b"),
    (Kind.NUMBER, r"(?:iv|iii|ii|i|v)(?:\s?-\s?(?:ого|ой|ый|ая|ое|ом|й|я|е|м)\b|\b|(?=полуг|кварт|четв))"),
]
PATTERNS += [(Kind.MONTH, rf"(?:{word})\b\.?") for word in MONTH_WORDS]
COMPILED = [(kind, re.compile(pattern)) for kind, pattern in PATTERNS]
NOISE = re.compile(
    r"(?:(?:срок(?:и|ом)?(?:\s+исполнения)?|включительно|текущего\s+года|весь|всего|месяцев|месяца|месяц|мес\.|"
    r"число|числа|в\s+течение|на\s+протяжении|в\s+период|период|во|в|на)\b\s*[:.]?|[.:\s])+"
)
THIS_YEAR = re.compile(r"\b[ст]\.\s?г\b\.?")
CLOCK = re.compile(r"(?:\bв\s+)?\b\d{1,2}:\d\d\b(?:\s*ч(?:ас(?:ов|а)?)?\.?)?")
LATIN = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
DASHES = re.compile(r"[‐‑‒–—―−-]+")


@lru_cache(maxsize=2048)
def plain(text):
    """Small letters, one kind of dash and space, and no Latin letters that only look Russian."""
    text = unicodedata.normalize("NFKC", text or "").lower().replace("ё", "е").replace("\u00ad", "")
    text = DASHES.sub("-", re.sub(r"\s+", " ", text)).strip()
    words = (
        word.translate(LATIN) if re.search(r"[а-я]", word) or (len(word) == 1 and word != "i" and word != "v") else word
        for word in re.split(r"([^а-яa-z]+)", text)
    )
    return "".join(words).replace("і", "i").strip(" .;,")


def full_year(text):
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(found, text):
    if found.groups():
        return Token(Kind.MONTH, (int(found[2]), int(found[1])))
    number = next(n for n, word in enumerate(MONTH_WORDS, 1) if re.fullmatch(word, text.rstrip(".")))
    return Token(Kind.MONTH, (None, number))


def _date(found, _text):
    parts = found.groups()
    if len(parts) == 2:
        return Token(Kind.DATE, (None, int(parts[1]), int(parts[0])))
    if len(parts[0]) == 4:
        return Token(Kind.DATE, tuple(map(int, parts)))
    return Token(Kind.DATE, (full_year(parts[2]), int(parts[1]), int(parts[0])))


def _number(found, text):
    if found.groups():
        return Token(Kind.NUMBER, int(found[1]))
    roman = re.match(r"[iv]+", text)
    if roman:
        return Token(Kind.NUMBER, ROMAN[roman[0]])
    return Token(Kind.NUMBER, next(n for n, word in enumerate(ORDINALS, 1) if re.match(word, text)))


def _unit(_found, text):
    names = {"пол": "half", "кв": "quarter", "чет": "term", "три": "trimester", "дек": "decade", "нед": "week"}
    return Token(Kind.UNIT, next(name for start, name in names.items() if text.startswith(start)))


def _repeat(_found, text):
    if text.endswith(("квартал", "четверть")) or text == "ежеквартально":
        return Token(Kind.REPEAT, "quarterly")
    if re.fullmatch(r"ежемесячно|кажд(?:ый|ого)\s+месяца?|(?:(?:1|один)\s+)?раз\s+в\s+месяц", text):
        return Token(Kind.REPEAT, "monthly")
    return Token(Kind.REPEAT, "other")


def _school_year(found, _text):
    first, last = int(found[1]), full_year(found[2])
    if last != first + 1:
        raise NotUnderstood
    return Token(Kind.SCHOOL_YEAR, first)


MAKERS = {
    Kind.MONTH: _month,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.UNIT: _unit,
    Kind.REPEAT: _repeat,
    Kind.SCHOOL_YEAR: _school_year,
    Kind.YEAR: lambda found, _text: Token(Kind.YEAR, int(found[1])),
    Kind.SEASON: lambda _found, text: Token(Kind.SEASON, next(v for k, v in SEASONS.items() if text.startswith(k))),
    Kind.EDGE: lambda _found, text: Token(Kind.EDGE, {"н": "begin", "с": "middle", "к": "end"}[text[0]]),
}


def tokens_of(text):
    """The tokens of a text made plain; NotUnderstood at the first word that is not known."""
    text = THIS_YEAR.sub(" ", CLOCK.sub(" ", text))
    found_tokens, at = [], 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token, at = _next_token(text, at)
        if token:
            found_tokens.append(token)
    return found_tokens


def _next_token(text, at):
    for kind, pattern in COMPILED:
        found = pattern.match(text, at)
        if found and found.end() > at:
            make = MAKERS.get(kind, lambda _found, _text, kind=kind: Token(kind))
            return make(found, found[0].strip()), found.end()
    noise = NOISE.match(text, at)
    if noise and noise.end() > at:
        return None, noise.end()
    raise NotUnderstood
