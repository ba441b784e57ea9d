"""Why nobody: which rules stand in the way, what one change would open, who competes; which mentors are short."""

import random
from dataclasses import replace

import pytest

from mentorship.matching.engine import figures, solve_problem
from mentorship.matching.missing import Reason, shortage_radar, why_unpaired
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import FORM, HOUR, ROOM, Rules
from mentorship.matching.scoring import problem_of, table_of

MONDAY, TUESDAY, FRIDAY = "mon-before", "tue-before", "fri-before"


def solved(mentors, mentees, locks=(), policy="cover", **more):
    known = Knowledge(tuple(mentors), tuple(mentees), 2022, **more)
    table = table_of(known, Rules(policy=policy))
    return table, solve_problem(problem_of(table, locks), policy)


def test_every_rule_is_counted_and_the_hour_that_opens_most_is_named():
    mentors = [
        Mentor(id=1, slots=frozenset({TUESDAY})),
        Mentor(id=2, slots=frozenset({TUESDAY, FRIDAY})),
        Mentor(id=3, slots=frozenset({FRIDAY}), form=2),
        Mentor(id=4, slots=frozenset({MONDAY}), room=0),
    ]
    table, solution = solved(mentors, [Mentee(id=9, slots=frozenset({MONDAY}), form=1)])
    reason = why_unpaired(table, solution, 9)
    assert (reason.kind, reason.total) == ("no_candidate", 4)
    assert reason.counts == {HOUR: 3, FORM: 1, ROOM: 1}
    assert reason.openings[0] == (HOUR, TUESDAY, 2, 2)
    assert (ROOM, None, 1, 1) in reason.openings
    assert all(rule != FORM for rule, *_ in reason.openings)
    assert Reason.from_dict(reason.to_dict()) == reason


def test_an_hour_that_is_named_does_open_a_candidate():
    mentors = [Mentor(id=1, slots=frozenset({TUESDAY})), Mentor(id=2, slots=frozenset({FRIDAY}))]
    mentee = Mentee(id=9, slots=frozenset({MONDAY}))
    table, solution = solved(mentors, [mentee])
    for _rule, slot, count, _free in why_unpaired(table, solution, 9).openings:
        again, _ = solved(mentors, [Mentee(id=9, slots=mentee.slots | {slot})])
        assert int(again.allowed.sum()) == count


def test_too_few_places_are_told_as_a_competition():
    mentors = [Mentor(id=1, room=2), Mentor(id=2, room=1)]
    table, solution = solved(mentors, [Mentee(id=number) for number in range(10, 15)])
    alone = [number for number, mentor in zip(solution.problem.mentees, solution.assigned, strict=True) if mentor < 0]
    assert len(alone) == 2
    for mentee in alone:
        reason = why_unpaired(table, solution, mentee)
        assert (reason.kind, reason.places, len(reason.mentors)) == ("competition", 3, 2)
        assert mentee in reason.mentees
        assert len(reason.mentees) == 5
        assert Reason.from_dict(reason.to_dict()) == reason


def test_a_change_that_opens_a_free_place_comes_before_one_that_opens_taken_ones():
    mentors = [
        Mentor(id=1, slots=frozenset({TUESDAY})),
        Mentor(id=2, slots=frozenset({TUESDAY})),
        Mentor(id=3, slots=frozenset({FRIDAY})),
    ]
    mentees = [Mentee(id=number, slots=frozenset({TUESDAY})) for number in (10, 11)]
    table, solution = solved(mentors, [*mentees, Mentee(id=12, slots=frozenset({MONDAY}))])
    openings = why_unpaired(table, solution, 12).openings
    assert openings == ((HOUR, FRIDAY, 1, 1), (HOUR, TUESDAY, 2, 0))


def test_places_that_locks_have_taken_are_counted_in_the_competition():
    mentors = [Mentor(id=1, room=2), Mentor(id=2)]
    mentees = [Mentee(id=10), Mentee(id=11), Mentee(id=12), Mentee(id=13)]
    table, solution = solved(mentors, mentees, locks=[(1, 10), (1, 11), (2, 12)])
    reason = why_unpaired(table, solution, 13)
    assert (reason.kind, reason.places, reason.mentors, reason.mentees) == ("competition", 3, (1, 2), (10, 11, 12, 13))


