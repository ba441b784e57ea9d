"""One answer: from what a browser posts or a person types off a sheet of paper to the value that is stored.

Stored values are small dictionaries whose one name says the kind: ``{"options": ["a"], "other": "…"}``,
``{"yes": true}``, ``{"scale": 7}``, ``{"text": "…"}``, ``{"number": 3}``, ``{"date": "2022-03-14"}``,
``{"slots": [...]}``, ``{"ranked": [...]}`` or ``{"unknown": true}``. No entry is no answer.
"""

import math
import re
from datetime import date

from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.programmes.slots import SLOTS

from .content import Kind

SHORT_LENGTH = 300
LONG_LENGTH = 5000
UNKNOWN = "unknown"
OTHER = "other"
YES, NO = "yes", "no"
MONTHS = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]


class NotUnderstood(ValueError):
    """What was given is no answer to the question; the sentence says what to do. Nothing typed is lost."""


def read_answer(question, given, options=()):
    """The stored value of what was given, or None when nothing was.

    ``given`` is a list of strings (names of chosen options, or one text); ``options`` are the ``(key, text)`` pairs of
    the question's source. "Other" comes as ``other:words``. Raises NotUnderstood.
    """
    given = [text.strip().replace("\x00", "") for text in given]
    given = [text for text in given if text and text != f"{OTHER}:"]
    if UNKNOWN in given and question.can_be_unknown:
        if len(given) > 1 and question.kind not in {Kind.SHORT, Kind.LONG}:
            raise NotUnderstood(_("Choose either an answer or “I don't know yet”."))
        return {UNKNOWN: True}
    return READERS[question.kind](question, given, options) if given else None


def read_choice(question, given, options):
    known = [option.key for option in question.options] + [key for key, _text in options]
    others = [text.removeprefix(f"{OTHER}:").strip() for text in given if text.startswith(f"{OTHER}:")]
    chosen = list(dict.fromkeys(text for text in given if not text.startswith(f"{OTHER}:") and text != OTHER))
    if any(key not in known for key in chosen) or (others and not question.other):
        raise NotUnderstood(_("Choose from the list."))
    if any(len(text) > SHORT_LENGTH for text in others):
        raise NotUnderstood(too_long(SHORT_LENGTH))
    if OTHER in given and not others:
        raise NotUnderstood(_("Write your own answer."))
    count = len(chosen) + len(others)
    if question.kind == Kind.SINGLE and count > 1:
        raise NotUnderstood(_("Choose one answer."))
    check_count(question, count)
    return {"options": chosen} | ({OTHER: "; ".join(others)} if others else {})


def check_count(question, count):
    if question.least is not None and count < question.least:
        words = ngettext("Choose %(least)d answer at least.", "Choose %(least)d answers at least.", question.least)
        raise NotUnderstood(words % {"least": question.least})
    if question.most is not None and count > question.most:
        words = ngettext("Choose %(most)d answer at most.", "Choose %(most)d answers at most.", question.most)
        raise NotUnderstood(words % {"most": question.most})


def read_yes_no(question, given, options):
    if given not in ([YES], [NO]):
        raise NotUnderstood(_("Choose “Yes” or “No”."))
    return {YES: given == [YES]}


def read_scale(question, given, options):
    if len(given) != 1 or not re.fullmatch(r"\d{1,2}", given[0]) or int(given[0]) not in question.steps:
        first, last = question.ends
        raise NotUnderstood(_("Choose a mark from %(first)d to %(last)d.") % {"first": first, "last": last})
    return {"scale": int(given[0])}


def read_text(question, given, options):
    most = SHORT_LENGTH if question.kind == Kind.SHORT else LONG_LENGTH
    text = given[0].replace("\r\n", "\n")
    if len(text) > most:
        raise NotUnderstood(too_long(most))
    return {"text": text}


def too_long(most):
    return _("The answer is longer than %(most)d characters.") % {"most": most}


