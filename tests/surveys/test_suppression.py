"""What is shown without names: an attacker adds and subtracts everything that any page shows."""

from collections import Counter
from datetime import date
from random import Random
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import crossing, results, suppression
from surveys.content import Condition, Content, Kind, Option, Question, Section
from surveys.figures import Results
from surveys.shapes import CHOSEN_SEVERAL, rows_counted

PRIME = 2**61 - 1
DAY = date(2022, 5, 1)
OPTIONS = tuple(Option(key, key) for key in "abcd")
QUESTIONS = (
    Question("one", Kind.SINGLE, "Один", options=OPTIONS),
    Question("yes", Kind.YES_NO, "Да?", can_be_unknown=True),
    Question("mark", Kind.SCALE, "Шкала", least=1, most=5),
    Question("many", Kind.SEVERAL, "Много", options=OPTIONS),
    Question("number", Kind.NUMBER, "Число"),
    Question("after", Kind.YES_NO, "После", show_if=Condition("one", ("a", "b"))),
    Question("low", Kind.SINGLE, "Почему", options=OPTIONS, show_if=Condition("mark", ("1", "2"))),
    Question("then", Kind.SCALE, "Ещё", least=1, most=5, show_if=Condition("many", ("a",))),
    Question("deep", Kind.YES_NO, "И ещё", show_if=Condition("after", ("yes",))),
)
PAIRS = [("one", "yes"), ("yes", "one"), ("mark", "yes"), ("mark", "one"), ("many", "yes"), ("number", "yes")]
CONTENT = Content(sections=(Section("s", questions=QUESTIONS),))
GROUPS = ["5\u00a0«А»", "5\u00a0«Б»", "6\u00a0«А»", "11\u00a0«А»", "Педагог", ""]


def campaign_of(content=CONTENT, **fields):
    plain = {"state": "closed", "closes_on": None, "is_anonymous": True}
    return SimpleNamespace(survey_version=SimpleNamespace(questionnaire=content), **plain | fields)


def found_of(rows):
    return Results(campaign_of(), guarded=True, day=DAY, rows=rows)


def answer(random, question):
    """Some answers are frequent and some are rare, as with people."""
    key = random.choices("abcd", weights=[60, 30, 8, 2])[0]
    values = {
        Kind.SINGLE: {"options": [key]},
        Kind.YES_NO: {"yes": random.random() < 0.85},
        Kind.SCALE: {"scale": random.choices([1, 2, 3, 4, 5], weights=[3, 5, 10, 30, 52])[0]},
        Kind.SEVERAL: {"options": sorted({key, *random.sample("abcd", random.randint(0, 2))})},
        Kind.NUMBER: {"number": int(random.expovariate(0.1))},
    }
    return values[question.kind]


def filled(random):
    answers = {}
    for question in QUESTIONS:
        condition = question.show_if
        if condition and not marks(answers.get(condition.question)) & set(condition.any_of):
            continue
        if random.random() < 0.04:
            continue
        answers[question.key] = answer(random, question)
    return answers


def marks(value):
    return set(map(str, results.divided(value))) - {""}


@st.composite
def rows_of_people(draw):
    """``[(answers, group)]`` of up to two hundred people in up to six groups of very different sizes."""
    random = Random(draw(st.integers(0, 2**32)))
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=6, unique=True))
    sizes = [draw(st.sampled_from([1, 2, 4, 5, 6, 9, 14, 25, 60])) for _group in groups]
    return [(filled(random), group) for group, size in zip(groups, sizes, strict=True) for _one in range(size)]


class Attacker:
    """Everything that is shown, as linear equations over cells that nobody shows."""

    def __init__(self):
        self.places, self.rows = {}, []

    def vector(self, cells):
        row = Counter()
        for cell, factor in cells.items():
            row[self.places.setdefault(cell, len(self.places))] += factor
        return {place: factor % PRIME for place, factor in row.items() if factor % PRIME}

    def learns(self, cells):
        """One more equation, reduced by those before it."""
        row = self.reduced(self.vector(cells))
        if row:
            lead = min(row)
            inverse = pow(row[lead], -1, PRIME)
            self.rows.append((lead, {place: factor * inverse % PRIME for place, factor in row.items()}))

    def reduced(self, row):
        row = dict(row)
        for lead, known in self.rows:
            factor = row.get(lead)
            if factor:
                for place, value in known.items():
                    rest = (row.get(place, 0) - factor * value) % PRIME
                    if rest:
                        row[place] = rest
                    else:
                        row.pop(place, None)
        return row

    def knows(self, cells):
        return not self.reduced(self.vector(cells))


