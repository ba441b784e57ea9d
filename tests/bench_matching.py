"""The matching against other programs, on the same instances in one run: ``python -m tests.bench_matching``.

The instances are invented registers, so scoring is measured too. The peers of the Python index are fetched into a
folder of their own when ``BENCH_PEERS`` names one (``peers FOLDER`` fetches them); without it their lines say so. A
peer that needs minutes gets ``PEER_SECONDS``.
"""

import gc
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from mentorship.matching.engine import figures, solve_problem
from mentorship.matching.instance import of_arrays
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import Rules
from mentorship.matching.scoring import problem_of, table_of
from mentorship.programmes.slots import SLOTS

SIZES = ((50, 150), (300, 900), (1000, 3000))
CITY = {"districts": 40, "mentors": 250, "mentees": 1250, "candidates": 50}
CORRELATED = "300 x 900, correlated"
ENGINE = "engine with proof and draw"
PEERS = {"mentor-match": ("mentor-match==7.0.1", "munkres==1.1.4"), "matching": ("matching==1.4.3",)}
PEER_SECONDS = float(os.environ.get("BENCH_PEER_SECONDS", 120))
PEER_MENTORS = int(os.environ.get("BENCH_PEER_MENTORS", 300))
MATCH = 10**8
"""What a match is worth beside points, for the programs that count in fractions."""


def people(draw, kind, count, others, **more):
    """Invented participants: some words of forty on each axis, some hours, a class, up to three wishes."""

    def some(least, most, of):
        return frozenset(draw.sample(range(of), draw.randint(least, most)))

    return tuple(
        kind(
            id=number,
            subjects=some(1, 2, 14),
            competences=some(1, 4, 20),
            interests=some(0, 4, 30),
            slots=frozenset(draw.sample(list(SLOTS), draw.randint(3, 8))),
            birth_year=draw.randint(2006, 2013),
            grade=draw.randint(5, 11),
            wishes=tuple(draw.sample(range(others), 3)),
            **{name: give(draw) for name, give in more.items()},
        )
        for number in range(count)
    )


def knowledge_of(mentors, mentees, seed=1):
    draw = random.Random(seed)
    return Knowledge(
        people(draw, Mentor, mentors, mentees, room=lambda draw: draw.randint(1, 5)),
        people(draw, Mentee, mentees, mentors),
        2022,
    )


def timed(act, most=5):
    """The median milliseconds of several runs, and the last answer; a slow act runs once."""
    times = []
    while not times or (len(times) < most and sum(times) < 5000):
        gc.collect()
        began = time.perf_counter()
        answer = act()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[len(times) // 2], answer


def ours(problem, policy="hard"):
    took, solution = timed(lambda: solve_problem(problem, policy, "bench"))
    found = figures(solution)
    return {"ms": took, "matched": found["matched"], "score": found["score"]}


def weights_of(problem):
    """A column for each place of a mentor: what a pair is worth, 0 where it may not be."""
    table = np.zeros((len(problem.mentees), len(problem.mentors)))
    table[problem.v, problem.u] = MATCH + problem.w
    return np.repeat(table, problem.high, axis=1), np.repeat(np.arange(len(problem.mentors)), problem.high)


def told(problem, rows, mentors):
    """Matches and points of an assignment."""
    points = {(int(j), int(i)): int(w) for i, j, w in zip(problem.u, problem.v, problem.w, strict=True)}
    found = [points[pair] for j, i in zip(rows, mentors, strict=True) if (pair := (int(j), int(i))) in points]
    return {"matched": len(found), "score": sum(found)}


def by_assignment(problem):
    """SciPy's linear_sum_assignment over duplicated places."""
    weights, owner = weights_of(problem)
    took, (rows, columns) = timed(lambda: linear_sum_assignment(weights, maximize=True))
    return {"ms": took} | told(problem, rows, owner[columns])


def by_full_matching(problem):
    """SciPy's min_weight_full_bipartite_matching; each mentee may also go to a place of nobody's."""
    weights, owner = weights_of(problem)
    rows, columns = np.nonzero(weights)
    n, places = weights.shape
    cost = 2 * MATCH - weights[rows, columns]
    alone = np.arange(n)
    graph = coo_array(
        (np.r_[cost, np.full(n, 3.0 * MATCH)], (np.r_[rows, alone], np.r_[columns, places + alone])), (n, places + n)
    ).tocsr()
    took, (found, chosen) = timed(lambda: min_weight_full_bipartite_matching(graph))
    real = chosen < places
    return {"ms": took} | told(problem, found[real], owner[chosen[real]])


def by_greed(problem):
    """The best pair that is still possible, again and again."""

    def run():
        room, free, pairs = problem.high.copy(), np.ones(len(problem.mentees), bool), []
        for at in np.argsort(-problem.w, kind="stable"):
            i, j = problem.u[at], problem.v[at]
            if free[j] and room[i]:
                free[j], room[i] = False, room[i] - 1
                pairs.append((j, i))
        return pairs

    took, pairs = timed(run, most=1)
    return {"ms": took} | told(problem, *zip(*pairs, strict=True))


def by_peer(name, problem):
    """Another program in its own process; None where it is not there or takes too long."""
    folder = Path(os.environ.get("BENCH_PEERS", "")) / name
    if not os.environ.get("BENCH_PEERS") or not folder.is_dir():
        return None
    instance = {
        "mentors": [{"id": i, "max": int(most)} for i, most in zip(problem.mentors, problem.high, strict=True)],
        "mentees": [{"id": j} for j in problem.mentees],
        "scores": [
            [problem.mentors[i], problem.mentees[j], int(w)]
            for i, j, w in zip(problem.u, problem.v, problem.w, strict=True)
        ],
    }
    try:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("bench_peers.py")), name],
            input=json.dumps(instance),
            capture_output=True,
            text=True,
            timeout=PEER_SECONDS,
            env={"PYTHONPATH": str(folder), "PATH": os.environ["PATH"]},
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {"ms": None, "matched": None, "score": None}
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or ["it fell over"]
        return {"ms": None, "matched": None, "score": None, "error": last[0][:80]}
    return json.loads(done.stdout)


