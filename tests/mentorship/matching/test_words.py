"""Reasons in natural words, points that add up."""

import random

import pytest

from mentorship.matching import rules as bits
from mentorship.matching.criteria import CRITERIA
from mentorship.matching.missing import Reason, Shortage
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.reason_words import reason_words, shortage_gain, shortage_title
from mentorship.matching.rules import PRESETS, Rules
from mentorship.matching.scoring import Part, parts_of
from mentorship.matching.sentences import LACKS, SENTENCES, lacks, sentence
from mentorship.matching.tracing import sides
from mentorship.matching.words import RULES, TITLES, clash_words, out_of_100, points_of_100, rule_words

KNOWN = Knowledge((), (), 2022, words={1: "математика", 2: "физика", 3: "химия", 4: "{биология}", 5: "100 % по физике"})


@pytest.mark.parametrize("seed", range(50))
def test_the_parts_add_up_to_the_score_that_is_shown(seed):
    draw = random.Random(seed)
    parts = [Part("hours", draw.randint(0, 3000), 3000, []) for _ in range(draw.randint(0, 11))]
    whole = out_of_100(parts)
    assert sum(whole) == points_of_100(sum(part.points for part in parts))
    assert all(abs(one * 100 - part.points) <= 100 for one, part in zip(whole, parts, strict=True))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part("subjects", 1500, 1500, [1]), "Предмет: математика"),
        (Part("subjects", 1500, 1500, [1, 2]), "Предметы: математика, физика"),
        (Part("interests", 1500, 1500, [1, 2, 3, 4]), "Общие интересы: математика, физика, химия и ещё 1"),
        (Part("subjects", 1500, 1500, [4]), "Предмет: {биология}"),
        (Part("subjects", 750, 1500, [5]), "Предмет: 100 % по физике"),
        (Part("competences", 1500, 3000, [1]), "Отвечает на запрос: математика"),
        (Part("competences", 1500, 3000, []), "Запрос и компетенции: нет сведений"),
        (Part("competences", 0, 3000, []), "Запрос и компетенции"),
        (
            Part("hours", 700, 1000, ["wed-after1", "mon-before"]),
            "Общее время: понедельник до уроков, среда после первой смены",
        ),
        (Part("choices", 900, 1000, [1, 2]), "Выбрали друг друга: наставляемый — на 2-м месте, наставник — на 1-м"),
        (Part("choices", 500, 1000, [0, 1]), "Пожелание наставляемого: 1-е место"),
        (Part("choices", 500, 1000, [3, 0]), "Пожелание наставника: 3-е место"),
        (Part("choices", 300, 1000, [3, 0]), "Пожелание наставника: 3-е место"),
        (Part("choices", 0, 1000, [0, 0]), "Оба выбрали других"),
        (Part("choices", 250, 1000, [0, None]), "Кого выбрал бы наставляемый, неизвестно"),
        (Part("choices", 250, 1000, [None, 0]), "Кого выбрал бы наставник, неизвестно"),
        (Part("choices", 500, 1000, [-1, 1]), "Кто-то из двоих предпочёл бы не работать вместе"),
        (Part("choices", 500, 1000, [None, None]), "Выбор после групповой встречи: нет сведений"),
        (Part("experience", 500, 500, ["good", None]), "Раньше хорошо работали вместе"),
        (Part("experience", 0, 500, ["bad", None]), "Раньше не сработались"),
        (Part("experience", 250, 500, [None, None]), "Прежний опыт: нет сведений"),
        (Part("age", 500, 500, [[10, 12], 2011]), "Желаемый возраст: 10–12, наставляемому 11"),
        (Part("classes", 500, 500, [10, 8]), "Наставник старше на 2 класса"),
        (Part("classes", 100, 500, [8, 9]), "Наставник младше на 1 класс"),
        (Part("age", 250, 500, [[None, None], 2011]), "Желаемый возраст: нет сведений"),
        (Part("nearness", 500, 500, [None, "same", "same"]), "То же здание, та же смена"),
        (Part("nearness", 500, 500, ["other", "same", None]), "Разные классы, то же здание"),
        (Part("variant", 0, 500, ["other"]), "Разные варианты наставничества"),
        (Part("load", 500, 500, [0, None]), "У наставника ещё никого нет"),
        (Part("load", 300, 500, [2, None]), "У наставника уже 2 наставляемых"),
    ],
)
def test_a_part_in_words(part, words):
    assert sentence(part, KNOWN) == words


def test_every_criterion_has_a_title_and_a_sentence_for_people_who_have_said_nothing():
    assert set(TITLES) == {one.code for one in CRITERIA}
    rules = Rules(weights=dict.fromkeys(PRESETS["balanced"], 1))
    for part in parts_of(KNOWN, rules, Mentor(id=1), Mentee(id=2)):
        assert sentence(part, KNOWN)


def test_a_place_is_told_as_far_as_the_school_cares_for_it():
    part = Part("nearness", 500, 500, ["other", "same", "other"])
    assert sentence(part, KNOWN, Rules(same_shift="any")) == "То же здание"
    assert sentence(part, KNOWN, Rules(same_class="other", same_building="any")) == "Разные классы, разные смены"


