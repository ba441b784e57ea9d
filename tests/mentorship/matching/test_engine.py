import ast
import copy
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from mentorship.matching import engine
from mentorship.matching.certificate import NotOptimal, prove
from mentorship.matching.engine import _willing, solve, solve_problem
from mentorship.matching.instance import read_instance
from mentorship.matching.network import worth_of
from tests.mentorship.matching.exhaustion import LEVELS, best, small

EXAMPLES = {"hard": 3500, "cover": 3500, "soft": 2700, "group": 400}


@pytest.mark.parametrize("policy", LEVELS)
def test_small_instances_are_solved_as_well_as_by_trying_everything(policy):
    random = np.random.default_rng([6, len(policy), LEVELS[policy].index("score")])
    for _ in range(EXAMPLES[policy]):
        instance = small(random)
        answer, expected = solve(instance, policy), best(instance, policy)
        if expected is None:
            assert answer["status"] == "infeasible", instance
            assert _is_true(answer, instance), (answer, instance)
            continue
        assert {level: answer.get(level) for level in expected} == expected, instance
        pairs = [list(pair) for pair in answer["assignment"]]
        assert all(pair in pairs for pair in instance["locked"])
        assert not any(pair in pairs for pair in instance["excluded"])


def _is_true(answer, instance):
    """More is needed than there are candidates; without any one of the mentors it would no longer be so."""
    locked = {mentee for _, mentee in instance["locked"]}

    def shortage(mentors):
        held = [mentor for mentor, _ in instance["locked"]]
        needed = sum(max(row["min"] - held.count(row["id"]), 0) for row in instance["mentors"] if row["id"] in mentors)
        pairs = [row[:2] for row in instance["scores"] if row[:2] not in instance["excluded"]]
        full = {row["id"] for row in instance["mentors"] if row["max"] <= held.count(row["id"])}
        return needed - len({j for i, j in pairs if i in mentors and i not in full and j not in locked})

    if answer["reason"] == "lock_over_capacity":
        most = {row["id"]: row["max"] for row in instance["mentors"]}[answer["mentor"]]
        return answer["max"] == most < len(answer["mentees"])
    named = set(answer["mentors"])
    return answer["reason"] == "minimum" and shortage(named) > 0 and all(shortage(named - {one}) <= 0 for one in named)


def _shuffled(random, instance):
    copied = copy.deepcopy(instance)
    for rows in copied.values():
        random.shuffle(rows)
    return copied


@pytest.mark.parametrize("policy", LEVELS)
def test_order_of_the_input_does_not_matter(policy):
    random = np.random.default_rng(7)
    for _ in range(40):
        instance = small(random, 5, 9, top=2)
        assert solve(instance, policy) == solve(_shuffled(random, instance), policy)


def test_another_salt_draws_another_of_the_equally_good_answers():
    people = {"mentors": [{"id": i, "max": 1} for i in range(8)], "mentees": [{"id": j} for j in range(8)]}
    instance = {**people, "scores": [[i, j, 5] for i in range(8) for j in range(8)]}

    drawn = [solve(instance, salt=salt) for salt in ("a", "b")]

    assert drawn[0]["assignment"] != drawn[1]["assignment"]
    assert drawn[0]["score"] == drawn[1]["score"] == 40


def test_another_mentor_never_makes_it_worse():
    random = np.random.default_rng(8)
    for _ in range(150):
        instance = small(random, 4, 8)
        fewer = copy.deepcopy(instance)
        gone = fewer["mentors"].pop()["id"]
        for part in ("scores", "excluded", "locked"):
            fewer[part] = [row for row in fewer[part] if row[0] != gone]
        if any(row[0] == gone for row in instance["locked"]):
            continue
        more, less = solve(instance, "group"), solve(fewer, "group")
        if less["status"] == "infeasible":
            assert more["status"] == "infeasible"
            continue
        assert (more["matched"], more["score"]) >= (less["matched"], less["score"])


def test_middle_instances_agree_with_linear_sum_assignment():
    random = np.random.default_rng(9)
    for _ in range(20):
        m, n = int(random.integers(5, 30)), int(random.integers(20, 90))
        high = random.integers(1, 5, m)
        points = np.where(random.random((n, m)) < 0.8, random.integers(0, 10001, (n, m)), -1)
        rows = [[i, j, int(points[j, i])] for j in range(n) for i in range(m) if points[j, i] >= 0]
        mentors = [{"id": i, "max": int(high[i])} for i in range(m)]
        answer = solve({"mentors": mentors, "mentees": [{"id": j} for j in range(n)], "scores": rows}, "hard")
        worth = np.where(points >= 0, points + 10**7, 0)[:, np.repeat(np.arange(m), high)]
        chosen = worth[linear_sum_assignment(worth, maximize=True)]
        assert (answer["matched"], answer["score"]) == ((chosen > 0).sum(), (chosen % 10**7).sum())


def test_every_mutation_that_is_worse_is_refused():
    random, refused = np.random.default_rng(10), 0
    for _ in range(600):
        instance = small(random, 4, 6)
        instance["locked"] = []
        problem = read_instance(instance)
        solution = solve_problem(problem, "soft")
        changed = solution.assigned.copy()
        changed[random.integers(len(changed))] = random.integers(-1, len(problem.mentors))
        worth = worth_of("soft", problem.low, len(problem.mentors), len(problem.mentees))
        equal = _value(problem, changed, worth) == _value(problem, solution.assigned, worth)
        try:
            prove(problem, changed, _willing(problem), worth)
            assert equal
        except NotOptimal:
            assert not equal
            refused += 1
    assert refused > 300


def _value(problem, assigned, worth):
    load = np.bincount(assigned[assigned >= 0], minlength=len(problem.mentors))
    chosen = assigned[problem.v] == problem.u
    if (load > problem.high).any() or chosen.sum() != (assigned >= 0).sum():
        return None
    return int(
        worth.match * chosen.sum() + problem.w[chosen].sum() + worth.minimum * np.minimum(load, problem.low).sum()
    )


def test_more_than_62_bits_raise_and_never_wrap():
    with pytest.raises(OverflowError):
        worth_of("hard", np.ones(10**6, np.int64), 10**6, 10**7)


def test_the_engine_does_not_know_django():
    names = ["instance", "network", "certificate", "lottery", "groups", "explaining", "stability", "engine"]
    names += ["criteria", "participants", "rules", "scoring", "tables", "missing"]
    for name in names:
        tree = ast.parse(Path(engine.__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
        modules = [
            f"mentorship.matching.{node.module}" if node.level else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
        ]
        modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        for module in modules:
            assert module.split(".")[0] != "django"
            assert not module.startswith("mentorship.") or module.rsplit(".", 1)[-1] in names
