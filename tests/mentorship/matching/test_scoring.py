"""The table of all pairs says the same as the reasons of one pair and as the rules of one pair."""

import random
from dataclasses import replace

import pytest

from mentorship.matching.engine import figures, solve_problem
from mentorship.matching.instance import Infeasible
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import ALL_POINTS, FORM, HOUR, PRESETS, Rules, forbids, points_of_weights
from mentorship.matching.scoring import BLOCK, best_candidates, parts_of, points_of, problem_of, table_of

HOURS = [f"{day}-{part}" for day in ("mon", "tue", "wed") for part in ("before", "after1")]


def people(draw, kind, count, others):
    def some(most, of):
        return frozenset(draw.sample(range(1, of), draw.randint(0, most)))

    return tuple(
        kind(
            id=number + 1,
            subjects=some(3, 8),
            competences=some(4, 12),
            interests=some(4, 12),
            slots=frozenset(draw.sample(HOURS, draw.randint(0, 3))),
            birth_year=draw.choice([None, 1980, 2005, 2008, 2010]),
            grade=draw.choice([None, 5, 7, 9, 11]),
            school_class=draw.choice([None, 1, 2, 3]),
            building=draw.choice(["", "A", "B"]),
            shift=draw.choice([None, 1, 2]),
            form=draw.choice([None, 1, 2]),
            variant=draw.choice([None, 1, 2]),
            wishes=tuple(draw.sample(range(1, others + 1), min(others, draw.randint(0, 3)))),
            unwanted=some(1, others + 1),
            may_be_processed=draw.random() > 0.1,
            **({"room": draw.randint(0, 3), "age_from": draw.choice([None, 10]), "load": 1} if kind is Mentor else {}),
        )
        for number in range(count)
    )


