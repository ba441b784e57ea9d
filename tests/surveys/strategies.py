"""Any questionnaire that the builder can make, and any answer that a person can give to it."""

import string
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

from mentorship.programmes.slots import SLOTS
from surveys.answers import marks_of
from surveys.content import COUNTED, SCALES, WITH_OPTIONS, Condition, Content, Kind, Option, Question, Section

LETTERS = (
    string.ascii_letters + "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЁ" + string.digits + " .,;:!?=+-—«»\"'()/|@#_<&>\n\t№😀"
)

keys = st.text(alphabet=string.ascii_lowercase + string.digits, min_size=1, max_size=8)


def words(least=1, most=60, alphabet=LETTERS):
    """Texts as the builder keeps them: nothing blank at the ends."""
    return (
        st.text(alphabet=alphabet, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)
    )


texts = words()
maybe_texts = st.one_of(st.just(""), texts)
lines = words(alphabet=LETTERS.replace("\n", "").replace("\t", ""), most=40)


@st.composite
def option_lists(draw, least=2):
    """Options whose words and keys all differ."""
    named = draw(st.lists(lines, min_size=least, max_size=5, unique_by=lambda text: text.strip().casefold()))
    chosen = draw(st.lists(keys, min_size=len(named), max_size=len(named), unique=True))
    return tuple(Option(key, text) for key, text in zip(chosen, named, strict=True))


@st.composite
def questions(draw, key="q1", kinds=tuple(Kind)):
    """A question without a condition that ``problems`` finds nothing in."""
    kind = draw(st.sampled_from(kinds))
    options, other, least, most = (), False, None, None
    if kind in WITH_OPTIONS | {Kind.WORDS, Kind.RANKING}:
        options = draw(option_lists())
        other = kind in WITH_OPTIONS and draw(st.booleans())
    if kind == Kind.SCALE:
        least, most = draw(st.sampled_from(sorted(SCALES)))
    elif kind in COUNTED:
        room = (len(options) or len(SLOTS)) + other
        least = draw(st.one_of(st.none(), st.integers(1, room)))
        most = draw(st.one_of(st.none(), st.integers(least or 1, room)))
    elif kind == Kind.NUMBER:
        least = draw(st.one_of(st.none(), st.integers(-1000, 1000)))
        most = draw(st.one_of(st.none(), st.integers(-1000 if least is None else least, 2000)))
    return Question(
        key=key,
        kind=kind,
        text=draw(texts),
        help=draw(maybe_texts),
        required=draw(st.booleans()),
        can_be_unknown=draw(st.booleans()),
        options=options,
        other=other,
        random_order=bool(options) and draw(st.booleans()),
        least=least,
        most=most,
        low_word=draw(maybe_texts) if kind == Kind.SCALE else "",
        high_word=draw(maybe_texts) if kind == Kind.SCALE else "",
        linked=draw(st.one_of(st.just(""), keys)),
        confidential=draw(st.booleans()),
    )


def marks_for(question):
    """Everything that a condition may ask about the question."""
    marks = [option.key for option in question.options]
    if question.kind == Kind.YES_NO:
        marks = ["yes", "no"]
    if question.kind == Kind.SCALE:
        marks = [str(step) for step in question.steps]
    return marks + ["other"] * question.other + ["unknown"] * question.can_be_unknown


@st.composite
def contents(draw, kinds=tuple(Kind), most=7):
    """A questionnaire that may be published, of one to three sections."""
    names = draw(st.lists(keys, min_size=1, max_size=most, unique=True))
    made = []
    for name in names:
        question = draw(questions(key=name, kinds=kinds))
        asked = [one for one in made if marks_for(one)]
        if asked and draw(st.booleans()):
            earlier = draw(st.sampled_from(asked))
            marks = draw(st.lists(st.sampled_from(marks_for(earlier)), min_size=1, max_size=3, unique=True))
            question = replace(question, show_if=Condition(earlier.key, tuple(marks)))
        made.append(question)
    cuts = sorted([*draw(st.lists(st.integers(1, len(made)), max_size=2, unique=True)), 0, len(made)])
    parts = [made[first:last] for first, last in pairwise(cuts) if first < last]
    section_names = draw(st.lists(keys, min_size=len(parts), max_size=len(parts), unique=True))
    return Content(
        intro=draw(maybe_texts),
        thanks=draw(maybe_texts),
        sections=tuple(
            Section(name, draw(maybe_texts), draw(maybe_texts), tuple(part))
            for name, part in zip(section_names, parts, strict=True)
        ),
    )


@st.composite
def values(draw, question):
    """What ``answers.read_answer`` would keep for the question."""
    if question.can_be_unknown and draw(st.integers(0, 5)) == 0:
        return {"unknown": True}
    simple = {
        Kind.YES_NO: st.booleans().map(lambda yes: {"yes": yes}),
        Kind.SCALE: st.sampled_from(list(question.steps)).map(lambda step: {"scale": step}),
        Kind.SHORT: lines.map(lambda text: {"text": text}),
        Kind.LONG: texts.map(lambda text: {"text": text}),
        Kind.DATE: st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda day: {"date": day.isoformat()}),
    }
    if question.kind in simple:
        return draw(simple[question.kind])
    if question.kind == Kind.NUMBER:
        least = -5000 if question.least is None else question.least
        return {"number": draw(st.integers(least, 5000 if question.most is None else question.most))}
    return draw(choices(question))


@st.composite
def choices(draw, question):
    codes = list(SLOTS) if question.kind == Kind.SLOTS else [option.key for option in question.options]
    says_other = question.other and draw(st.booleans())
    single = question.kind == Kind.SINGLE
    least, most = (1, 1) if single else (max(1, question.least or 1), question.most or len(codes) + question.other)
    least, most = least - says_other, min(most - says_other, len(codes))
    if least > most:
        says_other, least, most = True, least - 1, most
    chosen = draw(st.lists(st.sampled_from(codes), min_size=least, max_size=max(least, most), unique=True))
    if question.kind == Kind.SLOTS:
        return {"slots": [code for code in SLOTS if code in chosen]}
    if question.kind == Kind.RANKING:
        return {"ranked": chosen}
    return {"options": chosen} | ({"other": draw(lines)} if says_other else {})


@st.composite
def answers_to(draw, content):
    """Answers of a person who answered every required question that was shown, and some of the others."""
    given, heeded = {}, {}
    for question in content.questions:
        condition = question.show_if
        if condition and not heeded.get(condition.question, set()) & set(condition.any_of):
            continue
        if question.required or draw(st.booleans()):
            given[question.key] = draw(values(question))
            heeded[question.key] = marks_of(given[question.key])
    return given
