"""One row of a list as values for a person and a participant, with a message for every cell that was not understood."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from ..models import Register
from ..names import name_key
from . import values
from .values import NotUnderstood

PERSON_TEXTS = {"post": 150, "workplace": 200}
LONG_TEXTS = {"request", "competences", "achievements", "interests", "result"}
DAYS = {"entered_on", "left_on", "answered_on"}


@dataclass
class Message:
    """«row 14, column “Class”: …»; a cell that was not understood stays empty, so the row can be taken all the same."""

    column: str
    text: str

    def __str__(self):
        return (
            _("column “%(column)s”: %(text)s") % {"column": self.column, "text": self.text}
            if self.column
            else self.text
        )


@dataclass
class ReadRow:
    """``person`` and ``participant`` are field values that the row gives; what it leaves empty is not there."""

    number: int
    person: dict = field(default_factory=dict)
    participant: dict = field(default_factory=dict)
    school_class: tuple | None = None
    subjects: list = field(default_factory=list)
    representatives: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    is_example: bool = False
    is_refused: bool = False

    @property
    def names(self):
        return tuple(self.person.get(part, "") for part in ("surname", "given_name", "patronymic"))

    @property
    def full_name(self):
        return " ".join(part for part in self.names if part)

    @cached_property
    def name_key(self):
        return name_key(*self.names)

    @cached_property
    def same_key(self):
        return " ".join(sorted(self.name_key.split()))


def read_row(number, cells, headings, mapping, *, register, today, forms, variants):
    """The row read by the mapping ``{place: field}``."""
    row = ReadRow(number)
    representative = {}
    for place, code in mapping.items():
        text = cells[place] if place < len(cells) else ""
        if text.lower() in values.EMPTY:
            continue
        try:
            read_cell(row, code, text, representative, register=register, today=today, forms=forms, variants=variants)
        except NotUnderstood as error:
            row.messages.append(Message(headings[place] if place < len(headings) else "", str(error)))
    if representative:
        row.representatives.append(
            tuple(representative.get(part, "") for part in ("relation", "name", "phone", "email"))
        )
    finish(row, register)
    return row


def read_cell(row, code, text, representative, *, register, today, forms, variants):
    person, part = row.person, row.participant
    if code in {"surname", "given_name", "patronymic"}:
        if len(text) > 80:
            raise NotUnderstood(_("a part of the name is longer than 80 characters"))
        row.is_example |= bool(values.EXAMPLE.search(text))
        person[code] = " ".join(text.split())
    elif code == "name":
        row.is_example |= bool(values.EXAMPLE.search(text))
        found = zip(("surname", "given_name", "patronymic"), values.name_parts(text), strict=True)
        person.update({key: value for key, value in found if value})
    elif code == "school_class":
        read_class(row, text, register)
    elif code == "birth_year":
        person["birth_year"] = values.birth_year(text, today)
    elif code in {"phone", "email"}:
        person[code] = getattr(values, code)(text)
    elif code == "contacts":
        own, others = values.contacts(text)
        for kind, value in own.items():
            person.setdefault(kind, value[:40] if kind == "phone" else value[:254])
        row.representatives += others
    elif code == "representative":
        representative["relation"], representative["name"] = values.relation_and_name(text)
    elif code == "representative_contacts":
        own, _others = values.contacts(text)
        representative |= own
    elif code in PERSON_TEXTS:
        person[code] = " ".join(text.split())[: PERSON_TEXTS[code]]
    elif code in LONG_TEXTS:
        part[code] = text
    elif code in DAYS:
        part[code] = values.day(text, today)
    else:
        read_rest(row, code, text, forms, variants)


def read_class(row, text, register):
    """«Класс/должность» holds a class of a pupil and the post of an adult."""
    try:
        row.school_class = values.class_name(text)
    except NotUnderstood:
        if any(sign.isdecimal() for sign in text) or len(text) < 4:
            raise
        row.person["post"] = " ".join(text.split())[:150]


def read_rest(row, code, text, forms, variants):
    part = row.participant
    if code == "subjects":
        row.subjects = values.words(text)
    elif code == "case_url":
        part[code] = values.link(text)
    elif code == "is_completed":
        part[code] = text.lower() in values.YES
    elif code == "desired_age":
        part["age_from"], part["age_to"] = values.ages(text)
    elif code == "time":
        part["hours_a_month"] = values.number(text)
    elif code == "capacity":
        part["capacity"] = max(values.number(text), 1)
    elif code == "form":
        part["form_id"] = known(forms, text)
    elif code == "variant":
        part["variant_id"] = known(variants, text)


def known(titles, text):
    """The id of the form with this title; «учитель-ученик» and «Учитель – ученик» are the same."""
    key = name_key(text.replace("-", " ").replace("–", " "))
    if key not in titles:
        raise NotUnderstood(_("“%(text)s” is not in the settings of the school") % {"text": text[:80]})
    return titles[key]


def finish(row, register):
    """What concerns the row as a whole."""
    part = row.participant
    if not row.person.get("surname"):
        row.is_refused = True
        row.messages.append(Message("", _("there is no surname, the row is skipped")))
    if part.get("entered_on") and part.get("left_on") and part["left_on"] < part["entered_on"]:
        del part["left_on"]
        row.messages.append(Message("", _("the last day comes before the first one, it stays empty")))
    is_adult = row.school_class is None and (register == Register.MENTORS or "post" in row.person)
    row.person["kind"] = "teacher" if is_adult else "pupil"
    if is_adult and row.person.get("workplace"):
        row.person["kind"] = "teacher" if "школ" in row.person["workplace"].lower() else "partner"
