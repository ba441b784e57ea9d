"""One question as a plain control of a page: what stands in it, and what a browser posts of it.

Used by the pages of answering and by the builder's preview: ``{% include "surveys/_question.html" with field=... %}``.
"""

import random
import re
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.translation import gettext as _

from mentorship.programmes.slots import DAYS, PARTS, words_of

from ..answers import NO, OTHER, UNKNOWN, YES, day_of
from ..content import Kind, Question

ANSWER, OWN_WORDS = "answer", "own_words"
"""Names of the inputs: the answer, as often as there are choices, and the line beside “Other”."""

RANKED_AT_MOST = 3

VOWEL, CONSONANT = "[аеёиоуыэюя]", "[бвгджзйклмнпрстфхцчшщ]"
SYLLABLE = re.compile(
    rf"(?<=\w{VOWEL})(?={CONSONANT}{VOWEL})|(?<={VOWEL}{CONSONANT})(?={CONSONANT}{VOWEL})|(?<=ь)(?={CONSONANT}{VOWEL})"
)


@dataclass(frozen=True)
class Row:
    """A choice: a full-width row with a real radio button or a box to tick."""

    value: str
    text: str
    is_chosen: bool
    id: str


@dataclass(frozen=True)
class Field:
    """A question with what has been given so far. ``options`` are those of its source; ``seed`` keeps a random order
    of options the same for one person; ``errors`` is a sentence or empty."""

    question: Question
    given: tuple[str, ...] = ()
    error: str = ""
    options: tuple[tuple[str, str], ...] = ()
    seed: str = ""

    @property
    def shape(self):
        """Which part of the template draws it."""
        kind = self.question.kind
        if kind in {Kind.SHORT, Kind.LONG, Kind.NUMBER, Kind.DATE, Kind.SLOTS, Kind.RANKING}:
            return str(kind)
        return "rows"

    @property
    def is_group(self):
        return self.shape in {"rows", "slots", "ranking"}

    @property
    def input_type(self):
        return "checkbox" if self.has_many else "radio"

    @property
    def has_many(self):
        return self.question.kind in {Kind.SEVERAL, Kind.SLOTS} or (
            self.question.kind == Kind.WORDS and self.question.most != 1
        )

    @property
    def pairs(self):
        """``(key, text)`` of everything that can be chosen, in the order of this person."""
        question = self.question
        if question.kind == Kind.YES_NO:
            return [(YES, _("Yes")), (NO, _("No"))]
        if question.kind == Kind.SCALE:
            return [(str(step), self.step_words(step)) for step in question.steps]
        pairs = [(one.key, one.text) for one in question.options] + list(self.options)
        if question.random_order:
            random.Random(f"{self.seed}:{question.key}").shuffle(pairs)
        return pairs

    def step_words(self, step):
        first, last = self.question.ends
        words = {first: self.question.low_word, last: self.question.high_word}.get(step)
        return f"{step} — {words}" if words else str(step)

    @property
    def rows(self):
        pairs = self.pairs
        if self.question.can_be_unknown:
            pairs = [*pairs, (UNKNOWN, _("I don't know yet"))]
        return [Row(key, text, key in self.given, self.id_of(place)) for place, (key, text) in enumerate(pairs)]

    def id_of(self, place):
        return "answer" if place == 0 else f"answer-{place}"

    @property
    def has_other(self):
        return self.question.other and self.question.kind in {Kind.SINGLE, Kind.SEVERAL, Kind.WORDS}

    @property
    def own_words(self):
        return next((text.split(":", 1)[1] for text in self.given if text.startswith(f"{OTHER}:")), "")

    @property
    def is_other(self):
        return OTHER in self.given or bool(self.own_words)

    @property
    def is_unknown(self):
        return UNKNOWN in self.given

    @property
    def text(self):
        """The one text of a line, a number or a date."""
        return next((one for one in self.given if one != UNKNOWN), "")

    @property
    def week(self):
        """``(day, [Row of a part of the day])`` of the school week."""
        return [
            (hyphenated(title), [self.slot(f"{day}-{part}", words) for part, words in PARTS]) for day, title in DAYS
        ]

    def slot(self, code, words):
        return Row(code, words, code in self.given, f"answer-{code}")

    @property
    def parts(self):
        return [hyphenated(words) for _part, words in PARTS]

    @property
    def places(self):
        """``(number, id, [Row])`` of the lists of a ranking: the first choice, the second one, and so on."""
        chosen = [one for one in self.given if one != UNKNOWN]
        most = self.question.most or max(RANKED_AT_MOST, self.question.least or 0)
        count = max(1, min(most, len(self.pairs)))
        chosen += [""] * (count - len(chosen))
        return [
            (number, self.id_of(number - 1), [Row(key, text, key == one, "") for key, text in self.pairs])
            for number, one in enumerate(chosen[:count], 1)
        ]

    @property
    def hint(self):
        """How many may be chosen, where that is not plain."""
        question = self.question
        if question.kind == Kind.SCALE and (question.low_word or question.high_word):
            return ""
        if not self.has_many:
            return ""
        if question.least and question.most:
            return _("Choose from %(least)d to %(most)d") % {"least": question.least, "most": question.most}
        if question.most:
            return _("You can choose up to %(most)d") % {"most": question.most}
        return _("You can choose several answers")


def hyphenated(words):
    """Words with the places where Russian lets them break, for the narrow columns of a phone: many an old one knows
    no Russian hyphenation of its own."""
    return SYLLABLE.sub("\u00ad", str(words))


def given_in(post):
    """What a page posted of one question, as ``answers.read_answer`` takes it."""
    given = post.getlist(ANSWER)
    words = post.get(OWN_WORDS, "").strip()
    if words:
        given = [one for one in given if one != OTHER] + [f"{OTHER}:{words}"]
    return given


def in_words(question, value, options=()):
    """A stored answer as a person reads it."""
    if not value:
        return _("No answer")
    if UNKNOWN in value:
        return _("I don't know yet")
    if YES in value:
        return _("Yes") if value[YES] else _("No")
    if "date" in value:
        return dateformat.format(day_of(value["date"]), "j E Y")
    for name in ("scale", "text", "number"):
        if name in value:
            return str(value[name]).replace(".", ",") if name == "number" else str(value[name])
    titles = {one.key: one.text for one in question.options} | dict(options)
    words = [titles.get(key, key) for key in value.get("options", ())]
    words += [str(words_of(code)) for code in value.get("slots", ())]
    words += [f"{place}. {titles.get(key, key)}" for place, key in enumerate(value.get("ranked", ()), 1)]
    return "; ".join([*words, *([value[OTHER]] if value.get(OTHER) else [])])
