"""Which rows of each question may be shown at each depth: the whole, then parallels of classes, then classes.

The rules are those of ``surveys.suppression``; here they meet questions and groups. Who may see everything gets every
row at every depth.
"""

import math
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.programmes.slots import SLOTS

from . import suppression
from .answers import OTHER, UNKNOWN
from .content import Kind
from .progress import class_order

ORDERED = {Kind.SCALE, Kind.NUMBER, Kind.DATE}
CHOSEN_SEVERAL = {Kind.SEVERAL, Kind.WORDS, Kind.SLOTS, Kind.RANKING}
TEXTS = {Kind.SHORT, Kind.LONG}
MOST_STEPS = 12
"""Different numbers that stand each for itself; more of them are put together in round intervals."""
MOST_INTERVALS = 10


@dataclass(frozen=True)
class Block:
    """Groups that are shown as one. ``code`` stands in addresses."""

    code: str
    title: str
    groups: tuple


@dataclass(frozen=True)
class Level:
    """One way to divide everybody."""

    code: str
    blocks: tuple


@dataclass(frozen=True)
class Shape:
    """What may be shown of a question at a level: nothing unless ``is_open``; else each of ``rows`` (tuples of marks
    that are told together) that is not ``hidden``, and the mean."""

    is_open: bool
    rows: tuple = ()
    hidden: frozenset = frozenset()
    has_mean: bool = False

    @property
    def shown(self):
        return [row for row in self.rows if not set(row) & self.hidden]


CLOSED = Shape(False)


def parallel_of(group):
    """«8-е классы» of «8 «Б»»; a post is its own."""
    is_class, grade, _title = class_order(group)
    return group if is_class else _("Year %(grade)d") % {"grade": grade}


def levels_of(sizes, *, guarded):
    """The levels below the whole, the coarse one first; those with one block are left out."""
    parallels = {}
    for group in sizes:
        parallels.setdefault(parallel_of(group), []).append(group)
    coarse = divided({title: sum(sizes[one] for one in groups) for title, groups in parallels.items()}, guarded)
    coarse = [tuple(group for title in titles for group in parallels[title]) for titles in coarse]
    fine = []
    for groups in coarse or [tuple(sizes)]:
        parts = divided({group: sizes[group] for group in groups}, guarded)
        fine += parts or [groups]
    levels = [level("years", coarse, is_coarse=True), level("groups", fine, is_coarse=False)]
    several = [one for one in levels if len(one.blocks) > 1]
    same = len(several) == 2 and {one.groups for one in several[0].blocks} == {one.groups for one in several[1].blocks}
    return several[1:] if same else several


def divided(sizes, guarded):
    if guarded:
        return suppression.blocks_of(sizes)
    alone = [(name,) for name, size in sizes.items() if size]
    return alone if len(alone) > 1 else []


def level(code, blocks, *, is_coarse):
    """Blocks in the order of classes; those that were put together say what they are of."""
    ordered = sorted((tuple(sorted(block, key=class_order)) for block in blocks), key=lambda one: class_order(one[0]))
    return Level(
        code, tuple(Block(f"{code}-{place}", title_of(one, is_coarse), one) for place, one in enumerate(ordered))
    )


def title_of(groups, is_coarse):
    parallels = list(dict.fromkeys(map(parallel_of, groups)))
    names = parallels if is_coarse else groups
    return ", ".join(name or _("without a group") for name in names)


def atoms_of(question, counts):
    """The rows of a question before anything is hidden, as tuples of marks."""
    if question.kind == Kind.SCALE:
        return tuple((step,) for step in question.steps)
    if question.kind == Kind.NUMBER:
        return intervals_of(counts)
    if question.kind == Kind.DATE:
        return tuple((month,) for month in sorted(counts))
    if question.kind == Kind.YES_NO:
        return (("yes",), ("no",))
    if question.kind == Kind.SLOTS:
        return tuple((code,) for code in SLOTS)
    if question.kind == Kind.RANKING:
        return tuple((key,) for key, _number in counts.most_common())
    keys = [option.key for option in question.options]
    strangers = [key for key, _number in counts.most_common() if key not in keys and key != OTHER]
    return tuple((key,) for key in [*keys, *strangers, *([OTHER] if question.other or counts[OTHER] else [])])


def mentions_of(counts):
    """``{option: people}`` of a ranking, whatever the place."""
    found = Counter()
    for (_place, key), number in counts.items():
        found[key] += number
    return found


def rows_counted(question, tally):
    """The counts that rows are made of."""
    return mentions_of(tally.counts) if question.kind == Kind.RANKING else tally.counts


