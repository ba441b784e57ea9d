"""What becomes of exclusions and drafts when cards are joined and people are erased."""

import pytest

from mentorship.matching.gathering import knowledge_of
from mentorship.matching.models import Exclusion
from mentorship.people.models import Mentee, Mentor
from mentorship.people.services.erasing import erase
from mentorship.people.services.merging import merge
from tests.factories import MatchingRunFactory, MenteeFactory, MentorFactory

from .registers import DAY, ready_mentee, ready_mentor

pytestmark = pytest.mark.usefixtures("school_scope")


def apart(mentor, mentee, reason="Соседи"):
    return Exclusion.objects.create(
        school=mentor.school, programme=mentor.programme, mentor=mentor, mentee=mentee, reason=reason
    )


def join(winner, loser, by):
    people = {"winner": winner.person, "loser": loser.person}
    versions = [people["winner"].version, people["loser"].version]
    return merge(**people, versions=versions, values={}, participations={}, by=by)


def pairs():
    return sorted(Exclusion.objects.values_list("mentor", "mentee"))


@pytest.mark.parametrize("model", [Mentor, Mentee])
def test_a_joined_card_stays_apart_from_the_same_people(programme, member, model):
    make = MentorFactory if model is Mentor else MenteeFactory
    leads, follows = make(programme=programme), make(programme=programme)
    others = [(MenteeFactory if model is Mentor else MentorFactory)(programme=programme) for _number in range(2)]
    rows = [(leads, others[0]), (follows, others[0]), (follows, others[1])]
    for row in rows:
        apart(*(row if model is Mentor else row[::-1]))

    join(leads, follows, member().user)

    wanted = [(leads.pk, other.pk) if model is Mentor else (other.pk, leads.pk) for other in others]
    assert pairs() == sorted(wanted)


def test_an_erased_person_takes_the_reasons_along(programme, member):
    mentor, mentee, other = (make(programme=programme) for make in (MentorFactory, MenteeFactory, MenteeFactory))
    apart(mentor, mentee, "Брат той самой ученицы")
    apart(mentor, other)

    erase(person=mentee.person, reason="По просьбе", by=member().user)

    assert pairs() == [(mentor.pk, other.pk)]


def test_a_draft_forgets_who_an_erased_person_was(programme, member):
    mentor, mentee, other = ready_mentor(programme), ready_mentee(programme), ready_mentee(programme)
    knowledge = knowledge_of(programme, day=DAY).to_dict()
    run = MatchingRunFactory(programme=programme, snapshot={"rules": {}, "knowledge": knowledge})

    erase(person=mentee.person, reason="По просьбе", by=member().user)

    run.refresh_from_db()
    years = {one["id"]: one["birth_year"] for one in run.snapshot["knowledge"]["mentees"]}
    assert years == {mentee.pk: None, other.pk: 2007}
    assert [one["birth_year"] for one in run.snapshot["knowledge"]["mentors"]] == [mentor.person.birth_year]
