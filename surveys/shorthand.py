"""Answers as a typist types them off a sheet: the numbers of the options, «д» and «н», «пн1 ср2», «?».

The marks are Russian, as they are printed on the blanks. ``read`` gives the strings that ``answers.read_answer``
takes, so a sheet is checked by the same rules as a screen; ``write`` is its inverse.
"""

import re

from django.utils.translation import gettext as _

from mentorship.programmes.slots import DAYS, PARTS

from .answers import NO, OTHER, UNKNOWN, YES, NotUnderstood
from .content import Kind

DONT_KNOW = "?"
OWN = "др"
PLAIN = "\\"
"""Stands before a text that would be read as a mark: a person may really have written «?»."""

YES_MARKS, NO_MARKS = {"д", "да", "1", "+", "y"}, {"н", "нет", "2", "-", "n"}
DAY_MARKS = dict(zip((code for code, _title in DAYS), ("пн", "вт", "ср", "чт", "пт", "сб"), strict=True))
PART_CODES = [code for code, _title in PARTS]
TEXTS = {Kind.SHORT, Kind.LONG}
AS_TYPED = {Kind.SCALE, Kind.NUMBER, Kind.DATE}
OWN_WORDS = re.compile(rf"(?:^|[\s,;.]){OWN}[.:\s]\s*(.+)$", re.IGNORECASE | re.DOTALL)
SLOT = re.compile(rf"({'|'.join(DAY_MARKS.values())})\.?\s*([1-{len(PART_CODES)}]+)", re.IGNORECASE)


def read(question, text, choices=()):
    """The strings that the answer consists of; empty for a place that was left blank.

    ``choices`` are the ``(key, text)`` pairs behind the numbers of the blank. Raises NotUnderstood.
    """
    text = text.strip()
    if not text:
        return []
    if text == DONT_KNOW and (question.can_be_unknown or question.kind not in TEXTS):
        if not question.can_be_unknown:
            raise NotUnderstood(_("This question has no “I don't know yet”. Leave the place empty."))
        return [UNKNOWN]
    if question.kind in TEXTS:
        return [text.removeprefix(PLAIN)]
    if question.kind in AS_TYPED:
        return [text]
    if question.kind == Kind.YES_NO:
        return read_yes_no(text)
    return read_slots(text) if question.kind == Kind.SLOTS else read_numbers(question, text, choices)


def read_yes_no(text):
    mark = text.casefold()
    if mark not in YES_MARKS | NO_MARKS:
        raise NotUnderstood(_("Type “д” for yes or “н” for no."))
    return [YES if mark in YES_MARKS else NO]


def read_slots(text):
    """«пн1 ср23»: the day, then the numbers of its hours."""
    if SLOT.sub("", text).strip(" ,;."):
        raise NotUnderstood(_("Type days and numbers of hours, for example: пн1 ср23."))
    codes = {mark: code for code, mark in DAY_MARKS.items()}
    return [
        f"{codes[day.lower()]}-{PART_CODES[int(number) - 1]}" for day, hours in SLOT.findall(text) for number in hours
    ]


def read_numbers(question, text, choices):
    """«1 3», and own words after «др»."""
    own = OWN_WORDS.search(text) if question.other else None
    numbers = (text[: own.start()] if own else text).strip(" ,;.")
    given = []
    for piece in re.split(r"[\s,;.]+", numbers) if numbers else ():
        if not piece.isdecimal() or not 1 <= int(piece) <= len(choices):
            raise NotUnderstood(
                _("“%(text)s” is not a number of an answer: they go from 1 to %(most)d.")
                % {"text": piece[:30], "most": len(choices)}
            )
        given.append(choices[int(piece) - 1][0])
    return given + ([f"{OTHER}:{own[1]}"] if own else [])


def write(question, value, choices=()):
    """The stored answer in the marks that ``read`` understands."""
    if not value:
        return ""
    if UNKNOWN in value:
        return DONT_KNOW
    if YES in value:
        return "д" if value[YES] else "н"
    for name in ("scale", "number", "date"):
        if name in value:
            return str(value[name])
    if "text" in value:
        text = value["text"]
        return f"{PLAIN}{text}" if text == DONT_KNOW or text.startswith(PLAIN) else text
    if "slots" in value:
        return write_slots(value["slots"])
    places = {key: str(place) for place, (key, _text) in enumerate(choices, 1)}
    marks = [places[key] for key in value.get("options") or value.get("ranked") or () if key in places]
    return " ".join([*marks, *([f"{OWN}: {value[OTHER]}"] if value.get(OTHER) else [])])


def write_slots(codes):
    hours = {}
    for code in codes:
        day, part = code.split("-")
        hours.setdefault(day, []).append(str(PART_CODES.index(part) + 1))
    return " ".join(DAY_MARKS[day] + "".join(numbers) for day, numbers in hours.items())


def legend(question, choices=()):
    """What may be typed, in one line beside the place: ``[(mark, meaning)]``."""
    if question.kind == Kind.YES_NO:
        marks = [("д", _("Yes")), ("н", _("No"))]
    elif question.kind == Kind.SLOTS:
        marks = [(str(place), words) for place, (_code, words) in enumerate(PARTS, 1)]
    elif question.kind == Kind.SCALE:
        first, last = question.ends
        marks = [(str(first), question.low_word), (str(last), question.high_word)]
    else:
        marks = [(str(place), text) for place, (_key, text) in enumerate(choices, 1)]
    marks += [(OWN, _("own words"))] * bool(question.other and choices)
    return marks + [(DONT_KNOW, _("I don't know yet"))] * question.can_be_unknown