def cells_of(question, mark_list, groups):
    """Cells of people who gave one of the marks. Of a list with several choices each option is a pair of cells."""
    return {(question.key, mark, group): 1 for mark in mark_list for group in groups}


def atoms(found, question):
    """What an attacker knows may have been answered: every step of a scale; of the rest what somebody answered."""
    if question.kind == Kind.SCALE:
        return list(question.steps)
    return sorted(rows_counted(question, found.counted.of(question.key)), key=str)


def learn_pages(attacker, found, groups_of_all):
    """The page of everybody and of each group that may be chosen."""
    blocks = [(0, None, groups_of_all)]
    blocks += [(depth, one, one.groups) for depth, level in enumerate(found.levels, 1) for one in level.blocks]
    for depth, block, groups in blocks:
        for figure in found.figures(depth, block):
            if not figure.refusal and figure.answered:
                learn_figure(attacker, found, figure, found.shapes.of(figure.question, depth), groups)


def learn_figure(attacker, found, figure, shape, groups):
    question = figure.question
    all_marks = atoms(found, question)
    is_several = question.kind in CHOSEN_SEVERAL
    for mark in all_marks if is_several else []:
        attacker.learns(cells_of(question, [mark], groups) | cells_of(question, [("not", mark)], groups))
    if not is_several:
        attacker.learns(cells_of(question, all_marks, groups))
        asked = question.show_if
        parent = asked and found.content.question(asked.question)
        if parent:
            attacker.learns(cells_of(parent, marks_of_condition(parent, asked), groups))
    for row, told in zip(shape.rows, figure.rows, strict=True):
        if told.count is not None:
            attacker.learns(cells_of(question, row, groups))
    if figure.mean is not None and question.kind == Kind.SCALE:  # which numbers there are is known to nobody
        attacker.learns({cell: int(cell[1]) for cell in cells_of(question, all_marks, groups) if int(cell[1])})


def marks_of_condition(parent, condition):
    return [int(mark) if parent.kind == Kind.SCALE else mark for mark in condition.any_of]


def truth(found, question, mark, groups):
    tally = found.counted.of(question.key, groups)
    if isinstance(mark, tuple):
        return tally.answered - tally.counts[mark[1]]
    return tally.counts[mark]


@settings(max_examples=120, deadline=None)
@given(rows_of_people())
def test_no_sum_or_difference_of_what_is_shown_tells_of_fewer_than_five(rows):
    found = found_of(rows)
    if found.refusal:
        return
    attacker, groups = Attacker(), tuple(found.counted.sizes)
    learn_pages(attacker, found, groups)
    wholes = [groups, *((group,) for group in groups), *(one.groups for level in found.levels for one in level.blocks)]

    told = [
        (question.key, mark, of, count)
        for question in QUESTIONS
        for mark in [*atoms(found, question), *(("not", mark) for mark in atoms(found, question))]
        if question.kind in CHOSEN_SEVERAL or not isinstance(mark, tuple)
        for of in wholes
        if suppression.is_small(count := truth(found, question, mark, of))
        and attacker.knows(cells_of(question, [mark], of))
    ]

    assert told == []


@settings(max_examples=120, deadline=None)
@given(rows_of_people())
def test_no_group_of_fewer_than_five_is_told_of_by_the_sizes_of_the_others(rows):
    found = found_of(rows)
    if found.refusal:
        return
    attacker = Attacker()
    attacker.learns(dict.fromkeys(found.counted.sizes, 1))
    for level in found.levels:
        for block in level.blocks:
            attacker.learns(dict.fromkeys(block.groups, 1))

    small = [group for group, size in found.counted.sizes.items() if size < suppression.LEAST]

    assert [group for group in small if attacker.knows({group: 1})] == []


@settings(max_examples=120, deadline=None)
@given(rows_of_people(), st.sampled_from(PAIRS))
def test_a_table_of_two_questions_beside_their_pages_tells_of_nobody(rows, pair):
    found, (question, other) = found_of(rows), map(CONTENT.question, pair)
    if found.refusal:
        return
    with patch.object(results, "answers_of", lambda campaign: rows):
        cross = crossing.by_answers(found, question, other)
        again = crossing.by_answers(found, other, question)
    assert (cross.question, cross.titles, cross.rows) == (again.question, again.titles, again.rows) or cross.refusal
    if cross.refusal:
        return
    refusal, question, other = crossing.ordered(CONTENT, question, other)
    pairs = Counter()
    for answers, _group in rows:
        for column in results.divided(answers.get(other.key)):
            for mark in results.divided(answers.get(question.key)):
                pairs[mark, column] += 1
    columns = {column for _mark, column in pairs}
    attacker = Attacker()
    learn_margins(attacker, found, question, other, columns)
    learn_table(attacker, found, question, other, columns, rows)

    told = [
        (mark, column, count)
        for (mark, column), count in pairs.items()
        if mark != "" and suppression.is_small(count) and attacker.knows({(mark, column): 1})
    ]

    assert not refusal
    assert told == []


