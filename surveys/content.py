"""A questionnaire as plain values: what is built, published, copied, answered, printed, exported and reported.

Nothing here touches the database. The dictionary form is the one that ``SurveyVersion.content`` keeps and that the
JSON export holds. Keys of sections, questions and options are short texts that stay with the thing for ever: answers
refer to them, so a corrected typo or a new version by copy keeps the same keys.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_QUESTIONS = 200
MOST_OPTIONS = 60


class Kind(StrEnum):
    """What an answer is. WORDS and RANKING take their options from a source when ``Question.source`` names one."""

    SINGLE = "single"
    SEVERAL = "several"
    YES_NO = "yes_no"
    SCALE = "scale"
    SHORT = "short"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    WORDS = "words"
    SLOTS = "slots"
    RANKING = "ranking"

    @property
    def title(self):
        return KIND_TITLES[self]


KIND_TITLES = {
    Kind.SINGLE: gettext_lazy("one of a list"),
    Kind.SEVERAL: gettext_lazy("several of a list"),
    Kind.YES_NO: gettext_lazy("yes or no"),
    Kind.SCALE: gettext_lazy("scale"),
    Kind.SHORT: gettext_lazy("a line of text"),
    Kind.LONG: gettext_lazy("a long text"),
    Kind.NUMBER: gettext_lazy("number"),
    Kind.DATE: gettext_lazy("date"),
    Kind.WORDS: gettext_lazy("words of the school's vocabulary"),
    Kind.SLOTS: gettext_lazy("hours of the school week"),
    Kind.RANKING: gettext_lazy("choice in the order of preference"),
}
SECONDS = {Kind.SHORT: 20, Kind.LONG: 45, Kind.SEVERAL: 18, Kind.WORDS: 20, Kind.SLOTS: 30, Kind.RANKING: 30}
"""What a pupil needs for a question; ten seconds for the other kinds."""

WITH_OPTIONS = {Kind.SINGLE, Kind.SEVERAL}
COUNTED = {Kind.SEVERAL, Kind.WORDS, Kind.SLOTS, Kind.RANKING}
"""Kinds whose ``least`` and ``most`` count choices; of SCALE and NUMBER they are the ends."""

SCALES = {(1, 5), (1, 10), (0, 2), (0, 10)}


@dataclass(frozen=True)
class Option:
    key: str
    text: str


@dataclass(frozen=True)
class Condition:
    """Show only if the answer to an earlier question is one of these marks (``answers.marks_of``)."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. ``binding`` is the field of a register that the answer is proposed for; ``linked`` is the code of
    the construct that the same question of another wave carries, by which before and after are compared.

    ``least`` and ``most`` are the ends of a scale or of a number, or how many may be chosen; ``None`` is no limit.
    ``confidential`` answers are shown to the coordinator only.
    """

    key: str
    kind: Kind
    text: str
    help: str = ""
    required: bool = True
    can_be_unknown: bool = False
    options: tuple[Option, ...] = ()
    other: bool = False
    random_order: bool = False
    least: int | None = None
    most: int | None = None
    low_word: str = ""
    high_word: str = ""
    source: str = ""
    show_if: Condition | None = None
    binding: str = ""
    linked: str = ""
    confidential: bool = False

    @property
    def ends(self):
        """The two ends of a scale."""
        return (1 if self.least is None else self.least, 10 if self.most is None else self.most)

    @property
    def steps(self):
        first, last = self.ends
        return range(first, last + 1)


@dataclass(frozen=True)
class Section:
    key: str
    title: str = ""
    text: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Content:
    """The whole questionnaire: ``intro`` stands before the first question, ``thanks`` after the last one."""

    intro: str = ""
    thanks: str = ""
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key):
        """The question of the key, or None."""
        return next((one for one in self.questions if one.key == key), None)

    @property
    def minutes(self):
        """Estimated minutes of answering everything, at least one."""
        seconds = sum(SECONDS.get(question.kind, 10) for question in self.questions)
        return max(1, round(seconds / 60))

    def to_dict(self):
        return asdict(self)

    @classmethod
    def from_dict(cls, value):
        """Of the stored or imported form. Raises ValueError with a sentence when it is not a questionnaire."""
        try:
            return cls(
                intro=str(value.get("intro") or ""),
                thanks=str(value.get("thanks") or ""),
                sections=tuple(section_from(one) for one in value.get("sections") or ()),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(_("This is not a questionnaire.")) from error

    def with_question(self, changed):
        """The same questionnaire with the question of this key replaced."""
        sections = (
            replace(section, questions=tuple(changed if one.key == changed.key else one for one in section.questions))
            for section in self.sections
        )
        return replace(self, sections=tuple(sections))


def section_from(value):
    return Section(
        key=str(value["key"]),
        title=str(value.get("title") or ""),
        text=str(value.get("text") or ""),
        questions=tuple(question_from(one) for one in value.get("questions") or ()),
    )


def question_from(value):
    """A question of its dictionary form; unknown names are refused, so a newer file is not half understood."""
    show_if = value.get("show_if")
    plain = {name: value[name] for name in value if name not in {"kind", "options", "show_if"}}
    return Question(
        kind=Kind(value["kind"]),
        options=tuple(Option(str(one["key"]), str(one["text"])) for one in value.get("options") or ()),
        show_if=Condition(str(show_if["question"]), tuple(map(str, show_if["any_of"]))) if show_if else None,
        **plain,
    )


def problems(content: Content) -> Iterator[tuple[str, str]]:
    """``(key of the question or "", sentence)``: everything that keeps a draft from being published."""
    questions = content.questions
    if not questions:
        yield "", _("There is no question yet.")
    if len(questions) > MOST_QUESTIONS:
        yield "", _("There are more than %(most)d questions.") % {"most": MOST_QUESTIONS}
    earlier = {}
    for question in questions:
        if question.key in earlier:
            yield question.key, _("Two questions have the key “%(key)s”.") % {"key": question.key}
        yield from ((question.key, sentence) for sentence in problems_of(question, earlier))
        earlier[question.key] = question


def problems_of(question, earlier):
    """Sentences about one question; ``earlier`` holds the questions before it by their keys."""
    if not question.text.strip():
        yield _("The question has no words.")
    if question.kind in WITH_OPTIONS:
        texts = [option.text.strip().casefold() for option in question.options]
        if len(texts) < 2 - question.other:
            yield _("A list needs two options at least.")
        if len(texts) > MOST_OPTIONS:
            yield _("There are more than %(most)d options.") % {"most": MOST_OPTIONS}
        if "" in texts:
            yield _("An option has no words.")
        if len(set(texts)) < len(texts) or len({option.key for option in question.options}) < len(texts):
            yield _("Two options are the same.")
    if question.kind == Kind.SCALE and question.ends not in SCALES:
        yield _("A scale goes from 1 to 5, from 1 to 10, from 0 to 2 or from 0 to 10.")
    if None not in (question.least, question.most) and question.least > question.most:
        yield _("The least is more than the most.")
    if question.kind == Kind.SEVERAL and (question.least or 0) > len(question.options) + question.other:
        yield _("More options must be chosen than there are.")
    if question.kind in {Kind.WORDS, Kind.RANKING} and not (question.source or question.options):
        yield _("Choose where the options come from.")
    if question.show_if:
        asked = earlier.get(question.show_if.question)
        if asked is None:
            yield _("The condition looks at a question that does not stand before this one.")
        elif not question.show_if.any_of:
            yield _("Choose the answers at which the question is shown.")
