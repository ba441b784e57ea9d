"""Each criterion of a pair: what gives most, what gives nothing, and that nobody loses by what is not known."""

import pytest

from mentorship.matching.criteria import BY_CODE, CRITERIA, FULL, UNKNOWN
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import PRESETS, Rules
from mentorship.matching.scoring import share_of

NOBODY = Knowledge((), (), 2022, good=frozenset({(1, 2)}), bad=frozenset({(3, 2)}))


def share(code, mentor, mentee, **rules):
    one, other = Mentor(**{"id": 1} | mentor), Mentee(**{"id": 2} | mentee)
    return share_of(BY_CODE[code], NOBODY, Rules(**rules), one, other)[0]


def words(*numbers):
    return frozenset(numbers)


@pytest.mark.parametrize(
    ("code", "mentor", "mentee", "expected"),
    [
        ("competences", {"competences": words(1, 2, 3)}, {"competences": words(1, 2)}, FULL),
        ("competences", {"competences": words(1)}, {"competences": words(1, 2, 3)}, 333),
        ("competences", {}, {"competences": words(1)}, 0),
        ("subjects", {"subjects": words(1)}, {"subjects": words(2)}, 0),
        ("interests", {"interests": words(1, 2, 3)}, {"interests": words(1, 2, 3, 4, 5)}, FULL),
        ("interests", {"interests": words(1)}, {"interests": words(1)}, FULL),
        ("hours", {"slots": words("a")}, {"slots": words("a", "b")}, 700),
        ("hours", {"slots": words("a", "b", "c", "d")}, {"slots": words("a", "b", "c", "d")}, FULL),
        ("hours", {"slots": words("a")}, {"slots": words("b")}, 0),
        ("choices", {"wishes": (2,)}, {"wishes": (1,)}, FULL),
        ("choices", {"wishes": (8, 9, 2)}, {"wishes": (9, 1)}, 700),
        ("choices", {"wishes": (8, 9, 7, 2)}, {"wishes": (9,)}, 0),
        ("choices", {"wishes": (9,)}, {}, 250),
        ("choices", {"wishes": (2,)}, {"wishes": (9,)}, 500),
        ("choices", {"wishes": (2,)}, {"unwanted": words(1)}, 0),
        ("choices", {"unwanted": words(2)}, {"unwanted": words(1)}, 0),
        ("experience", {"id": 1}, {}, FULL),
        ("experience", {"id": 3}, {}, 0),
        ("experience", {"id": 4}, {}, UNKNOWN),
        ("age", {"age_from": 10, "age_to": 12}, {"birth_year": 2011}, FULL),
        ("age", {"age_from": 10, "age_to": 12}, {"birth_year": 2009}, 667),
        ("age", {"age_from": 10}, {"birth_year": 2015}, 0),
        ("age", {"age_to": 12}, {"birth_year": 2018}, FULL),
        ("classes", {"grade": 9}, {"grade": 7}, FULL),
        ("classes", {"grade": 9}, {"grade": 9}, 300),
        ("classes", {"grade": 7}, {"grade": 9}, 100),
        ("nearness", {"building": "A", "shift": 1}, {"building": "A", "shift": 2}, FULL // 2),
        ("nearness", {"building": "A", "shift": 1}, {"building": "A", "shift": 1}, FULL),
        ("nearness", {"building": "A"}, {"building": "A", "shift": 1}, 750),
        ("variant", {"variant": 4}, {"variant": 4}, FULL),
        ("variant", {"variant": 4}, {"variant": 5}, 0),
        ("load", {"load": 0}, {}, FULL),
        ("load", {"load": 7}, {}, 100),
    ],
)
def test_what_a_criterion_gives(code, mentor, mentee, expected):
    assert share(code, mentor, mentee) == expected


@pytest.mark.parametrize("code", [one.code for one in CRITERIA if one.code != "load"])
def test_what_is_not_known_gives_half(code):
    """Who has not said anything is neither better nor worse off than the average; only the load is always known."""
    assert share(code, {"id": 5}, {}) == UNKNOWN


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"same_class": "same"}, 666),
        ({"same_class": "other"}, 333),
        ({"same_class": "other", "same_building": "any", "same_shift": "any"}, 0),
        ({"same_building": "other", "same_shift": "other"}, 500),
        ({"same_building": "any", "same_shift": "any"}, UNKNOWN),
    ],
)
def test_a_school_may_wish_the_same_place_or_another(rules, expected):
    """Both are in one class and one building; their shifts differ."""
    mentor, mentee = {"school_class": 7, "building": "A", "shift": 1}, {"school_class": 7, "building": "A", "shift": 2}
    assert share("nearness", mentor, mentee, **rules) == expected


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_names_every_criterion_and_makes_a_hundred(code):
    assert set(PRESETS[code]) == {one.code for one in CRITERIA}
    assert sum(PRESETS[code].values()) == 100


def test_more_of_anything_is_never_worse():
    """The share does not fall when one more word or hour is common."""
    for code in ("competences", "subjects", "interests", "hours"):
        for asked in range(1, 12):
            shares = [BY_CODE[code].share(common, asked) for common in range(asked + 1)]
            assert shares == sorted(shares)
            assert (shares[0], max(shares) <= FULL) == (0, True)
