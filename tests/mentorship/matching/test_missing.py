"""Why nobody: which rules stand in the way, what one change would open, who competes; which mentors are short."""

from mentorship.matching.engine import solve_problem
from mentorship.matching.missing import Reason, shortage_radar, why_unpaired
from mentorship.matching.participants import Knowledge, Mentee, Mentor
from mentorship.matching.rules import FORM, HOUR, ROOM, Rules
from mentorship.matching.scoring import problem_of, table_of

MONDAY, TUESDAY, FRIDAY = "mon-before", "tue-before", "fri-before"


def solved(mentors, mentees, **more):
    known = Knowledge(tuple(mentors), tuple(mentees), 2022, **more)
    table = table_of(known, Rules())
    return table, solve_problem(problem_of(table))


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
    assert reason.openings[0] == (HOUR, TUESDAY, 2)
    assert (ROOM, None, 1) in reason.openings
    assert all(rule != FORM for rule, _what, _count in reason.openings)
    assert Reason.from_dict(reason.to_dict()) == reason


def test_an_hour_that_is_named_does_open_a_candidate():
    mentors = [Mentor(id=1, slots=frozenset({TUESDAY})), Mentor(id=2, slots=frozenset({FRIDAY}))]
    mentee = Mentee(id=9, slots=frozenset({MONDAY}))
    table, solution = solved(mentors, [mentee])
    for _rule, slot, count in why_unpaired(table, solution, 9).openings:
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
        assert len(reason.mentees) == 4
        assert Reason.from_dict(reason.to_dict()) == reason


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