def knowledge_of(seed, mentors=7, mentees=11):
    draw = random.Random(seed)
    return Knowledge(
        people(draw, Mentor, mentors, mentees),
        people(draw, Mentee, mentees, mentors),
        2022,
        good=frozenset({(1, 1)}),
        bad=frozenset({(2, 1)}),
        excluded=frozenset({(1, 2), (3, 3)}),
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_table_says_the_same_as_each_pair(seed):
    known = knowledge_of(seed)
    draw = random.Random(seed)
    rules = Rules(
        weights=draw.choice([*PRESETS.values(), {code: draw.randint(0, 100) for code in PRESETS["balanced"]}]),
        same_form=draw.random() > 0.5,
        least_gap=draw.choice([None, 0, 2]),
        needs_hour=draw.random() > 0.5,
        forbids_unwanted=draw.random() > 0.5,
        same_class=draw.choice(["same", "other", "any"]),
        same_building=draw.choice(["same", "other", "any"]),
        same_shift=draw.choice(["same", "other", "any"]),
    )
    table = table_of(known, rules)
    for i, mentor in enumerate(known.mentors):
        for j, mentee in enumerate(known.mentees):
            assert table.points[i, j] == points_of(known, rules, mentor, mentee)
            assert table.bits[i, j] == forbids(rules, mentor, mentee, known)


def test_blocks_and_long_vocabularies_say_the_same():
    """More mentees than fit into two blocks, more words than fit into one number of 64 bits."""
    draw = random.Random(5)
    known = knowledge_of(5, 9, 2 * BLOCK + 37)
    many = [frozenset(draw.sample(range(1000, 1200), 60)) for _ in known.mentors]
    mentors = tuple(replace(one, interests=words) for one, words in zip(known.mentors, many, strict=True))
    mentees = tuple(replace(one, interests=frozenset(draw.sample(range(1000, 1200), 9))) for one in known.mentees)
    known, rules = replace(known, mentors=mentors, mentees=mentees), Rules(least_gap=1)
    table = table_of(known, rules)
    for j in draw.sample(range(len(mentees)), 120):
        for i, mentor in enumerate(mentors):
            assert table.points[i, j] == points_of(known, rules, mentor, mentees[j])
            assert table.bits[i, j] == forbids(rules, mentor, mentees[j], known)


def test_more_words_in_common_than_a_byte_counts():
    words = frozenset(range(300))
    known = Knowledge((Mentor(id=1, competences=words),), (Mentee(id=2, competences=words),), 2022)
    assert table_of(known, Rules(weights={"competences": 1})).points[0, 0] == ALL_POINTS


@pytest.mark.parametrize("weights", [*PRESETS.values(), {}, {"hours": 1}, {"hours": 1, "age": 1, "load": 1}])
def test_weights_make_ten_thousand_points(weights):
    assert sum(points_of_weights(weights).values()) == ALL_POINTS


def test_a_part_says_what_it_rests_on():
    known = knowledge_of(3)
    mentor = Mentor(id=1, subjects=frozenset({4, 5}), wishes=(9,))
    mentee = Mentee(id=9, subjects=frozenset({5, 6}), wishes=(7, 1))
    parts = {part.code: part for part in parts_of(known, Rules(), mentor, mentee)}
    assert parts["subjects"].facts == [5]
    assert parts["subjects"].points == parts["subjects"].most // 2
    assert parts["choices"].facts == [1, 2]


def test_nobody_at_all():
    empty = Knowledge((), (), 2022)
    assert table_of(empty, Rules()).points.shape == (0, 0)
    assert figures(solve_problem(problem_of(table_of(empty, Rules()))))["matched"] == 0


def test_a_lock_overrules_hours_and_not_an_exclusion():
    mentors = (Mentor(id=1, slots=frozenset({"mon-before"})), Mentor(id=2))
    mentees = (Mentee(id=5, slots=frozenset({"tue-before"})), Mentee(id=6))
    known = Knowledge(mentors, mentees, 2022, excluded=frozenset({(2, 5)}))
    table = table_of(known, Rules())
    found = figures(solve_problem(problem_of(table, locks=[(1, 5)])))
    assert found["assignment"] == [[1, 5], [2, 6]]
    with pytest.raises(Infeasible) as clash:
        problem_of(table, locks=[(2, 5)])
    assert (clash.value.reason, clash.value.details) == ("lock_excluded", {"mentor": 2, "mentee": 5})


@pytest.mark.parametrize("seed", range(5))
def test_all_candidates_kept_is_the_same_problem(seed):
    known = knowledge_of(seed, 6, 12)
    whole = figures(solve_problem(problem_of(table_of(known, Rules()))))
    assert figures(solve_problem(best_candidates(known, Rules(), keep=6))) == whole


def test_locks_hold_among_the_best_candidates_too():
    known = knowledge_of(2, 6, 12)
    table = table_of(known, Rules())
    worst = next(
        (known.mentors[i].id, known.mentees[j].id)
        for i, j in zip(*((table.bits == HOUR) | (table.bits == FORM)).nonzero(), strict=True)
    )
    assert worst not in figures(solve_problem(best_candidates(known, Rules(), keep=2)))["assignment"]
    found = figures(solve_problem(best_candidates(known, Rules(), keep=2, locks=[worst])))
    assert list(worst) in found["assignment"]
    with pytest.raises(Infeasible):
        best_candidates(known, Rules(), keep=2, locks=[(1, 2)])


def test_only_the_best_candidates_are_kept():
    known = knowledge_of(4, 7, 11)
    table, problem = table_of(known, Rules()), best_candidates(known, Rules(), keep=2)
    for j, mentee in enumerate(known.mentees):
        allowed = sorted(table.points[table.allowed[:, j], j], reverse=True)
        kept = sorted(problem.w[problem.v == problem.mentees.index(mentee.id)], reverse=True)
        assert kept[:2] == allowed[:2]
        assert len(kept) == min(2, len(allowed))


def test_equal_candidates_are_spread_over_all_mentors():
    """Fifty mentees who would take anybody must not all be offered the same two mentors."""
    known = Knowledge(
        tuple(Mentor(id=number) for number in range(1, 51)),
        tuple(Mentee(id=number) for number in range(100, 150)),
        2022,
    )
    problem = best_candidates(known, Rules(), keep=4)
    assert len(problem.u) == 200
    assert len(set(problem.u.tolist())) > 40
    turned = replace(known, mentors=known.mentors[::-1], mentees=known.mentees[::-1])
    again = best_candidates(turned, Rules(), keep=4)
    assert (again.u == problem.u).all()
    assert (again.v == problem.v).all()


def test_a_wish_for_another_class_turns_the_criterion_round():
    same = Mentor(id=1, school_class=7), Mentee(id=2, school_class=7)
    for wish, points in (("same", ALL_POINTS), ("other", 0), ("any", ALL_POINTS // 2)):
        rules = Rules(weights={"nearness": 1}, same_class=wish, same_building="any", same_shift="any")
        assert points_of(Knowledge(same[:1], same[1:], 2022), rules, *same) == points


def test_a_mentor_who_has_named_no_hours_is_not_one_without_an_hour_in_common():
    mentee = Mentee(id=2, slots=frozenset({"mon-before"}))
    silent, busy = Mentor(id=1), Mentor(id=3, slots=frozenset({"tue-before"}))
    rules = Rules(weights={"hours": 1}, needs_hour=False)
    assert table_of(Knowledge((silent, busy), (mentee,), 2022), rules).points.tolist() == [[5000], [0]]


def test_a_refusal_weighs_less_than_any_list_when_it_does_not_forbid():
    rules = Rules(weights={"choices": 1}, forbids_unwanted=False)
    mentees = [
        Mentee(id=2, wishes=(1,)),
        Mentee(id=3, wishes=(8, 9, 1)),
        Mentee(id=4),
        Mentee(id=5, wishes=(9,)),
        Mentee(id=6, unwanted=frozenset({1})),
    ]
    points = table_of(Knowledge((Mentor(id=1),), tuple(mentees), 2022), rules).points[0].tolist()
    assert points == [7500, 5500, 5000, 2500, 0]


def test_progress_is_told_and_may_stop_the_work():
    class Stop(Exception):
        pass

    def tell(done, total):
        raise Stop

    with pytest.raises(Stop):
        table_of(knowledge_of(1), Rules(), tell=tell)
    with pytest.raises(Stop):
        best_candidates(knowledge_of(1), Rules(), tell=tell)
