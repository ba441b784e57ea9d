"""Points and forbidding rules of many pairs at once, block by block of mentees.

What a criterion gives depends on few things: how many words are common, two values, two places in lists. Each different
case is asked of the criterion once; a table of these answers is looked up for all pairs. A block is small enough to
stay in the processor's cache.
"""

from itertools import product

import numpy as np

from .criteria import CRITERIA, FULL, OTHER, SAME, UNKNOWN, By, Case, nothing
from .rules import CONSENT, EXCLUDED, FORM, GAP, HOUR, ROOM, UNWANTED, points_of_weights

LIMB = 64


def columns_of(knowledge, rules):
    """For every criterion that weighs anything a function ``(start, stop) -> points [mentor, mentee]`` of a block."""
    most = points_of_weights(rules.weights)
    return [COLUMNS[one.by](one, knowledge, rules, most[one.code]) for one in CRITERIA if most[one.code]]


def of_overlap(criterion, knowledge, _rules, most):
    """How many words are common is counted in bit sets; how much that is worth stands in a table by the number that is
    asked for and the number that is common."""
    asked = [criterion.of_mentee(one) for one in knowledge.mentees]
    offered = [criterion.of_mentor(one) for one in knowledge.mentors]
    common = common_of(offered, asked)
    silent = np.array([criterion.is_silence and not words for words in offered], bool)
    sizes = np.array([len(words) for words in asked], np.intp)
    width = int(sizes.max(initial=0)) + 1
    worth = [most * criterion.share(min(both, size), size) // FULL for size in range(width) for both in range(width)]
    worth, first = np.array(worth, np.int32), sizes * width

    def block(start, stop):
        found = worth[first[start:stop] + common(start, stop)]
        found[silent] = most * UNKNOWN // FULL
        return found

    return block


def common_of(offered, asked):
    """A function ``(start, stop) -> [mentor, mentee]``: how many words of the two sets are the same."""
    words = set().union(*offered) & set().union(*asked)
    bit = {word: 1 << place for place, word in enumerate(words)}
    limbs = -(-len(words) // LIMB)
    mentors, mentees = bit_sets(offered, bit, limbs), bit_sets(asked, bit, limbs)

    def count(start, stop):
        found = np.zeros((mentors.shape[1], stop - start), np.uint16 if limbs > 3 else np.uint8)
        for one, other in zip(mentors, mentees, strict=True):
            found += np.bitwise_count(one[:, None] & other[start:stop])
        return found

    return count


def bit_sets(sets, bit, limbs):
    """``[limb, person]``: every set of words as a row of bits."""
    masks = bytearray()
    for words in sets:
        mask = 0
        for word in words:
            mask |= bit.get(word, 0)
        masks += mask.to_bytes(limbs * 8, "little")
    return np.ascontiguousarray(np.frombuffer(bytes(masks), "<u8").reshape(len(sets), limbs).T)


def of_values(criterion, knowledge, rules, most):
    """Each different pair of values is asked once."""
    case = Case(knowledge.year, rules)
    return by_values(
        knowledge,
        criterion.of_mentor,
        criterion.of_mentee,
        lambda one, other: most * criterion.share(one, other, case) // FULL,
    )


def by_values(knowledge, of_mentor, of_mentee, answer, kind=np.int32):
    """A function ``(start, stop) -> answers [mentor, mentee]`` to the values of both sides."""
    offered, row = distinct(map(of_mentor, knowledge.mentors))
    asked, column = distinct(map(of_mentee, knowledge.mentees))
    table = [[answer(one, other) for other in asked] for one in offered]
    worth = np.array(table, kind).reshape(len(offered), len(asked))[row]
    if len(asked) == 1:
        return lambda start, stop: worth
    return lambda start, stop: worth.take(column[start:stop], axis=1)


def distinct(values):
    """The different values in the order in which they come, and for everybody the number of the own one."""
    places = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(numbers, np.intp)


def of_sameness(criterion, knowledge, rules, most):
    """Each combination of same, another and not known is asked once."""
    case = Case(knowledge.year, rules)
    offered = list(zip(*map(criterion.of_mentor, knowledge.mentors), strict=True))
    asked = list(zip(*map(criterion.of_mentee, knowledge.mentees), strict=True))
    sides = [numbered(one, other) for one, other in zip(offered, asked, strict=bool(offered and asked))]
    combinations = product((None, SAME, OTHER), repeat=len(sides))
    worth = np.array([most * criterion.share(list(facts), case) // FULL for facts in combinations], np.int32)

    def block(start, stop):
        found = np.zeros((len(knowledge.mentors), stop - start), np.uint8)
        for one, other in sides:
            some = other[start:stop]
            known = (one[:, None] > 0) & (some > 0)
            found = 3 * found + known * (np.uint8(2) - (one[:, None] == some))
        return worth[found]

    return block


def numbered(offered, asked):
    """Values as numbers, the same for the same; 0 for what is not known."""
    places = {None: 0, "": 0}
    return tuple(np.array([places.setdefault(one, len(places)) for one in side]) for side in (offered, asked))


def of_pairs(criterion, knowledge, _rules, most):
    """What each side says of the other is one of a few facts; each combination of two is asked once."""
    usual = list(map(criterion.of_mentor, knowledge.mentors)), list(map(criterion.of_mentee, knowledge.mentees))
    named = criterion.pairs(knowledge)
    facts = {*usual[0], *usual[1], *(fact for side in named for _mentor, _mentee, fact in side)}
    number = {fact: place for place, fact in enumerate(facts)}
    worth = [most * criterion.share([one, other]) // FULL for one in facts for other in facts]
    worth, count = np.array(worth, np.int32), np.uint8(len(facts))
    of_mentor, of_mentee = (np.array([number[fact] for fact in side], np.uint8) for side in usual)
    said = [Scattered(knowledge, [(i, j, number[fact]) for i, j, fact in side]) for side in named]

    def block(start, stop):
        shape = len(of_mentor), stop - start
        one, other = (np.array(np.broadcast_to(side, shape)) for side in (of_mentor[:, None], of_mentee[start:stop]))
        said[0].put(one, start, stop)
        said[1].put(other, start, stop)
        return worth[one * count + other]

    return block


class Scattered:
    """Values of single pairs, ``(mentor, mentee, value)``, sorted by the mentee so that a block finds its own; of two
    values of a pair the later one counts. Pairs of whom one side is not in the knowledge are left out."""

    def __init__(self, knowledge, values):
        row = {one.id: number for number, one in enumerate(knowledge.mentors)}
        column = {one.id: number for number, one in enumerate(knowledge.mentees)}
        rows = np.array([row.get(mentor, -1) for mentor, _mentee, _value in values], np.intp)
        columns = np.array([column.get(mentee, -1) for _mentor, mentee, _value in values], np.intp)
        order = np.argsort(columns, kind="stable")
        order = order[(rows[order] >= 0) & (columns[order] >= 0)]
        self.row, self.column = rows[order], columns[order]
        self.value = np.array([value for _mentor, _mentee, value in values], np.uint8)[order]

    def put(self, table, start, stop):
        first, last = np.searchsorted(self.column, [start, stop])
        table[self.row[first:last], self.column[first:last] - start] = self.value[first:last]


COLUMNS = {By.OVERLAP: of_overlap, By.VALUES: of_values, By.SAMENESS: of_sameness, By.PAIR: of_pairs}


def bits_of(knowledge, rules):
    """A function ``(start, stop) -> bits [mentor, mentee]`` of the rules that forbid a pair; ``rules.forbids`` says the
    same of one pair."""
    by_value = [
        by_values(knowledge, of_mentor, of_mentee, lambda one, other, check=check: check(rules, one, other), np.uint8)
        for of_mentor, of_mentee, check in CHECKS
    ]
    without_hour = without_hour_of(knowledge) if rules.needs_hour else None
    single = Scattered(knowledge, [(*pair, bits) for pair, bits in forbidden_pairs(knowledge, rules).items()])

    def block(start, stop):
        found = np.zeros((len(knowledge.mentors), stop - start), np.uint8)
        single.put(found, start, stop)
        for bits in by_value:
            found |= bits(start, stop)
        if without_hour:
            found |= without_hour(start, stop) * np.uint8(HOUR)
        return found

    return block


def another_form(rules, form, other):
    return FORM * bool(rules.same_form and form and other and form != other)


def no_consent(_rules, may, other):
    return CONSENT * (not (may and other))


def small_gap(rules, year, other):
    return GAP * (None not in (year, other, rules.least_gap) and other - year < rules.least_gap)


def no_room(_rules, is_full, _mentee):
    return ROOM * is_full


CHECKS = (
    (lambda one: one.form, lambda one: one.form, another_form),
    (lambda one: one.may_be_processed, lambda one: one.may_be_processed, no_consent),
    (lambda one: one.birth_year, lambda one: one.birth_year, small_gap),
    (lambda one: one.room < 1, nothing, no_room),
)
"""Rules that depend on one value of each side."""


def without_hour_of(knowledge):
    """Both have named hours, and none of them is common."""
    hours, asked = [one.slots for one in knowledge.mentors], [one.slots for one in knowledge.mentees]
    has, asks = (np.array([bool(one) for one in side], bool) for side in (hours, asked))
    common = common_of(hours, asked)
    return lambda start, stop: (common(start, stop) == 0) & has[:, None] & asks[start:stop]


def forbidden_pairs(knowledge, rules):
    """``{pair of numbers: bits}`` of those who must not come together, and of whom one side said «rather not»."""
    found = dict.fromkeys(knowledge.excluded, EXCLUDED)
    if rules.forbids_unwanted:
        of_mentors = ((one.id, mentee) for one in knowledge.mentors for mentee in one.unwanted)
        of_mentees = ((mentor, one.id) for one in knowledge.mentees for mentor in one.unwanted)
        for pair in {*of_mentors, *of_mentees}:
            found[pair] = found.get(pair, 0) | UNWANTED
    return found