def test_what_a_weak_pair_lacks():
    parts = [Part("hours", 0, 2000, []), Part("subjects", 0, 1500, []), Part("load", 0, 3000, [3, None])]
    assert lacks(parts) == "Чего не хватает: нет общего времени, нет общих предметов"
    assert lacks([Part("hours", 1, 2000, [])]) == ""


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part("choices", 0, 1500, [0, 0]), "Чего не хватает: оба выбрали других"),
        (Part("choices", 375, 1500, [0, None]), "Чего не хватает: наставник выбрал других"),
        (Part("choices", 0, 1500, [1, -1]), "Чего не хватает: кто-то из двоих предпочёл бы не работать вместе"),
        (Part("choices", 637, 1500, [3, 0]), ""),
        (Part("choices", 750, 1500, [None, None]), ""),
        (Part("nearness", 0, 500, ["same", "other", "other"]), "Чего не хватает: разные здания, разные смены"),
        (Part("subjects", 700, 1400, []), ""),
    ],
)
def test_what_a_pair_lacks_in_one_respect(part, words):
    assert lacks([part], Rules()) == words


def test_every_criterion_that_can_give_nothing_says_what_is_missing():
    assert set(LACKS) | {"choices", "nearness", "load"} == set(SENTENCES) == set(TITLES)


def test_every_rule_has_its_words():
    every = bits.FORM | bits.CONSENT | bits.GAP | bits.EXCLUDED | bits.UNWANTED | bits.HOUR | bits.ROOM
    assert len(rule_words(every)) == len(RULES) == 7
    assert rule_words(0) == []


@pytest.mark.parametrize(
    ("reason", "details"),
    [
        ("minimum", {"mentors": [1, 2], "needed": 4, "candidates": [7, 8, 9]}),
        ("lock_over_capacity", {"mentor": 1, "max": 1, "mentees": [7, 8]}),
        ("lock_twice", {"mentee": 7, "mentors": [1, 2]}),
        ("lock_excluded", {"mentor": 1, "mentee": 7}),
        ("lock_not_allowed", {"mentor": 1, "mentee": 7}),
    ],
)
def test_wishes_that_exclude_one_another_are_told_with_names(reason, details):
    words = clash_words(reason, details, "наставник {}".format, "ученик {}".format)
    assert "наставник 1" in words
    assert "ученик 7" in words


def test_why_nobody_in_words():
    reason = Reason(
        "no_candidate",
        total=300,
        counts={bits.HOUR: 212, bits.EXCLUDED: 3, bits.UNWANTED: 2},
        openings=((bits.HOUR, "tue-after1", 7, 3), (bits.UNWANTED, None, 1, 1)),
    )
    assert reason_words(reason, sees_choices=True) == [
        "Из 300 наставников не подходит никто: по времени — 212, запрет куратора — 3, пожелание одного из двоих — 2.",
        "Если добавить время «вторник после первой смены», откроются 7 наставников, место есть у 3 из них.",
        "Без пожелания одного из двоих откроется 1 наставник.",
    ]


def test_whose_wish_stands_in_the_way_is_told_to_the_coordinator_alone():
    reason = Reason("no_candidate", total=3, counts={bits.UNWANTED: 2}, openings=((bits.UNWANTED, None, 1, 1),))
    assert reason_words(reason, sees_choices=False) == ["Из 3 наставников не подходит никто: по другим причинам — 2."]


def test_a_competition_in_words():
    reason = Reason("competition", mentees=tuple(range(208)), mentors=tuple(range(63)), places=207)
    assert reason_words(reason, sees_choices=True) == [
        "208 наставляемых претендуют на 207 мест у 63 наставников.",
        "Ещё одно место у любого из них даст ещё одну пару.",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((bits.HOUR, "tue-after1", 2, 0), "откроются 2 наставника, но все места заняты."),
        ((bits.ROOM, None, 1, 1), "Если добавить одно место, откроется 1 наставник."),
        ((bits.FORM, 4, 3, 3), "С формой наставничества «форма 4» откроются 3 наставника."),
    ],
)
def test_a_change_that_would_help(change, words):
    reason = Reason("no_candidate", total=3, counts={bits.HOUR: 3}, openings=(change,))
    told = reason_words(reason, sees_choices=False, form_name="форма {}".format)
    assert told[1].endswith(words)


def test_of_changes_that_open_nobody_with_a_place_one_is_told():
    openings = (bits.HOUR, "tue-after1", 6, 0), (bits.HOUR, "thu-after1", 6, 0)
    told = reason_words(Reason("no_candidate", total=9, counts={bits.HOUR: 9}, openings=openings), sees_choices=True)
    assert len(told) == 2


def test_a_group_that_does_not_come_together_in_words():
    reason = Reason("minimum", total=9, mentors=(4, 5), places=3)
    assert reason_words(reason, sees_choices=True)[0] == (
        "Подходят 2 наставника, но группа от 3 чел. ни у кого из них не собирается."
    )


def test_a_shortage_in_words():
    row = Shortage("subjects", 1, asked=5, unpaired=3, places=1, gain=3)
    assert shortage_title(row, {1: "английский язык"}) == "предмет «английский язык»"
    assert shortage_gain(row) == "Ещё один такой наставник дал бы пару 3 наставляемым."


def test_where_both_learn_can_be_traced():
    mentor = Mentor(id=1, school_class=7, building="Садовая", shift=1)
    asked, offered = sides("nearness", KNOWN, mentor, Mentee(id=2, school_class=8, building="Садовая"))
    assert [one.words for one in asked] == ["Садовая"]
    assert [one.words for one in offered][::2] == ["Садовая", "разные классы"]
