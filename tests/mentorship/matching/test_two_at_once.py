"""Two people who act on drafts in the same moment."""

import pytest
from django_scopes import scope

from mentorship.common.errors import EditConflict
from mentorship.matching.models import MatchingRun, Proposal
from mentorship.matching.services import changing, computing, runs
from tests.at_once import at_once, needs_a_server
from tests.factories import ProgrammeFactory

from .drafts import draft, people
from .registers import DAY

pytestmark = [pytest.mark.django_db(transaction=True), needs_a_server]


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school)


@pytest.fixture
def registers(programme, school):
    with scope(school=school):
        return people(programme, mentors=3, mentees=3)


def test_drafts_that_are_started_at_once_have_numbers_of_their_own(school, programme, registers):
    def start():
        return runs.start(programme, form=None, by=None, day=DAY).number

    assert sorted(at_once(school, *[start] * 4)) == [1, 2, 3, 4]


def test_of_two_who_replace_at_once_the_second_looks_again(school, programme, registers):
    mentors, mentees = registers
    with scope(school=school):
        run = draft(programme)
        pairs = changing.present(run)

    def replace(mentee):
        other = next(one.pk for one in mentors if one.pk != pairs[mentee.pk])
        return lambda: changing.replace(run, mentee.pk, other, by=None, expected_version=run.version)

    answers = at_once(school, replace(mentees[0]), replace(mentees[1]))

    assert sorted(isinstance(one, EditConflict) for one in answers) == [False, True]
    with scope(school=school):
        assert Proposal.objects.filter(run=run, is_locked=True).count() == 1


def test_two_workers_take_a_draft_once(school, programme, registers, settings, monkeypatch):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    with scope(school=school):
        run = runs.start(programme, form=None, by=None, day=DAY)
    solved, real = [], computing.solve_problem
    monkeypatch.setattr(computing, "solve_problem", lambda *args: solved.append(1) or real(*args))

    at_once(school, *[lambda: computing.compute(MatchingRun.objects.get(pk=run.pk))] * 4)

    with scope(school=school):
        run.refresh_from_db()
        assert (solved, run.state, run.proposals.count()) == ([1], MatchingRun.State.READY, 3)
