"""The flow that is solved: mentee, allowed pair, mentor, place of a falling worth."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from mentorship.matching.instance import TOP

LIMIT = 2**62


@dataclass(frozen=True)
class Worth:
    """What counts how much: a match, a unit of a minimum, a mentor's first mentee, a point of a score."""

    match: int
    minimum: int
    first: int
    point: int
    rest: int


def worth_of(policy, low, mentors, mentees, top=TOP):
    """Every level is worth more than all levels below it together; exact integers, OverflowError beyond 62 bits.

    ``top`` is the most that a pair's points can be.
    """
    points = top * mentees + 1
    point, first, minimum = {
        "hard": (mentors + 1, 1, points * (mentors + 1) + mentors),
        "cover": (1, points, points * (mentors + 1)),
        "soft": (1, 0, points),
        "group": (1, 0, points),
    }[policy]
    rest = minimum * int(low.sum()) + first * mentors + point * top * mentees
    if 4 * (2 * rest + 1) >= LIMIT or (minimum + first + point * top) * (mentors + mentees + 5) >= LIMIT:
        raise OverflowError("The problem is too large for exact whole numbers; solve it by district.")
    return Worth(2 * rest + 1, minimum, first, point, rest)


def places(low, high, willing, worth):
    """Mentor, capacity and worth of the up to three kinds of places of each mentor."""
    first = np.minimum(1, high)
    below = np.maximum(np.minimum(low, high) - 1, 0)
    value = np.where(low > 0, worth.minimum, 0) + np.where(willing, worth.first, 0)
    i = np.arange(len(low))
    rows = [
        (i, first, value),
        (i, below, np.full(len(low), worth.minimum)),
        (i, high - first - below, np.zeros(len(low), int)),
    ]
    return tuple(np.concatenate(column).astype(np.int64) for column in zip(*rows, strict=True))


def value_of_load(load, low, willing, worth):
    """Worth of a mentor's load: units of the minimum, and the first mentee."""
    return worth.minimum * np.minimum(load, low) + worth.first * ((load > 0) & willing)


def flow(n, m, pairs, costs, mentee_bonus, place):
    """Most matches, then least cost less bonuses; answers a mentor for each mentee (-1 = none)."""
    u, v = pairs
    of, capacity, value = place
    keep = capacity > 0
    of, capacity, value = of[keep], capacity[keep], value[keep]
    top = int(max(value.max(initial=0), 0)), int(max(mentee_bonus.max(initial=0), 0))
    source, sink = n + m, n + m + 1
    if (int(costs.max(initial=0)) + sum(top)) * (n + m + 5) >= LIMIT:
        raise OverflowError("The problem is too large for exact whole numbers; solve it by district.")
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost
    edges = arcs(v, n + u, np.ones(len(u), np.int64), costs)
    arcs(np.full(n, source), np.arange(n), np.ones(n, np.int64), top[1] - mentee_bonus)
    arcs(n + of, np.full(len(of), sink), capacity, top[0] - value)
    solver.set_node_supply(source, n)
    solver.set_node_supply(sink, -n)
    if solver.solve_max_flow_with_min_cost() != solver.OPTIMAL:
        raise ArithmeticError("The flow solver gave no optimum.")
    used = np.asarray(solver.flows(edges)) > 0
    assigned = np.full(n, -1, np.int64)
    assigned[v[used]] = u[used]
    return assigned
