"""The best pairs under the school's rules, proven on every run. Pure: numbers in, numbers out, no database."""

from dataclasses import dataclass, replace

import numpy as np
import scipy

from mentorship.matching.certificate import NEVER, NotOptimal, Proof, prove, same_worth
from mentorship.matching.explaining import short_minimum
from mentorship.matching.groups import open_groups
from mentorship.matching.instance import TOP, Infeasible, Instance, read_instance
from mentorship.matching.lottery import draw
from mentorship.matching.network import Worth, flow, places, worth_of

FEW = 24
"""So many pairs of everybody are tried first where there are several times as many."""
DENSE = 3
ROUNDS = 5
MOST_BYTES = 100_000_000
POLICIES = ("hard", "cover", "soft", "group")


@dataclass(frozen=True)
class Solution:
    """A proven optimum: a mentor's number for each mentee (-1 = none; locks apart), with the prices of the proof."""

    problem: Instance
    assigned: np.ndarray
    worth: Worth
    proof: Proof


def solve(instance, policy="cover", salt=""):
    """Answer with the best pairs, or with the smallest wish that cannot be met; ValueError for a broken instance."""
    if policy not in POLICIES:
        raise ValueError(f"Unknown policy: {policy}. Known: {', '.join(POLICIES)}.")
    try:
        solution = solve_problem(read_instance(instance), policy, salt)
    except Infeasible as wish:
        return {"status": "infeasible", "policy": policy, "reason": wish.reason, **wish.details}
    return {"status": "optimal", "policy": policy, "salt": salt, **figures(solution)}


def solve_problem(problem, policy="cover", salt="", kept=()):
    """Solve every connected part by itself; then prove the whole once more, part by part put together.

    ``kept`` are pairs of ids that should stay as they are: after matches, minimums and mentors served, and before
    points, as many of them stay as can. The points of the answer are the real ones.
    """
    solution = _solved(_raised(problem, kept, policy), policy, salt)
    points = problem if policy != "group" else replace(problem, low=solution.problem.low, high=solution.problem.high)
    return replace(solution, problem=points) if len(kept) else solution


def _raised(problem, kept, policy):
    """A kept pair is worth more than all points together; to HiGHS, which counts in fractions, as much as one pair."""
    if not len(kept):
        return problem
    number = {person: i for i, person in enumerate(problem.mentors)}
    column = {person: j for j, person in enumerate(problem.mentees)}
    keys = [
        column[mentee] * len(number) + number[mentor]
        for mentor, mentee in kept
        if mentor in number and mentee in column
    ]
    bonus = TOP if policy == "group" else TOP * len(column) + 1
    is_kept = np.isin(problem.v * len(number) + problem.u, keys)
    return replace(problem, w=problem.w + bonus * is_kept, top=TOP + bonus)


def _solved(problem, policy, salt):
    if policy == "group":
        problem = _with_groups_chosen(problem)
    few = promising(problem)
    parts = _parts(problem, few)
    worth = worth_of(policy, problem.low, len(problem.mentors), len(problem.mentees), problem.top)
    if len(parts) == 1 and parts[0][2] is problem:
        assigned, proof = _solve_part(problem, policy, salt, few)
        return Solution(problem, assigned, worth, proof)
    assigned = np.full(len(problem.mentees), -1, np.int64)
    for mentors, mentees, part in parts:
        found, _proof = _solve_part(part, policy, salt, promising(part))
        assigned[mentees] = np.where(found >= 0, mentors[found], -1) if len(mentors) else -1
    return Solution(problem, assigned, worth, prove(problem, assigned, _willing(problem), worth))


def _willing(problem):
    return (problem.high > 0) & ~problem.has_lock


def _solve_part(part, policy, salt, few):
    """The assignment of a connected part, drawn among the equally good ones, and its proof."""
    n, m = len(part.mentees), len(part.mentors)
    worth, willing = worth_of(policy, part.low, m, n, part.top), _willing(part)
    assigned, proof = _best_of(part, few, willing, worth)
    short = np.flatnonzero(np.bincount(assigned[assigned >= 0], minlength=m) < part.low)
    if len(short) and policy != "soft":
        raise Infeasible("minimum", **short_minimum(part, assigned, int(short[0])))
    drawn = draw(part, assigned, willing, worth, proof, salt)
    return drawn, same_worth(part, proof, assigned, drawn, willing, worth)


def _best_of(part, few, willing, worth):
    """Solve with the promising pairs, add those that the prices show to be better, and again; the proof at the end
    looks at all pairs. When that goes on too long, everything is solved at once."""
    for _round in range(ROUNDS if few is not part else 0):
        assigned = _flow_of(few, willing, worth)
        proof = prove(few, assigned, willing, worth)
        better = worth.match + worth.point * part.w + proof.d[part.u] > proof.worth[part.v]
        if not better.any():
            return assigned, prove(part, assigned, willing, worth, proof.d)
        few = part.part(better | _among(part, few))
    assigned = _flow_of(part, willing, worth)
    return assigned, prove(part, assigned, willing, worth)


def _among(part, few):
    """Which pairs of the part are among the few; both are in the same order."""
    m = len(part.mentors)
    found = np.zeros(len(part.u), bool)
    found[np.searchsorted(part.v * m + part.u, few.v * m + few.u)] = True
    return found


def _flow_of(part, willing, worth):
    n, m = len(part.mentees), len(part.mentors)
    costs = worth.point * (part.w.max(initial=0) - part.w)
    return flow(n, m, (part.u, part.v), costs, np.zeros(n, np.int64), places(part.low, part.high, willing, worth))