def intervals_of(counts):
    """The numbers one by one, or in round intervals where there are many."""
    values = sorted(counts)
    if len(values) <= MOST_STEPS:
        return tuple((value,) for value in values)
    width, found = width_of(values), {}
    for value in values:
        found.setdefault(math.floor(value / width), []).append(value)
    return tuple(map(tuple, found.values()))


def width_of(values):
    """A round width by which the values make ten intervals at most."""
    least = (values[-1] - values[0]) / MOST_INTERVALS
    power = 10.0 ** math.floor(math.log10(least)) if least > 0 else 1.0
    width = next(power * step for step in (1, 2, 5, 10) if power * step >= least)
    return max(width, 1.0) if all(isinstance(value, int) for value in values) else width


class Shapes:
    """The shapes of a questionnaire's questions for one campaign, reckoned when they are asked for.

    ``counted`` is what ``results.count`` gave; ``levels`` are what ``levels_of`` gave.
    """

    def __init__(self, content, counted, levels, *, guarded):
        self.content, self.counted, self.levels, self.guarded = content, counted, levels, guarded
        self.known = {}

    def of(self, question, depth=0):
        """The Shape at the depth: 0 is the whole, 1 the first level."""
        key = question.key, depth
        if key not in self.known:
            self.known[key] = self.reckon(question, depth)
        return self.known[key]

    def tallies(self, question, depth):
        if depth == 0:
            return [self.counted.of(question.key)]
        return [self.counted.of(question.key, block.groups) for block in self.levels[depth - 1].blocks]

    def reckon(self, question, depth):
        tallies = self.tallies(question, depth)
        if not self.guarded:
            whole = rows_counted(question, self.counted.of(question.key))
            return Shape(True, atoms_of(question, whole), has_mean=True)
        before = self.of(question, depth - 1) if depth else None
        if depth and not before.is_open:
            return CLOSED
        if any(suppression.is_small(tally.answered) for tally in tallies) or not any(one.answered for one in tallies):
            return CLOSED
        if not self.is_asked_openly(question, depth):
            return CLOSED
        return guarded_shape(question, tallies, before)

    def is_asked_openly(self, question, depth):
        """May it be told how many this question was put to?"""
        condition = question.show_if
        asked = condition and self.content.question(condition.question)
        if asked is None:
            return True
        marks = set(condition.any_of)
        shape = self.of(asked, depth)
        if not shape.is_open or asked.kind == Kind.RANKING:
            return False
        if UNKNOWN in marks and any(one.unknown for one in self.tallies(asked, depth)):
            whole = self.counted.of(asked.key).unknown
            if depth or suppression.is_small(whole):
                return False
        bands = [tuple(map(str, row)) for row in shape.rows] if asked.kind == Kind.SCALE else ()
        return suppression.is_asked_openly(
            marks - {UNKNOWN}, shape.hidden, is_several=asked.kind in CHOSEN_SEVERAL, bands=bands
        )


def guarded_shape(question, tallies, before):
    """The rows that may be shown, given those of the coarser cut."""
    columns = [rows_counted(question, tally) for tally in tallies]
    whole = Counter()
    for column in columns:
        whole.update(column)
    if question.kind in ORDERED:
        atoms = before.rows if before else atoms_of(question, whole)
        if question.kind == Kind.DATE:
            return Shape(True, tuple(suppression.bands_of(columns, atoms)))
        bands = suppression.bands_beside_mean(columns, atoms)
        has_mean = before is None or before.has_mean
        return Shape(True, tuple(bands), has_mean=has_mean and means_are_safe(question, columns, bands))
    bases = [tally.answered for tally in tallies] if question.kind in CHOSEN_SEVERAL else None
    start = before.hidden if before else frozenset()
    hidden = suppression.hidden_rows(columns, start=start, bases=bases, zeros=before is None)
    return Shape(True, before.rows if before else unranked(question, atoms_of(question, whole), hidden), hidden)


def unranked(question, rows, hidden):
    """Rows that stand in the order of their numbers would tell it of the hidden ones: those go last, by their keys."""
    if question.kind not in {Kind.WORDS, Kind.RANKING}:
        return rows
    return tuple(sorted(rows, key=lambda row: (row[0] in hidden, str(row[0]) if row[0] in hidden else "")))


def means_are_safe(question, columns, bands):
    """May the means of all the columns be shown beside their bands?"""
    ends = question.ends if question.kind == Kind.SCALE else None
    columns = [column for column in columns if any(column.values())]
    return all(suppression.is_mean_safe(column, ends) and suppression.leaves_doubt(column, bands) for column in columns)
