"""Fields of the registers that answers are offered for: how an answer becomes a value, what the register holds now,
and what the value is in words.

A value is what JSON can hold: a text, a number, codes of hours in the order of the week, a day as «2022-03-14», or of
the vocabulary ``{"words": [numbers], "new": [words that the vocabulary does not know]}``.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.programmes.slots import SLOTS
from mentorship.programmes.slots import words_of as slot_words
from surveys.content import Kind
from surveys.sources import Binding

from ..forms.person import OLDEST, YOUNGEST, clean_phone
from ..models import Axis, Mentee, Mentor, Person, Tag
from ..names import name_key
from ..warnings import labels_in

TEXT, LINE, WORDS, SLOT_CODES, NUMBER, DAY = "text", "line", "words", "slots", "number", "day"
TEXTS = frozenset({Kind.LONG, Kind.SHORT, Kind.SINGLE, Kind.SEVERAL})
LISTS = frozenset({Kind.WORDS, Kind.SEVERAL, Kind.SINGLE})
NUMBERS = frozenset({Kind.NUMBER, Kind.SCALE})
ONE_NUMBER = frozenset({Kind.NUMBER})
MODELS = {"mentee": Mentee, "mentor": Mentor, "person": Person}
SUBJECTS, COMPETENCES, INTERESTS = "people.subjects", "people.competences", "people.interests"
WORD_LENGTH = 80


@dataclass(frozen=True)
class Field:
    """``name`` is the column, or the axis of words. ``least`` and ``most`` are the ends of a number or, for a line of
    text, its length."""

    code: str
    title: str
    sort: str
    name: str
    kinds: frozenset = frozenset()
    least: int = 0
    most: int = 0
    source: str = ""

    @property
    def owner(self):
        return self.code.split(".")[0]

    @property
    def model(self):
        return MODELS[self.owner]


def fields_of(owner, *, text, request):
    """What mentees and mentors have alike; ``text`` and ``request`` are the main text of the register."""
    code, column, title = text
    interests, slots = gettext_lazy("Interests"), gettext_lazy("When the person can meet")
    return [
        Field(f"{owner}.{code}", title, TEXT, column, TEXTS),
        Field(f"{owner}.subjects", gettext_lazy("Subjects"), WORDS, Axis.SUBJECT.value, LISTS, source=SUBJECTS),
        Field(f"{owner}.competences", request, WORDS, Axis.COMPETENCE.value, LISTS, source=COMPETENCES),
        Field(f"{owner}.interests", interests, WORDS, Axis.INTEREST.value, LISTS, source=INTERESTS),
        Field(f"{owner}.slots", slots, SLOT_CODES, "slots", frozenset({Kind.SLOTS})),
        Field(f"{owner}.achievements", gettext_lazy("Achievements"), TEXT, "achievements", TEXTS),
        Field(f"{owner}.answered_on", gettext_lazy("Questionnaire of"), DAY, "answered_on"),
    ]


LISTED = [
    *fields_of(
        "mentee",
        text=("request", "request", gettext_lazy("Main request")),
        request=gettext_lazy("Competences and requests"),
    ),
    *fields_of(
        "mentor", text=("about", "competences", gettext_lazy("Main competences")), request=gettext_lazy("Can help with")
    ),
    Field("mentor.capacity", gettext_lazy("How many mentees"), NUMBER, "capacity", NUMBERS, 1, 30),
    Field("mentor.hours_a_month", gettext_lazy("Hours a month"), NUMBER, "hours_a_month", NUMBERS, 0, 200),
    Field("mentor.age_from", gettext_lazy("Desired age of mentees, from"), NUMBER, "age_from", NUMBERS, 5, 99),
    Field("mentor.age_to", gettext_lazy("Desired age of mentees, to"), NUMBER, "age_to", NUMBERS, 5, 99),
    Field(
        "person.birth_year", gettext_lazy("Year of birth"), NUMBER, "birth_year", frozenset({Kind.NUMBER}), 1900, 2100
    ),
    Field("person.email", gettext_lazy("E-mail"), LINE, "email", frozenset({Kind.SHORT}), most=254),
    Field("person.phone", gettext_lazy("Telephone"), LINE, "phone", frozenset({Kind.SHORT}), most=40),
    Field("person.post", gettext_lazy("Post"), LINE, "post", frozenset({Kind.SHORT, Kind.SINGLE}), most=150),
]
FIELDS = {field.code: field for field in LISTED}
OWNERS = {
    "mentee": gettext_lazy("mentee"),
    "mentor": gettext_lazy("mentor"),
    "person": gettext_lazy("person"),
}


def binding_of(field):
    """«Предметы (наставник)»: the same field of a mentor and of a mentee are told apart."""
    title = format_lazy("{field} ({owner})", field=field.title, owner=OWNERS[field.owner])
    return Binding(field.code, title, field.kinds, field.source)


class Vocabulary:
    """The words of the school, read once for a whole page."""

    @cached_property
    def tags(self):
        return {tag.pk: tag for tag in Tag.objects.all()}

    @cached_property
    def by_key(self):
        return {(tag.axis, tag.key): tag for tag in self.tags.values()}

    def current(self, pk):
        """The number of the word that the school uses, or None."""
        tag = self.tags.get(pk)
        return (tag.merged_into_id or tag.pk) if tag else None

    def known(self, axis, title):
        tag = self.by_key.get((axis, (name_key(title) or title.lower())[:WORD_LENGTH]))
        return self.current(tag.pk) if tag else None

    def titles(self, numbers):
        found = {self.current(pk) for pk in numbers} - {None}
        return sorted(self.tags[pk].title for pk in found)

    def of_axis(self, axis):
        return [tag for tag in self.tags.values() if tag.axis == axis and not tag.merged_into_id]


def value_of(field, answered, vocabulary):
    """The value that these ``[(question, answer)]`` of one field say together, or None when they say nothing.

    «Пока не знаю» and an empty answer say nothing: nothing is emptied in a register by an answer.
    """
    found = [READ[field.sort](field, question, answer, vocabulary) for question, answer in answered if answer]
    found = [one for one in found if one not in (None, "", [])]
    if not found:
        return None
    if field.sort == WORDS:
        return words_value([pk for one in found for pk in one["words"]], [word for one in found for word in one["new"]])
    if field.sort == SLOT_CODES:
        return [code for code in SLOTS if any(code in one for one in found)]
    return "\n".join(found) if field.sort == TEXT else found[0]


def words_value(numbers, new=()):
    return {"words": sorted(set(numbers)), "new": list(dict.fromkeys(new))}


def texts_in(question, answer):
    titles = {option.key: option.text for option in question.options}
    chosen = [titles[key] for key in answer.get("options", ()) if key in titles]
    return [*chosen, *([answer["other"]] if answer.get("other") else [])]


def read_text(field, question, answer, vocabulary):
    return answer["text"].strip() if "text" in answer else "; ".join(texts_in(question, answer))


def read_words(field, question, answer, vocabulary):
    """Words by their numbers, options and «другое» by their spelling; what nobody knows is a new word."""
    numbers = [vocabulary.current(int(key)) for key in answer.get("options", ()) if key.isdecimal() and len(key) < 19]
    titles = {option.key: option.text for option in question.options}
    typed = [titles[key] for key in answer.get("options", ()) if key in titles]
    typed += [" ".join(one.split()) for one in answer.get("other", "").replace(";", ",").split(",") if one.strip()]
    known = {word: vocabulary.known(field.name, word) for word in typed}
    numbers = [pk for pk in numbers if pk and vocabulary.tags[pk].axis == field.name]
    value = words_value([*numbers, *filter(None, known.values())], [word for word, pk in known.items() if not pk])
    return value if value["words"] or value["new"] else None


def read_slots(field, question, answer, vocabulary):
    return [code for code in SLOTS if code in answer.get("slots", ())]


def read_number(field, question, answer, vocabulary):
    return answer.get("number", answer.get("scale"))


READ = {TEXT: read_text, LINE: read_text, WORDS: read_words, SLOT_CODES: read_slots, NUMBER: read_number}


def current_of(field, row, tags):
    """What the register holds: ``row`` is the person or the participation (None when there is none yet), ``tags`` the
    numbers of its words."""
    if field.sort == WORDS:
        return words_value(tags.get(field.name, ()))
    if row is None:
        return [] if field.sort == SLOT_CODES else None
    value = getattr(row, field.name)
    if field.sort == SLOT_CODES:
        return [code for code in SLOTS if code in value]
    return value.isoformat() if isinstance(value, date) else value


def is_same(field, one, other):
    """Would nothing change? Blanks and the order of words do not count."""
    if field.sort in (TEXT, LINE):
        return " ".join((one or "").split()) == " ".join((other or "").split())
    return (one or None) == (other or None) if field.sort != NUMBER else one == other


def is_empty(field, value):
    return not (value["words"] or value["new"]) if field.sort == WORDS and value else value in (None, "", [])


def words_of(field, value, vocabulary):
    """The value as people read it; "" for nothing."""
    if is_empty(field, value):
        return ""
    if field.sort == WORDS:
        return ", ".join([*vocabulary.titles(value["words"]), *value["new"]])
    if field.sort == SLOT_CODES:
        return "; ".join(slot_words(code) for code in value if code in SLOTS)
    return date_format(date.fromisoformat(value), "d.m.Y") if field.sort == DAY else str(value)


def problem_of(field, value):
    """Why the register cannot take the value, in words; "" when it can."""
    if field.sort == NUMBER and not (isinstance(value, int) and field.least <= value <= field.most):
        return _("A whole number from %(least)d to %(most)d is needed.") % {"least": field.least, "most": field.most}
    if field.sort == LINE and len(value) > field.most:
        return _("Longer than %(most)d characters.") % {"most": field.most}
    if field.code in CHECKS:
        try:
            CHECKS[field.code](value)
        except ValidationError as error:
            return error.messages[0]
    if field.sort == WORDS and any(len(word) > WORD_LENGTH for word in value["new"]):
        return _("A word of the vocabulary has 80 letters at most. Write it on the card.")
    return ""


def check_birth_year(year):
    this_year = clock.today().year
    if not this_year - OLDEST <= year <= this_year - YOUNGEST:
        words = _("The year of birth lies between %(first)s and %(last)s.")
        raise ValidationError(words % {"first": this_year - OLDEST, "last": this_year - YOUNGEST})


CHECKS = {"person.email": validate_email, "person.phone": clean_phone, "person.birth_year": check_birth_year}


def labels_of(field, value):
    """What in a text looks like a diagnosis or a social category."""
    if field.sort in (TEXT, LINE):
        return labels_in(value)
    return [label for word in value["new"] for label in labels_in(word)] if field.sort == WORDS else []


def digest_of(value):
    """What a page has shown of a value: two people, or a person and an answer, are told apart by it."""
    text = json.dumps(value or None, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
