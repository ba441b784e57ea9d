"""The criteria: how well a mentor suits a mentee in one respect, as a share of 0..1000 that can be told in words.

Each is a pure function of a few small values, so that the same function serves one pair in a sentence and a million
pairs in a table (``scoring.py`` asks it once for each different combination). Shares are whole thousandths: points add
up exactly on every machine. Which weights a school gives stands in ``rules.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FULL = 1000
SAME, OTHER, ANY = "same", "other", "any"
"""What a school wishes of the class, the building or the shift of two pupils."""
RATHER_NOT = -1
"""Stands for the place in a list of wishes of whom the person would rather not have."""


class By(StrEnum):
    """What a criterion looks at: how many of the asked words the mentor offers, one value of each side, in which of
    several values they are the same, or the pair."""

    OVERLAP = "overlap"
    VALUES = "values"
    SAMENESS = "sameness"
    PAIR = "pair"


class Case(NamedTuple):
    """What a criterion may ask beside the two people: the year of the matching and the rules of the school."""

    year: int
    rules: object


@dataclass(frozen=True)
class Criterion:
    """``of_mentor`` and ``of_mentee`` give the sets (OVERLAP) or the values (VALUES) that ``share`` is computed from:
    ``share(common, asked)`` or ``share(mentor's value, mentee's value, case)``. Of SAMENESS they give several values,
    and ``share(facts, case)`` knows of each whether it is the same, another or not known (None). Of PAIR,
    ``facts(knowledge, mentor, mentee)`` is what the two sides say of one another and ``share(facts)`` what it gives;
    ``pairs(knowledge)`` lists for each side the pairs of which it says something of their own, of any other pair it
    says the value of the person.

    A criterion that says nothing of a pair, because something is not known, gives half. ``is_silence`` says that of a
    mentor who offers nothing nothing is known; else such a mentor offers nothing indeed.
    """

    code: str
    by: By
    of_mentor: Callable = None
    of_mentee: Callable = None
    share: Callable = None
    pairs: Callable = None
    facts: Callable = None
    is_silence: bool = False


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


def desired_age(wish, birth_year, case):
    """Within the mentor's wish; each year beside it takes a third."""
    age_from, age_to = wish
    if birth_year is None or (age_from is None and age_to is None):
        return UNKNOWN
    age = case.year - birth_year
    beside = max((age_from or 0) - age, age - (age_to or 200), 0)
    return max(0, FULL - FULL * beside // 3)


def class_distance(mentor, mentee, _case):
    """Of two pupils: two or three classes apart is best, the same class asks for an equal and gives less."""
    if mentor is None or mentee is None:
        return UNKNOWN
    return {0: 300, 1: 700, 2: FULL, 3: FULL, 4: 800, 5: 600}.get(mentor - mentee, 300 if mentor > mentee else 100)


def sameness(mentor, mentee):
    """Of each of several values whether both have the same; None when one of them is not known."""
    return [
        None if one in (None, "") or other in (None, "") else SAME if one == other else OTHER
        for one, other in zip(mentor, mentee, strict=True)
    ]


def place_of(one):
    """Where and when a person learns: the class, its building, its shift."""
    return one.school_class, one.building, one.shift


def nearness(facts, case):
    """The same class, building or shift, or another one, as the school wishes; each that it cares for gives as much."""
    wishes = case.rules.same_class, case.rules.same_building, case.rules.same_shift
    shares = [as_wished(fact, wish) for fact, wish in zip(facts, wishes, strict=True) if wish != ANY]
    return sum(shares) // len(shares) if shares else UNKNOWN


def as_wished(fact, wish):
    return UNKNOWN if fact is None else FULL * (fact == wish)


def variant_of(one):
    return (one.variant,)


def same_variant(facts, _case):
    return as_wished(facts[0], SAME)


def lightness(load, _mentee, _case):
    """Who has fewer mentees has more time for a new one."""
    return (FULL, 600, 300, 100)[min(load, 3)]


def has_chosen(one):
    """What a list says of everybody who is not on it: not chosen; nothing when the person has named nobody."""
    return 0 if one.wishes or one.unwanted else None


def place_in(one, number):
    """The place of somebody in the list of a person, «rather not», or what the list says of all others."""
    if number in one.unwanted:
        return RATHER_NOT
    return one.wishes.index(number) + 1 if number in one.wishes[:3] else has_chosen(one)


def places_in_lists(_knowledge, mentor, mentee):
    """The place of each in the list of the other: first the mentor's choice, then the mentee's."""
    return [place_in(mentor, mentee.id), place_in(mentee, mentor.id)]


def choosers(knowledge):
    """Whom the mentors named, whom the mentees named: ``(mentor, mentee, place in the list)``."""
    of_mentors = [(one.id, other, place) for one in knowledge.mentors for other, place in named(one)]
    of_mentees = [(other, one.id, place) for one in knowledge.mentees for other, place in named(one)]
    return of_mentors, of_mentees


def named(one):
    """Everybody in the list of a person with the place; those whom the person would rather not have come last."""
    return [
        *((other, place) for place, other in enumerate(one.wishes[:3], start=1)),
        *((other, RATHER_NOT) for other in one.unwanted),
    ]


SYMPATHY = {1: FULL, 2: 800, 3: 600, None: UNKNOWN, 0: 0}
"""What one side gives by the place of the other in its list; of who has named nobody nothing is known."""


def chosen(places):
    """Each side gives half of it; nothing remains when one of them would rather not."""
    return 0 if RATHER_NOT in places else sum(SYMPATHY[place] // 2 for place in places)


def veterans(knowledge):
    """Who have worked together before; of this there are not two sides."""
    good = [(*pair, "good") for pair in knowledge.good]
    return good + [(*pair, "bad") for pair in knowledge.bad], []


def former(knowledge, mentor, mentee):
    pair = mentor.id, mentee.id
    return ["bad" if pair in knowledge.bad else "good" if pair in knowledge.good else None, None]


def experience(past):
    """They have worked together well; badly; never."""
    return {"good": FULL, "bad": 0, None: UNKNOWN}[past[0]]


def nothing(_one):
    return None


CRITERIA = (
    Criterion("competences", By.OVERLAP, lambda one: one.competences, lambda one: one.competences, covered),
    Criterion("subjects", By.OVERLAP, lambda one: one.subjects, lambda one: one.subjects, covered),
    Criterion("interests", By.OVERLAP, lambda one: one.interests, lambda one: one.interests, shared_taste),
    Criterion("hours", By.OVERLAP, lambda one: one.slots, lambda one: one.slots, common_hours, is_silence=True),
    Criterion("choices", By.PAIR, has_chosen, has_chosen, chosen, choosers, places_in_lists),
    Criterion("experience", By.PAIR, nothing, nothing, experience, veterans, former),
    Criterion("age", By.VALUES, lambda one: (one.age_from, one.age_to), lambda one: one.birth_year, desired_age),
    Criterion("classes", By.VALUES, lambda one: one.grade, lambda one: one.grade, class_distance),
    Criterion("nearness", By.SAMENESS, place_of, place_of, nearness),
    Criterion("variant", By.SAMENESS, variant_of, variant_of, same_variant),
    Criterion("load", By.VALUES, lambda one: one.load, nothing, lightness),
)
BY_CODE = {one.code: one for one in CRITERIA}
