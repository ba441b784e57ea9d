"""Computed again, a draft keeps as many of its pairs as the new wishes allow: checked against trying everything."""

import random
from itertools import product

import pytest

from mentorship.matching.engine import figures, solve_problem
from mentorship.matching.instance import read_instance


def instance_of(seed):
    draw = random.Random(seed)
    mentors, mentees = draw.randint(1, 3), draw.randint(1, 4)
    scores = [
        [f"m{i}", j, draw.randint(0, 9) * 1000]
        for i, j in product(range(mentors), range(mentees))
        if draw.random() < 0.7
    ]
    return {
        "mentors": [{"id": f"m{i}", "max": draw.randint(0, 2)} for i in range(mentors)],
        "mentees": [{"id": j} for j in range(mentees)],
        "scores": scores,
    }, [tuple(row[:2]) for row in scores if draw.random() < 0.4]


def best_by_trying(instance, kept):
    """(matched, served, kept, score) of the best of all assignments."""
    points = {(i, j): w for i, j, w in instance["scores"]}
    room = {row["id"]: row["max"] for row in instance["mentors"]}
    choices = [[None, *(i for i, k in points if k == row["id"])] for row in instance["mentees"]]
    found = []
    for chosen in product(*choices):
        pairs = [(i, j) for j, i in enumerate(chosen) if i is not None]
        if all(chosen.count(i) <= most for i, most in room.items()):
            served = len({i for i, _ in pairs})
            found.append((len(pairs), served, len(set(pairs) & set(kept)), sum(points[pair] for pair in pairs)))
    return max(found)


@pytest.mark.parametrize("seed", range(400))
def test_as_many_pairs_stay_as_can_before_points_count(seed):
    instance, kept = instance_of(seed)
    answer = figures(solve_problem(read_instance(instance), "cover", kept=kept))
    stayed = len({tuple(pair) for pair in answer["assignment"]} & set(kept))
    assert (answer["matched"], answer["served"], stayed, answer["score"]) == best_by_trying(instance, kept)


@pytest.mark.parametrize("policy", ["hard", "cover", "soft", "group"])
def test_a_draft_computed_again_without_a_change_is_the_same_draft(policy):
    instance, _ = instance_of(7)
    first = figures(solve_problem(read_instance(instance), policy))
    again = figures(solve_problem(read_instance(instance), policy, kept=[tuple(pair) for pair in first["assignment"]]))
    assert again == first


def test_kept_pairs_of_people_who_are_gone_do_not_matter():
    instance, _ = instance_of(7)
    plain = figures(solve_problem(read_instance(instance)))
    assert figures(solve_problem(read_instance(instance), kept=[("gone", 0), ("m0", "gone")])) == plain