def promising(problem):
    """Of a dense problem the best pairs of each mentee and of each mentor; a sparse one as it is.

    Best is what stands out among the pairs of the other side: whom everybody wants has a price, so a pair is promising
    by what it is worth above the mean of that mentor (for a mentee) or of that mentee (for a mentor).
    """
    n, m = len(problem.mentees), len(problem.mentors)
    if m <= FEW or n <= FEW or len(problem.u) < DENSE * FEW * n or 8 * n * m > MOST_BYTES:
        return problem
    above_mentor = problem.w - _means(problem.u, problem.w, m)[problem.u]
    above_mentee = problem.w - _means(problem.v, problem.w, n)[problem.v]
    of_mentee = _table(problem, above_mentor, (n, m))
    of_mentor = _table(problem, above_mentee, (n, m))
    least = np.partition(of_mentee, m - FEW, axis=1)[:, m - FEW]
    lowest = np.partition(of_mentor, n - FEW, axis=0)[n - FEW]
    return problem.part((above_mentor >= least[problem.v]) | (above_mentee >= lowest[problem.u]))


def _means(of, w, count):
    return np.bincount(of, w, count).astype(np.int64) // np.maximum(np.bincount(of, minlength=count), 1)


def _table(problem, values, shape):
    table = np.full(shape, NEVER, np.int64)
    table[problem.v, problem.u] = values
    return table


def _components(problem):
    n, m = len(problem.mentees), len(problem.mentors)
    graph = scipy.sparse.coo_array((np.ones(len(problem.u), np.int8), (problem.u, m + problem.v)), (m + n, m + n))
    return scipy.sparse.csgraph.connected_components(graph, directed=False) if m + n else (0, np.zeros(0, int))


def _parts(problem, few):
    """Connected parts with the numbers of their mentors and mentees; a mentor without candidates is a part too.

    What hangs together by the few pairs does so by all.
    """
    n, m = len(problem.mentees), len(problem.mentors)
    count, label = _components(few)
    if count != 1 and few is not problem:
        count, label = _components(problem)
    if count == 1:
        return [(np.arange(m), np.arange(n), problem)]
    by_label = np.argsort(label, kind="stable")
    edges = np.argsort(label[problem.u], kind="stable")
    nodes = np.searchsorted(label[by_label], np.arange(count + 1))
    lines = np.searchsorted(label[problem.u][edges], np.arange(count + 1))
    place = np.empty(m + n, np.int64)
    parts = []
    for k in range(count):
        inside = by_label[nodes[k] : nodes[k + 1]]
        mentors, mentees = inside[inside < m], inside[inside >= m] - m
        if not len(mentors) or (not len(mentees) and not problem.low[mentors].any()):
            continue
        place[mentors], place[m + mentees] = np.arange(len(mentors)), np.arange(len(mentees))
        chosen = edges[lines[k] : lines[k + 1]]
        part = replace(
            problem,
            mentors=[problem.mentors[i] for i in mentors],
            mentees=[problem.mentees[j] for j in mentees],
            low=problem.low[mentors],
            high=problem.high[mentors],
            u=place[problem.u[chosen]],
            v=place[m + problem.v[chosen]],
            w=problem.w[chosen],
            has_lock=problem.has_lock[mentors],
        )
        parts.append((mentors, mentees, part))
    return parts


def _with_groups_chosen(problem):
    """Close the groups that shall not open.

    If the best list without any minimum has no group that is too small, no list with minimums can be better; else
    HiGHS chooses, and the figures of the whole must equal what it proved.
    """
    if not problem.low.any():
        return problem
    bound = replace(problem, low=np.where(problem.has_lock, problem.low, 0))
    assigned = solve_problem(bound, "hard").assigned
    load = np.bincount(assigned[assigned >= 0], minlength=len(problem.mentors))
    if not ((load > 0) & (load < problem.low)).any():
        return _with_groups(problem, (load > 0) | problem.has_lock)
    opened, matched, score = open_groups(problem)
    chosen = _with_groups(problem, opened)
    best = figures(solve_problem(chosen, "soft"))
    locked = sum(points for _, _, points in problem.locks)
    if (best["matched"] - len(problem.locks), best["score"] - locked, best["shortfall"]) != (matched, score, 0):
        raise NotOptimal("The groups that were chosen do not reach the proven best.")
    return chosen


def _with_groups(problem, opened):
    high = np.where(opened, problem.high, 0)
    return replace(problem, low=np.where(opened, problem.low, 0), high=high).part(high[problem.u] > 0)


def figures(solution):
    """The pairs by id, locks included, and the figures that the policies rank by."""
    problem, assigned = solution.problem, solution.assigned
    chosen = np.flatnonzero(assigned[problem.v] == problem.u)
    rows = [
        (int(i), int(j), int(w))
        for i, j, w in zip(problem.u[chosen], problem.v[chosen], problem.w[chosen], strict=True)
    ]
    rows = sorted([*rows, *problem.locks], key=lambda row: (row[1], row[0]))
    load = np.bincount(assigned[assigned >= 0], minlength=len(problem.mentors))
    return {
        "assignment": [[problem.mentors[i], problem.mentees[j]] for i, j, _ in rows],
        "matched": len(rows),
        "score": sum(points for _, _, points in rows),
        "served": len({i for i, _, _ in rows}),
        "shortfall": int(np.maximum(problem.low - load, 0).sum()),
        "min_score": min((points for _, _, points in rows), default=None),
        "unmatched": [problem.mentees[j] for j in sorted(set(range(len(problem.mentees))) - {j for _, j, _ in rows})],
    }
