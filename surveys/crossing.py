"""Tables of one question by groups, or by the answers to another question."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mentorship.common import charts
from mentorship.common.table import Column, Table

from . import results, suppression
from .content import Kind
from .labels import hidden_word
from .results import NO_ANSWER
from .shapes import CHOSEN_SEVERAL, Block, Level, Shapes

ROWS = {Kind.SINGLE, Kind.SEVERAL, Kind.WORDS, Kind.YES_NO, Kind.SCALE, Kind.NUMBER, Kind.SLOTS}
COLUMNS = {Kind.SINGLE, Kind.YES_NO, Kind.SCALE}
"""Answers that divide people, each into one column."""
MOST_COLUMNS = 30


@dataclass(frozen=True)
class Cell:
    """How many of a column's people gave the answer; None where that is not shown."""

    count: int | None
    base: int

    @property
    def words(self):
        if self.count is None:
            return hidden_word()
        share = charts.percent(self.count / self.base) if self.base else "—"
        return f"{charts.number(self.count)} ({share})"


@dataclass
class Cross:
    """A table: titles and bases of the columns, ``(label, [Cell])`` of the rows, means of the columns."""

    question: object
    titles: list = field(default_factory=list)
    bases: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    means: list = field(default_factory=list)
    refusal: str = ""

    @property
    def table(self):
        """The same as a Table, for the page, the XLSX and the PDF alike."""
        heads = [f"{title}, n = {charts.number(base)}" for title, base in zip(self.titles, self.bases, strict=True)]
        lines = [[label, *(cell.words for cell in cells)] for label, cells in self.rows]
        if any(mean is not None for mean in self.means):
            said = ["—" if one is None else charts.number(round(float(one), 2), 2) for one in self.means]
            lines.append([_("mean"), *said])
        columns = [Column(_("Answer")), *(Column(head, centred=True) for head in heads)]
        return Table(self.question.text, columns, lines)

    @property
    def chart(self):
        """The means of the columns as bars, where there are means."""
        if not any(mean is not None for mean in self.means):
            return None
        rows = [(title, [mean]) for title, mean in zip(self.titles, self.means, strict=True)]
        words = [["—" if one is None else charts.number(round(float(one), 2), 2)] for one in self.means]
        most = self.question.ends[1] if self.question.kind == Kind.SCALE else None
        return charts.Bars("chart-means", _("Means"), rows, words=words, most=most, label_title=_("Group"))


def by_groups(found, question, depth):
    """The question by the blocks of a level of ``figures.Results``."""
    if not found.levels or depth > len(found.levels):
        return Cross(question, refusal=_("There is only one group that may be shown, so there is nothing to compare."))
    blocks = found.levels[depth - 1].blocks
    return made(found, question, found.shapes, found.counted, blocks, depth)


def by_cut(found, question, cut):
    """The question by what the registers know of those who answered; nobody known stands under a dash.

    Not where nobody may be recognised: these groups would overlap with classes, and laid over one another they tell
    of single people.
    """
    if found.guarded:
        return Cross(question, refusal=_("This table is for those who may see names."))
    labels = cut.labels_of(found.campaign.programme)
    rows = results.submissions_of(found.campaign).values_list("answers", "invitation__subject").iterator(chunk_size=500)
    counted = results.count(found.campaign, ((answers, labels.get(subject, "—")) for answers, subject in rows))
    blocks = [Block(label, label, (label,)) for label in sorted(counted.sizes, key=lambda label: (label == "—", label))]
    shapes = PairShapes(found, counted, Level("cut", tuple(blocks)))
    return made(found, question, shapes, counted, blocks, 1)


def by_answers(found, question, other):
    """The question by the answers to another one.

    Where nobody may be recognised, the two have one table only, whichever is named first: two different ones of the
    same pair could be laid over each other.
    """
    if found.guarded:
        refusal, question, other = ordered(found.content, question, other)
        if refusal:
            return Cross(question, refusal=refusal)
    counted = results.count_by_answer(found.campaign, question, other)
    blocks = [
        Block(str(mark), title_of(found, other, marks), marks) for mark, marks in columns_of(found, other, counted)
    ]
    if not blocks:
        return Cross(question, refusal=_("There are too few answers to compare."))
    level = Level("answers", tuple(blocks))
    shapes = PairShapes(found, counted, level)
    return made(found, question, shapes, counted, blocks, 1)