def learn_margins(attacker, found, question, other, columns):
    """What the two questions' own parts of the page tell."""
    shape = found.shapes.of(question)
    for row in shape.shown:
        attacker.learns({(mark, column): 1 for mark in row for column in columns})
    if question.kind not in CHOSEN_SEVERAL:
        marks_there = atoms(found, question)
        attacker.learns({(mark, column): 1 for mark in marks_there for column in columns})
        for column_row in found.shapes.of(other).shown:
            attacker.learns({(mark, column): 1 for mark in [*marks_there, ""] for column in column_row})


def learn_table(attacker, found, question, other, columns, rows):
    with patch.object(results, "answers_of", lambda campaign: rows):
        counted = results.count_by_answer(found.campaign, question, other)
        cut = crossing.columns_of(found, other, counted)
        cross = crossing.by_answers(found, question, other)
    shapes = crossing.PairShapes(
        found,
        counted,
        crossing.Level("answers", tuple(crossing.Block(str(mark), "", group) for mark, group in cut)),
    )
    shape = shapes.of(question, 1)
    for place, (_mark, group) in enumerate(cut):
        if question.kind not in CHOSEN_SEVERAL:
            attacker.learns({(mark, column): 1 for mark in atoms(found, question) for column in group})
        for row, (_label, cells) in zip(shape.rows, cross.rows, strict=True):
            if cells[place].count is not None:
                attacker.learns({(mark, column): 1 for mark in row for column in group})
        if cross.means and cross.means[place] is not None:
            attacker.learns({(mark, column): mark for mark in atoms(found, question) if mark for column in group})


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 20}, ""),
        ({"a": 20, "b": 0}, ""),
        ({"a": 20, "b": 3, "c": 9}, "bc"),
        ({"a": 20, "b": 2, "c": 2}, "abc"),
        ({"a": 20, "b": 3, "c": 3}, "bc"),
        ({"a": 20, "b": 4, "c": 4}, "abc"),
        ({"a": 20, "b": 1}, "ab"),
    ],
)
def test_a_small_row_takes_another_one_with_it(counts, hidden):
    assert suppression.hidden_rows([counts], zeros=True) == frozenset(hidden)


def test_who_did_not_choose_is_a_group_as_well():
    assert "a" in suppression.hidden_rows([{"a": 28, "b": 14, "c": 15}], bases=[30], zeros=True)


@pytest.mark.parametrize(
    ("sizes", "blocks"),
    [
        ({"А": 20, "Б": 20}, [("А",), ("Б",)]),
        ({"А": 20, "Б": 20, "В": 6, "Г": 2}, [("А",), ("Б",), ("Г", "В")]),
        ({"А": 20, "Б": 4, "В": 3}, [("А",), ("Б", "В")]),
        ({"А": 20, "Б": 4}, []),
        ({"А": 20}, []),
    ],
)
def test_groups_of_fewer_than_five_are_put_together(sizes, blocks):
    assert suppression.blocks_of(sizes) == blocks


def test_steps_are_joined_with_their_neighbours_until_they_hold_five():
    steps = [(1,), (2,), (3,), (4,), (5,)]

    assert suppression.bands_of([{2: 3, 3: 2, 4: 9, 5: 1}], steps) == [(1, 2, 3), (4, 5)]


@pytest.mark.parametrize(
    ("counts", "safe"), [({10: 9, 9: 1}, False), ({10: 10}, True), ({10: 9, 1: 1}, True), ({10: 4}, False)]
)
def test_a_mean_at_the_very_end_tells_who_is_not_there(counts, safe):
    assert suppression.is_mean_safe(counts, (1, 10)) is safe


def test_nothing_is_shown_without_names_before_the_end_and_below_five():
    rows = [({"yes": {"yes": True}}, "5\u00a0«А»")] * 9

    running = Results(campaign_of(state="running"), guarded=True, day=DAY, rows=rows)
    few = Results(campaign_of(), guarded=True, day=DAY, rows=rows[:4])
    known = Results(campaign_of(state="running"), guarded=False, day=DAY, rows=rows[:1])

    assert running.refusal
    assert running.figures() == []
    assert few.refusal
    assert few.figures() == []
    assert known.figures()[1].rows[0].count == 1
