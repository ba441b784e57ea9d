"""Among equally good assignments: the best worst pair, then numbers drawn from a salt that anyone can draw again."""

import hashlib

import numpy as np

from mentorship.matching.network import flow, places


def numbers(salt, mentors, mentees, u, v):
    """A 24-bit number a pair; depends on the ids and the salt alone, so nobody gains by an early id."""
    mixed = _hashes(salt, "mentor", mentors)[u] ^ (_hashes(salt, "mentee", mentees)[v] * np.uint64(0x9E3779B97F4A7C15))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(40)).astype(np.int64)


def _hashes(salt, side, people):
    texts = (repr((salt, side, person)).encode() for person in people)
    return np.array([int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") for text in texts], np.uint64)


def draw(problem, assigned, willing, worth, proof, salt):
    """The one assignment of the optimal face with the best worst pair and the least sum of lottery numbers."""
    face = problem.part(proof.weight + proof.d[problem.u] == proof.worth[problem.v])
    pairs_of = problem.v * len(problem.mentors) + problem.u
    matched = np.flatnonzero(assigned >= 0)
    if not len(matched):
        return assigned
    chosen = np.searchsorted(pairs_of, matched * len(problem.mentors) + assigned[matched])
    steps = np.unique(face.w[face.w >= problem.w[chosen].min()])
    below, above = 0, len(steps)
    while above - below > 1:
        middle = (below + above) // 2
        if _keeps_the_optimum(face.part(face.w >= steps[middle]), willing, worth, proof, len(matched)):
            below = middle
        else:
            above = middle
    face = face.part(face.w >= steps[below])
    return _least(face, willing, worth, proof, numbers(salt, face.mentors, face.mentees, face.u, face.v))


def _least(face, willing, worth, proof, costs):
    """Mentees of a worth and places above the price must be used: each carries a bonus above all numbers together."""
    n, m = len(face.mentees), len(face.mentors)
    bonus = int(costs.max(initial=0)) * n + 1
    of, capacity, value = places(face.low, face.high, willing, worth)
    allowed = value >= proof.d[of]
    place = of[allowed], capacity[allowed], bonus * (value > proof.d[of])[allowed]
    return flow(n, m, (face.u, face.v), costs, bonus * (proof.worth > 0), place)


def _keeps_the_optimum(face, willing, worth, proof, matched):
    assigned = _least(face, willing, worth, proof, np.zeros(len(face.u), np.int64))
    load = np.bincount(assigned[assigned >= 0], minlength=len(face.mentors))
    of, capacity, value = places(face.low, face.high, willing, worth)
    needed = np.bincount(of, capacity * (value > proof.d[of]), minlength=len(face.mentors))
    return (assigned >= 0).sum() == matched and (assigned[proof.worth > 0] >= 0).all() and (load >= needed).all()