class PairShapes(Shapes):
    """The whole is that of the campaign, the cut is that of the other question's answers."""

    def __init__(self, found, counted, level):
        super().__init__(found.content, counted, [level], guarded=found.guarded)
        self.whole = found.shapes

    def of(self, question, depth=0):
        return super().of(question, depth) if depth else self.whole.of(question)


def ordered(content, question, other):
    """``(refusal, rows, columns)`` of a pair: the one that divides people, or the earlier one, gives the columns."""
    if question.show_if or other.show_if:
        return _("A question that is not put to everybody has no table by answers."), question, other
    keys = [one.key for one in content.questions]
    able = [one for one in (question, other) if one.kind in COLUMNS]
    if not able:
        return _("Neither of these questions divides people into groups."), question, other
    columns = min(able, key=lambda one: keys.index(one.key))
    rows = other if columns is question else question
    if rows.kind not in ROWS:
        return _("There is no table of these two questions."), question, other
    return "", rows, columns


def columns_of(found, other, counted):
    """``[(mark, marks)]``: the answers that divide people. Those that may not be told of alone are put together, with
    those who did not answer."""
    shape = found.shapes.of(other)
    if not shape.is_open:
        return []
    if not found.guarded:
        rows = [row for row in shape.rows if any(counted.sizes[mark] for mark in row)]
        return [(row[0], row) for row in rows] + ([(NO_ANSWER, (NO_ANSWER,))] if counted.sizes[NO_ANSWER] else [])
    sizes = {row: sum(counted.sizes[mark] for mark in row) for row in [*shape.rows, (NO_ANSWER,)]}
    hidden = [row for row in sizes if set(row) & shape.hidden or row == (NO_ANSWER,)]
    blocks = suppression.blocks_of(sizes, hidden)
    return [(block[0][0], tuple(mark for row in block for mark in row)) for block in blocks]


def title_of(found, other, marks):
    """The words of a column."""
    if marks == (NO_ANSWER,):
        return _("no answer")
    shape = found.shapes.of(other)
    rows = [row for row in shape.rows if set(row) & set(marks)]
    words = [found.label(other, row, shape) for row in rows]
    return ", ".join(words + ([_("no answer")] if NO_ANSWER in marks else []))


def made(found, question, shapes, counted, blocks, depth):
    shape = shapes.of(question, depth)
    if len(blocks) > MOST_COLUMNS:
        return Cross(question, refusal=_("There are too many groups for one table."))
    if not shape.is_open:
        words = _("Not shown: in some of the groups fewer than five people would stand behind a figure.")
        return Cross(question, refusal=words)
    tallies = [counted.of(question.key, block.groups) for block in blocks]
    cross = Cross(question, [block.title for block in blocks], [tally.answered for tally in tallies])
    for row in shape.rows:
        is_hidden = bool(set(row) & shape.hidden)
        cells = [
            Cell(None if is_hidden else sum(tally.counts[mark] for mark in row), tally.answered) for tally in tallies
        ]
        cross.rows.append((found.label(question, row, shape), cells))
    numbers = [results.values_of(tally.counts, question.kind) for tally in tallies]
    if shape.has_mean and question.kind != Kind.YES_NO:
        cross.means = [results.mean(one) if one else None for one in numbers]
    return cross


def choices_of(found, kinds):
    """``(key, words)`` of the questions of some kinds, for the page's lists."""
    return [(one.key, f"{place}. {one.text}") for place, one in found.questions if one.kind in kinds]


def column_kinds(guarded):
    return COLUMNS if guarded else COLUMNS | (CHOSEN_SEVERAL & {Kind.SEVERAL, Kind.WORDS})
