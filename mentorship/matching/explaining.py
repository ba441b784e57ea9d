"""Why it came out so: who competes for what, what a wish would cost, what one more place would bring."""

import numpy as np

from mentorship.matching.certificate import NEVER


def short_minimum(problem, assigned, mentor):
    """Mentors around a short one who together need more mentees than they may have; none of them can be left out."""
    reached, waiting = {mentor}, [mentor]
    while waiting:
        for j in problem.v[problem.u == waiting.pop()]:
            owner = int(assigned[j])
            if owner >= 0 and owner not in reached:
                reached.add(owner)
                waiting.append(owner)
    while smaller := next((rest for one in sorted(reached) if _is_short(problem, rest := reached - {one})), None):
        reached = smaller
    candidates = _candidates(problem, reached)
    return {
        "mentors": [problem.mentors[i] for i in sorted(reached)],
        "needed": int(problem.low[list(reached)].sum()),
        "candidates": [problem.mentees[j] for j in candidates],
    }


def _is_short(problem, mentors):
    return bool(mentors) and problem.low[list(mentors)].sum() > len(_candidates(problem, mentors))


def _candidates(problem, mentors):
    return np.unique(problem.v[np.isin(problem.u, list(mentors))])


def competition(solution, mentee):
    """Hall set of an unmatched mentee: mentees that compete for fewer places; None for a matched one.

    An empty list of mentors means that no rule leaves this mentee a candidate.
    """
    return Rivals(solution).of(mentee)


class Rivals:
    """Who competes with whom, prepared once for many questions: ``wants`` is for each mentee which mentors are
    allowed, ``leads`` for each mentor to which mentors the mentees that the mentor has could go instead."""

    def __init__(self, solution):
        self.problem, self.assigned = solution.problem, solution.assigned
        self.number = {person: j for j, person in enumerate(self.problem.mentees)}
        self.locked = {j for _, j, _ in self.problem.locks}
        m, n = len(self.problem.mentors), len(self.problem.mentees)
        self.wants = np.zeros((n, m), bool)
        self.wants[self.problem.v, self.problem.u] = True
        self.leads = np.zeros((m, m), bool)
        matched = np.flatnonzero(self.assigned >= 0)
        np.logical_or.at(self.leads, self.assigned[matched], self.wants[matched])

    def of(self, mentee):
        """As ``competition``."""
        number = self.number[mentee]
        if self.assigned[number] >= 0 or number in self.locked:
            return None
        reached = self.wants[number]
        while not np.array_equal(wider := reached | self.leads[reached].any(axis=0), reached):
            reached = wider
        mentors = np.flatnonzero(reached)
        mentees = sorted({number, *np.flatnonzero(np.isin(self.assigned, mentors)).tolist()})
        return {
            "mentees": [self.problem.mentees[j] for j in mentees],
            "mentors": [self.problem.mentors[i] for i in mentors],
            "places": int(self.problem.high[mentors].sum()) if len(mentors) else 0,
        }


def why_not(solution, mentor, mentee):
    """A proven lower bound of what this pair would cost the whole; None when the pair is not allowed or locked apart.

    ``matches`` > 0: somebody would lose the place. ``points`` is exact as a bound only when ``matches`` and
    ``minimums`` are 0 (``minimums`` counts a minimum or a mentor left without anybody).
    """
    problem, proof = solution.problem, solution.proof
    i, j = problem.mentors.index(mentor), problem.mentees.index(mentee)
    found = np.flatnonzero((problem.u == i) & (problem.v == j))
    if not len(found):
        return None
    slack = int(proof.worth[j] - proof.weight[found[0]] - proof.d[i])
    return {"slack": slack, **_levels(slack, solution.worth)}


def _levels(amount, worth):
    matches = (amount + worth.rest) // worth.match
    if matches:
        return {"matches": int(matches), "points": 0, "other": False}
    level = worth.first if worth.first > worth.point else worth.minimum
    other = abs(amount) >= level
    return {"matches": 0, "points": int(amount // worth.point), "other": bool(other)}


def radar(solution):
    """What one more place at each mentor would bring: {mentor: {"gain", "matches", "points", "other"}}, exact.

    The place carries no minimum. A mentor who still has a free place gains nothing by another.
    """
    problem, proof, assigned = solution.problem, solution.proof, solution.assigned
    load = np.bincount(assigned[assigned >= 0], minlength=len(problem.mentors))
    release = -proof.last
    owner = assigned[problem.v]
    step = proof.weight - proof.own[problem.v]
    while True:
        gain = step + np.where(owner >= 0, release[owner], 0)
        higher = release.copy()
        np.maximum.at(higher, problem.u, gain)
        if np.array_equal(higher, release):
            break
        release = higher
    brought = np.full(len(load), NEVER)
    np.maximum.at(brought, problem.u, gain)
    brought = np.where(load < problem.high, 0, np.maximum(brought, 0))
    return {
        person: {"gain": int(amount), **_levels(int(amount), solution.worth)}
        for person, amount in zip(problem.mentors, brought, strict=True)
    }
