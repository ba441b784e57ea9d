"""Middle instances against HiGHS, a solver of another kind; the short way through the promising pairs against the long
one; and what no list may break."""

import json
import random

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from mentorship.matching import engine, groups
from mentorship.matching.engine import figures, solve, solve_problem
from mentorship.matching.instance import Infeasible, of_arrays, read_instance


def middle(seed, *, density=0.6, least=False):
    """10-30 mentors, 20-60 mentees, points that tie often."""
    draw = random.Random(seed)
    mentors, mentees = draw.randint(10, 30), draw.randint(20, 60)
    room = [draw.randint(0, 4) for _ in range(mentors)]
    return {
        "mentors": [
            {"id": i, "min": min(most, draw.randint(0, 1)) if least else 0, "max": most} for i, most in enumerate(room)
        ],
        "mentees": [{"id": f"n{j}"} for j in range(mentees)],
        "scores": [
            [i, f"n{j}", draw.randint(0, 20) * 500]
            for i in range(mentors)
            for j in range(mentees)
            if draw.random() < density
        ],
    }


def best_by_highs(instance):
    """``(matched, mentors served, points)`` in the order of the policy «cover», one level after the other."""
    pairs = [(i, int(j[1:]), w) for i, j, w in instance["scores"]]
    mentors, mentees, edges = len(instance["mentors"]), len(instance["mentees"]), len(pairs)
    number = np.arange(edges)
    u, v, w = (np.array(column) for column in zip(*pairs, strict=True))
    room = np.array([row["max"] for row in instance["mentors"]])
    once = coo_array((np.ones(edges), (v, number)), (mentees, edges + mentors))
    loads = coo_array((np.ones(edges), (u, number)), (mentors, edges + mentors))
    served = coo_array((np.ones(mentors), (np.arange(mentors), edges + np.arange(mentors))), (mentors, edges + mentors))
    rules = [
        LinearConstraint(vstack([once, loads]).tocsr(), ub=np.r_[np.ones(mentees), room]),
        LinearConstraint((served - loads).tocsr(), ub=np.zeros(mentors)),
    ]
    found = []
    for gain in (
        np.r_[np.ones(edges), np.zeros(mentors)],
        np.r_[np.zeros(edges), np.ones(mentors)],
        np.r_[w / 500, np.zeros(mentors)],
    ):
        answer = milp(-gain, constraints=rules, bounds=Bounds(0, 1), integrality=np.ones(edges + mentors))
        assert answer.status == 0
        found.append(round(-answer.fun))
        rules.append(LinearConstraint(gain[None, :], lb=found[-1] - 0.5))
    return found[0], found[1], found[2] * 500


@pytest.mark.parametrize("seed", range(24))
def test_middle_instances_agree_with_highs(seed):
    instance = middle(seed, density=random.Random(seed).choice([0.05, 0.2, 0.6, 1]))
    answer = solve(instance, "cover")
    assert (answer["matched"], answer["served"], answer["score"]) == best_by_highs(instance)


@pytest.mark.parametrize("policy", ["hard", "cover", "soft"])
@pytest.mark.parametrize("seed", range(60))
def test_the_promising_pairs_lead_to_the_very_same_list(monkeypatch, seed, policy):
    problem = read_instance(middle(seed, density=0.9, least=policy != "cover"))

    def outcome():
        try:
            return figures(solve_problem(problem, policy, "salt"))
        except Infeasible as clash:
            return clash.reason, clash.details

    monkeypatch.setattr(engine, "FEW", 10**6)
    assert engine.promising(problem) is problem
    whole = outcome()
    monkeypatch.setattr(engine, "FEW", random.Random(seed).randint(1, 4))
    assert len(engine.promising(problem).u) < len(problem.u)
    assert outcome() == whole


wishes = st.integers(0, 10**9)


@settings(max_examples=300, deadline=None)
@given(wishes)
def test_locks_exclusions_and_places_hold(seed):
    draw = random.Random(seed)
    instance = middle(seed, density=0.3)
    rows = instance["scores"]
    instance["locked"] = [row[:2] for row in draw.sample(rows, min(3, len(rows)))]
    instance["excluded"] = [row[:2] for row in draw.sample(rows, min(9, len(rows)))]
    answer = solve(instance, draw.choice(["hard", "cover", "soft"]), str(seed))
    if answer["status"] == "infeasible":
        assert answer["reason"] in {"lock_excluded", "lock_twice", "lock_over_capacity"}
        return
    pairs = answer["assignment"]
    assert all(lock in pairs for lock in instance["locked"])
    assert not any(pair in pairs for pair in instance["excluded"])
    assert len({mentee for _mentor, mentee in pairs}) == len(pairs) == answer["matched"]
    room = {row["id"]: row["max"] for row in instance["mentors"]}
    assert all([mentor for mentor, _mentee in pairs].count(mentor) <= most for mentor, most in room.items())
    points = {(mentor, mentee): worth for mentor, mentee, worth in rows}
    assert answer["score"] == sum(points[tuple(pair)] for pair in pairs)


@settings(max_examples=300, deadline=None)
@given(wishes)
def test_the_order_of_the_input_changes_nothing(seed):
    draw = random.Random(seed)
    instance = middle(seed, density=0.2)
    answer = solve(instance, "cover", "salt")
    for part in ("mentors", "mentees", "scores"):
        draw.shuffle(instance[part])
    assert solve(instance, "cover", "salt") == answer


@settings(max_examples=200, deadline=None)
@given(wishes)
def test_one_more_mentor_never_makes_the_list_worse(seed):
    draw = random.Random(seed)
    instance = middle(seed, density=0.2)
    before = solve(instance, "hard")
    instance["mentors"].append({"id": 1000, "max": draw.randint(0, 3)})
    instance["scores"] += [
        [1000, row["id"], draw.randint(0, 10_000)] for row in instance["mentees"] if draw.random() < 0.3
    ]
    after = solve(instance, "hard")
    assert (after["matched"], after["score"]) >= (before["matched"], before["score"])


def outcome(read):
    """The clash of the locks, or the instance."""
    try:
        return None, read()
    except Infeasible as clash:
        return (clash.reason, clash.details), None


@settings(max_examples=300, deadline=None)
@given(wishes)
def test_arrays_are_the_same_instance_as_lists(seed):
    draw = random.Random(seed)
    instance = middle(seed, density=0.2)
    known = {row[1]: place for place, row in enumerate([[0, one["id"]] for one in instance["mentees"]])}
    locks = [row[:2] for row in draw.sample(instance["scores"], min(2, len(instance["scores"])))]
    u, v, w = zip(*[(i, known[j], worth) for i, j, worth in instance["scores"]], strict=True)
    sides = [row["id"] for row in instance["mentors"]], list(known)
    room = [row["max"] for row in instance["mentors"]]
    clash, expected = outcome(lambda: read_instance(instance | {"locked": locks}))
    other, found = outcome(lambda: of_arrays(*sides, [0] * len(room), room, u, v, w, [tuple(pair) for pair in locks]))
    assert other == clash
    if clash:
        return
    assert (found.mentors, found.mentees, found.locks) == (expected.mentors, expected.mentees, expected.locks)
    for name in ("low", "high", "u", "v", "w", "has_lock"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name


def test_a_choice_of_groups_without_a_proof_is_told_by_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr(groups, "SECONDS", 0)
    instance = middle(3, density=0.5)
    for row in instance["mentors"]:
        row["min"], row["max"] = 3, 4
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(instance))
    with pytest.raises(CommandError, match="did not prove"):
        call_command("solve_matching", str(path), policy="group")