def test_who_shares_a_competition_has_the_own_locked_candidates_too():
    """Two mentees without a pair compete for mentor 1; only one of them could go to mentor 2, whose place is locked."""
    mentors = [Mentor(id=1, form=1), Mentor(id=2, form=2)]
    mentees = [Mentee(id=10, form=1), Mentee(id=11, form=1), Mentee(id=12), Mentee(id=13, form=2)]
    table, solution = solved(mentors, mentees, locks=[(2, 13), (1, 10)])
    assert why_unpaired(table, solution, 11).mentors == (1,)
    assert why_unpaired(table, solution, 12).mentors == (1, 2)


def test_a_group_that_does_not_come_together_is_no_competition():
    mentors = [Mentor(id=1, room=4, least=3, form=1), Mentor(id=2, room=4, least=2, form=2)]
    mentees = [Mentee(id=10, form=1), Mentee(id=11, form=1), Mentee(id=12, form=2), Mentee(id=13, form=2)]
    table, solution = solved(mentors, mentees, policy="group")
    reason = why_unpaired(table, solution, 10)
    assert (reason.kind, reason.mentors, reason.places) == ("minimum", (1,), 3)
    assert Reason.from_dict(reason.to_dict()) == reason


@pytest.mark.parametrize("seed", range(30))
def test_one_more_place_in_a_competition_brings_one_more_pair(seed):
    """What is said of a competition is true: fewer places than mentees, and a place more at its mentors helps."""
    draw = random.Random(seed)
    mentors = [Mentor(id=i, room=draw.randint(1, 2), form=draw.choice([None, 1, 2])) for i in range(1, 6)]
    mentees = [Mentee(id=j, form=draw.choice([None, 1, 2])) for j in range(10, 20)]
    locks = [(1, 10)] if mentors[0].form is None else []
    table, solution = solved(mentors, mentees, locks)
    before = figures(solution)
    for mentee in before["unmatched"]:
        reason = why_unpaired(table, solution, mentee)
        assert reason.kind == "competition"
        assert mentee in reason.mentees
        assert len(reason.mentees) > reason.places == sum(one.room for one in mentors if one.id in reason.mentors)
        more = [replace(one, room=one.room + (one.id == reason.mentors[0])) for one in mentors]
        assert figures(solved(more, mentees, locks)[1])["matched"] == before["matched"] + 1


@pytest.mark.parametrize("seed", range(30))
def test_the_radar_counts_what_a_new_mentor_would_bring(seed):
    draw = random.Random(seed)
    mentors = [Mentor(id=i, form=draw.choice([1, 2])) for i in range(1, 4)]
    mentees = [
        Mentee(id=j, form=draw.choice([1, 2]), subjects=frozenset(draw.sample(range(4), 1))) for j in range(10, 19)
    ]
    table, solution = solved(mentors, mentees)
    before = figures(solution)["matched"]
    for row in shortage_radar(table, solution):
        excluded = frozenset((9, one.id) for one in mentees if row.key not in one.subjects)
        _table, again = solved([*mentors, Mentor(id=9, room=5)], mentees, excluded=excluded)
        assert row.gain == figures(again)["matched"] - before


def test_one_more_mentor_helps_as_many_as_the_radar_says():
    english, maths = 1, 2
    mentors = [Mentor(id=1, subjects=frozenset({maths}), slots=frozenset({MONDAY}), room=1)]
    mentees = [
        Mentee(id=10 + number, subjects=frozenset({subject}), slots=frozenset({hour}))
        for number, (subject, hour) in enumerate(
            [(english, TUESDAY), (english, FRIDAY), (maths, MONDAY), (maths, MONDAY), (english, MONDAY)]
        )
    ]
    table, solution = solved(mentors, mentees)
    rows = {(row.about, row.key): row for row in shortage_radar(table, solution)}
    row = rows["subjects", english]
    assert (row.asked, row.places) == (3, 0)
    newcomer = Mentor(id=2, subjects=frozenset({english}), room=5)
    known = Knowledge((*mentors, newcomer), tuple(mentees), 2022, excluded=frozenset({(2, 12), (2, 13)}))
    more = solve_problem(problem_of(table_of(known, Rules())))
    assert row.gain == int((more.assigned >= 0).sum()) - int((solution.assigned >= 0).sum())


def test_nothing_is_short_when_everybody_has_a_mentor():
    table, solution = solved([Mentor(id=1, room=5)], [Mentee(id=9, subjects=frozenset({1}))])
    assert shortage_radar(table, solution) == []


def test_nobody_to_look_at():
    assert shortage_radar(*solved([], [])) == []
