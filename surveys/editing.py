"""Acts of the builder on a questionnaire as plain values: each takes one and gives the changed one.

Keys are random, never numbered: a key of a removed question must not come back as another question in the next
version, for answers of different versions are compared by their keys.
"""

from dataclasses import replace
from difflib import SequenceMatcher

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken

from .content import COUNTED, MOST_QUESTIONS, WITH_OPTIONS, Content, Kind, Option, Question, Section

LIKE = 0.7
"""So alike are the words of an option before and after a correction."""
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_key(letter, taken):
    """A short key that nothing here has."""
    while True:
        key = letter + get_random_string(5, SIGNS)
        if key not in taken:
            return key


def question_keys(content):
    return {question.key for question in content.questions}


def section_or_refuse(content, key):
    found = next((section for section in content.sections if section.key == key), None)
    if found is None:
        raise RuleBroken(_("This section is not there any more."))
    return found


def question_or_refuse(content, key):
    found = content.question(key)
    if found is None:
        raise RuleBroken(_("This question is not there any more."))
    return found


def section_of(content, key):
    """The section that holds the question."""
    return next(section for section in content.sections if any(one.key == key for one in section.questions))


def with_section(content, changed):
    return replace(content, sections=tuple(changed if one.key == changed.key else one for one in content.sections))


def add_section(content, title=""):
    """A section at the end; answers the questionnaire and the key."""
    key = new_key("s", {section.key for section in content.sections})
    return replace(content, sections=(*content.sections, Section(key, title.strip()))), key


def remove_section(content, key):
    """Only an empty section goes: questions are never thrown away in a heap."""
    if section_or_refuse(content, key).questions:
        raise RuleBroken(_("Move or delete the questions of the section first."))
    return replace(content, sections=tuple(one for one in content.sections if one.key != key))


def move_section(content, key, by):
    sections = list(content.sections)
    place = sections.index(section_or_refuse(content, key))
    return replace(content, sections=tuple(moved(sections, place, by)))


def moved(rows, place, by):
    """The rows with one of them a place higher or lower; at the edge nothing changes."""
    if 0 <= place + by < len(rows):
        rows[place], rows[place + by] = rows[place + by], rows[place]
    return rows


def blank_question(key, kind):
    """A new question of the kind: lists come with two empty lines, a scale goes from 1 to 10."""
    least, most = (1, 10) if kind == Kind.SCALE else (None, None)
    return Question(key, kind, "", least=least, most=most)


def add_question(content, question, section_key="", after=""):
    """Put a question (its key is made anew) after another one, or at the end of a section; a first section appears
    by itself. Answers the questionnaire and the key."""
    if len(content.questions) >= MOST_QUESTIONS:
        raise RuleBroken(_("There are more than %(most)d questions.") % {"most": MOST_QUESTIONS})
    if not content.sections:
        content, section_key = add_section(content)
    section = section_or_refuse(content, section_key) if section_key else content.sections[-1]
    key = new_key("q", question_keys(content))
    rows = list(section.questions)
    keys = [one.key for one in rows]
    rows.insert(keys.index(after) + 1 if after in keys else len(rows), replace(question, key=key))
    return with_section(content, replace(section, questions=tuple(rows))), key


def copy_question(content, key):
    """The same question right below, unbound: two questions never feed one field by accident."""
    question = question_or_refuse(content, key)
    return add_question(content, replace(question, binding=""), section_of(content, key).key, after=key)


def move_question(content, key, by):
    """One place higher or lower; over the edge of a section it goes into the neighbouring one."""
    question_or_refuse(content, key)
    section = section_of(content, key)
    rows = list(section.questions)
    place = [one.key for one in rows].index(key)
    if 0 <= place + by < len(rows):
        return with_section(content, replace(section, questions=tuple(moved(rows, place, by))))
    sections = list(content.sections)
    beside = sections.index(section) + by
    if not 0 <= beside < len(sections):
        return content
    question, neighbour = rows.pop(place), sections[beside]
    theirs = [*neighbour.questions, question] if by < 0 else [question, *neighbour.questions]
    content = with_section(content, replace(section, questions=tuple(rows)))
    return with_section(content, replace(neighbour, questions=tuple(theirs)))


def remove_question(content, key):
    """Without the question. Conditions that look at it stay, and ``problems`` names them before publishing."""
    question_or_refuse(content, key)
    section = section_of(content, key)
    return with_section(content, replace(section, questions=tuple(one for one in section.questions if one.key != key)))


def put_back(content, question, section_key, place):
    """A removed question where it was, with its own key; undoes ``remove_question``."""
    if question.key in question_keys(content):
        return content
    if not content.sections:
        content, section_key = add_section(content)
    known = {section.key for section in content.sections}
    section = section_or_refuse(content, section_key if section_key in known else content.sections[-1].key)
    rows = list(section.questions)
    rows.insert(place, question)
    return with_section(content, replace(section, questions=tuple(rows)))


def fitted(question):
    """The question without what its kind does not have, so that a changed kind leaves nothing invisible behind."""
    kind = question.kind
    lists = kind in WITH_OPTIONS
    sourced = kind in {Kind.WORDS, Kind.RANKING}
    least, most = question.least, question.most
    if kind == Kind.SCALE:
        least, most = question.ends
    elif kind != Kind.NUMBER and kind not in COUNTED:
        least = most = None
    return replace(
        question,
        options=question.options if lists or sourced else (),
        other=question.other and lists,
        random_order=question.random_order and (lists or sourced),
        least=least,
        most=most,
        low_word=question.low_word if kind == Kind.SCALE else "",
        high_word=question.high_word if kind == Kind.SCALE else "",
        source=question.source if sourced else "",
    )


def options_of_lines(text, before=()):
    """Options of a text with one a line. A line that was there keeps its key, and so does one that is like an option
    which is missing now; where as many lines are new as options are missing, these are the same with other words."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    left = list(before)
    made = []
    for line in lines:
        same = next((option for option in left if option.text == line), None)
        if same:
            left.remove(same)
        made.append(same or line)
    for place, option in list(corrected(made, left)):
        made[place] = Option(option.key, made[place])
        left.remove(option)
    if sum(isinstance(one, str) for one in made) == len(left):
        made = [Option(left.pop(0).key, one) if isinstance(one, str) else one for one in made]
    taken = {option.key for option in before}
    for place, one in enumerate(made):
        if isinstance(one, str):
            made[place] = Option(new_key("o", taken), one)
            taken.add(made[place].key)
    return tuple(made)


def corrected(made, left):
    """``(place, option)`` of new lines that are missing options with corrected words, the most like ones first."""
    likeness = [
        (SequenceMatcher(None, option.text.lower(), line.lower()).ratio(), -place, order)
        for place, line in enumerate(made)
        if isinstance(line, str)
        for order, option in enumerate(left)
    ]
    places, orders = set(), set()
    for ratio, place, order in sorted(likeness, reverse=True):
        if ratio >= LIKE and place not in places and order not in orders:
            places.add(place)
            orders.add(order)
            yield -place, left[order]


def copied(content):
    """A copy for another questionnaire or the next version: the same keys, so that answers stay comparable."""
    return Content.from_dict(content.to_dict())


def structure_of(content):
    """Everything that is not words: what must stay when a published questionnaire is corrected."""
    return [
        (
            section.key,
            [
                replace(
                    question,
                    text="",
                    help="",
                    low_word="",
                    high_word="",
                    options=tuple(Option(option.key, "") for option in question.options),
                )
                for question in section.questions
            ],
        )
        for section in content.sections
    ]
