"""The criteria: how well a mentor suits a mentee in one respect, as a share of 0..1000 that can be told in words.

Each is a pure function of a few small values, so that the same function serves one pair in a sentence and a million
pairs in a table (``scoring.py`` asks it once for each different combination). Shares are whole thousandths: points add
up exactly on every machine. Which weights a school gives stands in ``rules.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

FULL = 1000


class By(StrEnum):
    """What a criterion looks at: how many of the asked words the mentor offers, one value of each side, or the pair."""

    OVERLAP = "overlap"
    VALUES = "values"
    PAIR = "pair"


@dataclass(frozen=True)
class Criterion:
    """``of_mentor`` and ``of_mentee`` give the sets (OVERLAP) or the values (VALUES) that ``share`` is computed from:
    ``share(common, asked)`` or ``share(mentor's value, mentee's value, year)``. Of PAIR, ``pairs(knowledge)`` lists the
    pairs of numbers of which there is anything to say, ``facts(knowledge, mentor, mentee)`` says it, and
    ``share(facts)`` is what it gives; without facts all pairs have the same.

    A share of None means that the criterion says nothing of the pair, because something is not known: it gives half.
    """

    code: str
    by: By
    of_mentor: Callable = None
    of_mentee: Callable = None
    share: Callable = None
    pairs: Callable = None
    facts: Callable = None


UNKNOWN = FULL // 2
"""Who has not said anything must be neither better nor worse off than the average."""


def covered(common, asked):
    """The part of what is asked for that is offered; who asks for nothing is content with anybody by half."""
    return FULL * common // asked if asked else UNKNOWN


def shared_taste(common, asked):
    """Three interests in common are as good as any number: more do not make people closer."""
    return FULL * min(common, 3) // min(asked, 3) if asked else UNKNOWN


def common_hours(common, asked):
    """One hour in common suffices to meet; with each more it is easier to move a meeting."""
    if not asked:
        return UNKNOWN
    return (0, 700, 850, 950, FULL)[min(common, 4)]


def desired_age(wish, birth_year, year):
    """Within the mentor's wish; each year beside it takes a third."""
    age_from, age_to = wish
    if birth_year is None or (age_from is None and age_to is None):
        return UNKNOWN
    age = year - birth_year
    beside = max((age_from or 0) - age, age - (age_to or 200), 0)
    return max(0, FULL - FULL * beside // 3)


def class_distance(mentor, mentee, _year):
    """Of two pupils: two or three classes apart is best, the same class asks for an equal and gives less."""
    if mentor is None or mentee is None:
        return UNKNOWN
    return {0: 300, 1: 700, 2: FULL, 3: FULL, 4: 800, 5: 600}.get(mentor - mentee, 300 if mentor > mentee else 100)


def same_or_unknown(mentor, mentee, _year):
    return UNKNOWN if mentor in (None, "") or mentee in (None, "") else FULL * (mentor == mentee)


def place_of(one):
    """Where and when a person's class learns."""
    return one.building, one.shift


def nearness(mentor, mentee, _year):
    """The same building and the same shift: each gives half."""
    return sum(same_or_unknown(one, other, 0) for one, other in zip(mentor, mentee, strict=True)) // len(mentor)


def lightness(load, _mentee, _year):
    """Who has fewer mentees has more time for a new one."""
    return (FULL, 600, 300, 100)[min(load, 3)]


def choosers(knowledge):
    """Pairs of whom at least one side chose the other."""
    of_mentors = {(one.id, mentee) for one in knowledge.mentors for mentee in one.wishes[:3]}
    return of_mentors | {(mentor, one.id) for one in knowledge.mentees for mentor in one.wishes[:3]}


def places_in_lists(_knowledge, mentor, mentee):
    """The place of each in the list of the other: first the mentor's choice, then the mentee's; 0 = not chosen."""
    return [place_in(mentor.wishes, mentee.id), place_in(mentee.wishes, mentor.id)]


def place_in(wishes, number):
    return wishes.index(number) + 1 if number in wishes[:3] else 0


def chosen(places):
    """Both chose each other: everything, less by the places in the two lists. One side: half and less.

    First, second and third place are worth 1000, 800 and 600 for each side.
    """
    return sum((0, FULL, 800, 600)[place] // 2 for place in places)


def veterans(knowledge):
    """Pairs who have worked together before."""
    return knowledge.good | knowledge.bad


def former(knowledge, mentor, mentee):
    pair = mentor.id, mentee.id
    return ["bad"] if pair in knowledge.bad else ["good"] if pair in knowledge.good else []


def experience(past):
    """They have worked together well; badly; never."""
    return {"good": FULL, "bad": 0}[past[0]] if past else UNKNOWN


CRITERIA = (
    Criterion("competences", By.OVERLAP, lambda one: one.competences, lambda one: one.competences, covered),
    Criterion("subjects", By.OVERLAP, lambda one: one.subjects, lambda one: one.subjects, covered),
    Criterion("interests", By.OVERLAP, lambda one: one.interests, lambda one: one.interests, shared_taste),
    Criterion("hours", By.OVERLAP, lambda one: one.slots, lambda one: one.slots, common_hours),
    Criterion("choices", By.PAIR, share=chosen, pairs=choosers, facts=places_in_lists),
    Criterion("experience", By.PAIR, share=experience, pairs=veterans, facts=former),
    Criterion("age", By.VALUES, lambda one: (one.age_from, one.age_to), lambda one: one.birth_year, desired_age),
    Criterion("classes", By.VALUES, lambda one: one.grade, lambda one: one.grade, class_distance),
    Criterion(
        "nearness", By.VALUES, lambda one: (one.building, one.shift), lambda one: (one.building, one.shift), nearness
    ),
    Criterion("variant", By.VALUES, lambda one: one.variant, lambda one: one.variant, same_or_unknown),
    Criterion("load", By.VALUES, lambda one: one.load, lambda one: None, lightness),
)
BY_CODE = {one.code: one for one in CRITERIA}
