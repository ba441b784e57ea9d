import copy

import numpy as np

from mentorship.matching.engine import figures, solve, solve_problem
from mentorship.matching.explaining import competition, radar, why_not
from mentorship.matching.instance import read_instance
from mentorship.matching.stability import blocking_pairs
from tests.mentorship.matching.exhaustion import small


def _free(random):
    instance = small(random, 4, 7)
    for row in instance["mentors"]:
        row["min"] = 0
    return {**instance, "locked": []}


def test_an_unmatched_mentee_is_one_of_more_mentees_than_there_are_places():
    random, seen = np.random.default_rng(1), 0
    for _ in range(150):
        instance = _free(random)
        solution = solve_problem(read_instance(instance))
        for mentee in figures(solution)["unmatched"]:
            group = competition(solution, mentee)
            pairs = [row[:2] for row in instance["scores"] if row[:2] not in instance["excluded"]]
            room = {row["id"]: row["max"] for row in instance["mentors"]}
            reach = {i for i, j in pairs if j in group["mentees"] and room[i]}
            assert reach == set(group["mentors"])
            assert sum(room[i] for i in reach) == group["places"] < len(group["mentees"])
            seen += 1
    assert seen > 30


def test_one_more_place_brings_exactly_what_solving_again_brings():
    random, gains = np.random.default_rng(2), 0
    for _ in range(150):
        instance = _free(random)
        instance["mentors"] = [{**row, "max": max(row["max"], 1)} for row in instance["mentors"]]
        now = solve(instance, "soft")
        for mentor, brings in radar(solve_problem(read_instance(instance), "soft")).items():
            larger = copy.deepcopy(instance)
            next(row for row in larger["mentors"] if row["id"] == mentor)["max"] += 1
            then = solve(larger, "soft")
            assert brings["matches"] == then["matched"] - now["matched"]
            if not brings["matches"]:
                assert brings["points"] == then["score"] - now["score"]
            gains += brings["gain"] > 0
    assert gains > 30


def test_a_wish_costs_at_least_what_is_said():
    random, wishes = np.random.default_rng(3), 0
    for _ in range(100):
        instance = _free(random)
        solution, now = solve_problem(read_instance(instance), "soft"), solve(instance, "soft")
        for mentor, mentee, _ in instance["scores"]:
            cost = why_not(solution, mentor, mentee)
            if cost is None:
                continue
            then = solve({**instance, "locked": [[mentor, mentee]]}, "soft")
            assert now["matched"] - then["matched"] >= cost["matches"]
            if now["matched"] == then["matched"]:
                assert now["score"] - then["score"] >= cost["points"]
            wishes += cost["slack"] > 0
    assert wishes > 50


def test_pairs_that_would_rather_have_each_other_are_found():
    people = {"mentors": [{"id": "A"}, {"id": "B"}], "mentees": [{"id": 1}, {"id": 2}]}
    solution = solve_problem(read_instance({**people, "scores": [["A", 1, 9], ["A", 2, 8], ["B", 1, 7]]}))

    assert figures(solution)["assignment"] == [["B", 1], ["A", 2]]
    assert blocking_pairs(solution.problem, solution.assigned) == [("A", 1)]
