"""How many mentees a mentor gets under each of the policies, when the rules give sizes."""

from collections import Counter

import pytest

from mentorship.matching.models import MatchingRules, Proposal
from mentorship.matching.rules import PRESETS, Rules
from mentorship.matching.services import runs

from .registers import DAY, ready_mentee, ready_mentor


def draft(programme, member, **rules):
    settings = Rules(**rules).to_dict()
    settings.pop("weights")
    MatchingRules.objects.create(school=programme.school, weights=PRESETS["balanced"], settings=settings)
    run = runs.start(programme, form=None, by=member().user, day=DAY)
    run.refresh_from_db()
    return run


def sizes(run):
    mentors = Proposal.objects.filter(run=run).exclude(mentor=None).values_list("mentor", flat=True)
    return sorted(Counter(mentors).values())


@pytest.fixture
def two_mentors_and_four_mentees(school_scope, programme):
    for _number in range(2):
        ready_mentor(programme, capacity=5)
    for _number in range(4):
        ready_mentee(programme)


@pytest.mark.usefixtures("two_mentors_and_four_mentees")
@pytest.mark.parametrize(
    ("rules", "state", "expected"),
    [
        ({"policy": "cover", "group_most": 1}, "ready", [1, 1]),
        ({"policy": "hard", "group_least": 2}, "ready", [2, 2]),
        ({"policy": "hard", "group_least": 3}, "impossible", []),
        ({"policy": "group", "group_least": 3}, "ready", [4]),
        ({"policy": "group", "group_least": 2, "group_most": 3}, "ready", [2, 2]),
    ],
)
def test_sizes_hold_as_the_policy_says(programme, member, rules, state, expected):
    run = draft(programme, member, **rules)

    assert (run.state, sizes(run)) == (state, expected)


@pytest.mark.usefixtures("two_mentors_and_four_mentees")
def test_everybody_at_work_knows_no_least_number(programme, member):
    found = sizes(draft(programme, member, policy="cover", group_least=3))

    assert (len(found), sum(found)) == (2, 4)


@pytest.mark.usefixtures("two_mentors_and_four_mentees")
def test_a_least_number_if_it_can_be_done_stops_nothing(programme, member):
    run = draft(programme, member, policy="soft", group_least=3)

    assert (run.state, sum(sizes(run))) == ("ready", 4)