def read_number(question, given, options):
    text = re.sub(r"[\s\xa0]", "", str(sanitize_separators(given[0]))).replace(",", ".")
    if not re.fullmatch(r"[-+]?\d{1,12}(\.\d{1,6})?", text):
        raise NotUnderstood(_("Write a number, for example 12 or 3,5."))
    number = float(text)
    if question.least is not None and number < question.least:
        raise NotUnderstood(_("The number is less than %(least)d.") % {"least": question.least})
    if question.most is not None and number > question.most:
        raise NotUnderstood(_("The number is more than %(most)d.") % {"most": question.most})
    return {"number": int(number) if math.isclose(number, int(number), abs_tol=1e-9) else number}


def read_date(question, given, options):
    day = day_of(given[0])
    if day is None:
        raise NotUnderstood(_("Write a date, for example 14.03.2022."))
    return {"date": day.isoformat()}


def day_of(text):
    """A date as a browser posts it or a person writes it: 2022-03-14, 14.3.22, 14 марта 2022; None when it is none.

    A year of two digits is of this century; one of four that begins with a nought is a slip.
    """
    parts = None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        parts = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[./ ](\d{1,2})[./ ](\d{4}|\d{2})", text):
        parts = reversed(found.groups())
    elif found := re.fullmatch(r"(\d{1,2}) ([а-яё]+) (\d{4})(?: ?г\.?(?:ода)?)?", text.lower()):
        month = next((place for place, stem in enumerate(MONTHS, 1) if found[2].startswith(stem)), 0)
        parts = (found[3], month, found[1])
    try:
        year, month, day = parts or ()
        year = f"20{year}" if len(year) == 2 else year
        return None if year.startswith("0") else date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_slots(question, given, options):
    if any(code not in SLOTS for code in given):
        raise NotUnderstood(_("Choose hours of the week."))
    check_count(question, len(set(given)))
    return {"slots": [code for code in SLOTS if code in given]}


def read_ranking(question, given, options):
    """The places come in order: the first string is the first choice; an empty place is closed up."""
    known = [option.key for option in question.options] + [key for key, _text in options]
    if any(key not in known for key in given):
        raise NotUnderstood(_("Choose from the list."))
    if len(set(given)) < len(given):
        raise NotUnderstood(_("The same is chosen twice. Choose different ones."))
    check_count(question, len(given))
    return {"ranked": given}


READERS = {
    Kind.SINGLE: read_choice,
    Kind.SEVERAL: read_choice,
    Kind.WORDS: read_choice,
    Kind.YES_NO: read_yes_no,
    Kind.SCALE: read_scale,
    Kind.SHORT: read_text,
    Kind.LONG: read_text,
    Kind.NUMBER: read_number,
    Kind.DATE: read_date,
    Kind.SLOTS: read_slots,
    Kind.RANKING: read_ranking,
}


def marks_of(value):
    """What a condition may ask about a stored answer: keys of options, ``yes``/``no``, the mark, ``unknown``."""
    if value is None:
        return set()
    if UNKNOWN in value:
        return {UNKNOWN}
    if YES in value:
        return {YES if value[YES] else NO}
    if "scale" in value:
        return {str(value["scale"])}
    return {*value.get("options", ()), *value.get("ranked", ()), *([OTHER] if value.get(OTHER) else [])}


def given_of(question, value):
    """The strings that ``read_answer`` would read as this value: what a form shows again."""
    if not value:
        return []
    if UNKNOWN in value:
        return [UNKNOWN]
    if YES in value:
        return [YES if value[YES] else NO]
    for name in ("scale", "text", "number", "date"):
        if name in value:
            return [str(value[name])]
    chosen = [*value.get("options", ()), *value.get("slots", ()), *value.get("ranked", ())]
    return chosen + ([f"{OTHER}:{value[OTHER]}"] if value.get(OTHER) else [])