def city():
    """10,000 mentors and 50,000 mentees in districts, the best fifty candidates of each mentee."""
    draw = np.random.default_rng(1)
    m, n, keep = CITY["mentors"], CITY["mentees"], CITY["candidates"]
    parts = []
    for district in range(CITY["districts"]):
        points = draw.integers(0, 6000, (m, n)) + draw.integers(0, 4000, (m, 1))
        best = np.argpartition(points, -keep, axis=0)[-keep:]
        v, u = np.tile(np.arange(n), keep), best.ravel()
        parts.append((u + district * m, v + district * n, points[u, v]))
    u, v, w = (np.concatenate(column) for column in zip(*parts, strict=True))
    mentors, mentees = m * CITY["districts"], n * CITY["districts"]
    room = draw.integers(1, 10, mentors)
    return list(range(mentors)), list(range(mentees)), np.zeros(mentors, np.int64), room, u, v, w


def correlated(mentors=300, mentees=900):
    """Everybody wants the same mentors: the pairs that look best are not the ones that are taken."""
    draw = np.random.default_rng(1)
    points = draw.integers(0, 4000, (1, mentors)) + draw.integers(0, 4000, (mentees, 1))
    points = points + draw.integers(0, 2000, (mentees, mentors))
    v, u = np.nonzero(draw.random((mentees, mentors)) < 0.53)
    room = draw.integers(1, 5, mentors)
    sides = list(range(mentors)), list(range(mentees)), np.zeros(mentors, np.int64), room
    return of_arrays(*sides, u, v, points[v, u])


def measure(add):
    """``add(size, program, result)`` for every line; the engine's own comes first of its size."""
    for mentors, mentees in SIZES:
        size = f"{mentors} x {mentees}"
        known = knowledge_of(mentors, mentees)
        took, table = timed(lambda known=known: table_of(known, Rules()))
        add(size, "scoring", {"ms": took, "matched": None, "score": None})
        compare(add, size, problem_of(table), with_peers=mentors <= PEER_MENTORS)
    compare(add, CORRELATED, correlated())
    groups(add)
    arrays = city()
    took, problem = timed(lambda: of_arrays(*arrays), most=1)
    add("10000 x 50000", "reading the arrays", {"ms": took, "matched": None, "score": None})
    add("10000 x 50000", ENGINE, ours(problem))


def compare(add, size, problem, *, with_peers=False):
    """The engine and the others on one instance; nobody may find more than the proven best."""
    best = ours(problem)
    add(size, ENGINE, best)
    add(size, "the same, every mentor served", ours(problem, "cover"))
    for name, solve in (
        ("scipy linear_sum_assignment", by_assignment),
        ("scipy min_weight_full_bipartite", by_full_matching),
        ("greedy", by_greed),
    ):
        found = solve(problem)
        assert (found["matched"], found["score"]) <= (best["matched"], best["score"]), name
        add(size, name, found)
    for name in PEERS if with_peers else ():
        add(size, " + ".join(PEERS[name]), by_peer(name, problem))


def groups(add):
    """Groups of three to six: HiGHS chooses which of them open, the engine proves the rest."""
    for mentors, mentees in ((30, 90), (100, 300)):
        known = knowledge_of(mentors, mentees)
        sized = [Mentor(**vars(one) | {"least": 3, "room": 6}) for one in known.mentors]
        problem = problem_of(table_of(Knowledge(tuple(sized), known.mentees, 2022), Rules()))
        add(f"{mentors} x {mentees}, groups of 3-6", ENGINE, ours(problem, "group"))


def printer(rows):
    """Prints each line as a multiple of the engine's own time of its size, and keeps it in ``rows``."""
    first = {}

    def add(size, program, found):
        if found and found["ms"] is not None:
            rows.append((size, program, found))
            if program == ENGINE:
                first[size] = found["ms"]
        print(f"{size:26} {program:38} {words_of(found, first.get(size))}", flush=True)

    return add


def words_of(found, reference):
    if found is None:
        return "not installed (BENCH_PEERS)"
    if found["ms"] is None:
        return found.get("error", f"more than {PEER_SECONDS:.0f} s")
    times = f"{found['ms'] / reference:8.1f} x" if reference else ""
    return f"{found['ms']:10.1f} ms {times:10} {found['matched'] or '':>6} {found['score'] or '':>10}"


def main(act="run", folder=""):
    if act != "peers":
        measure(printer([]))
        return
    for name, packages in PEERS.items():
        where = str(Path(folder) / name)
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", where, *packages], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
