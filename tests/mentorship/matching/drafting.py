"""Drafts for tests: people of the registers, what was known of them, and the pairs that the engine finds."""

from mentorship.matching.models import MatchingRun
from mentorship.matching.participants import Knowledge
from mentorship.matching.participants import Mentee as KnownMentee
from mentorship.matching.participants import Mentor as KnownMentor
from mentorship.matching.rules import Rules
from mentorship.matching.services.computing import compute
from tests.factories import MatchingRunFactory, MenteeFactory, MentorFactory, SchoolClassFactory

WORDS = {1: "математика", 2: "физика", 3: "английский язык"}


def draft(programme, mentors, mentees, *, rules=None, run=None, **knowledge):
    """A computed draft. ``mentors`` and ``mentees`` are ``{surname: fields of the known participant}``, ``run`` the
    fields of the draft. Answers ``(draft, {surname: mentor}, {surname: mentee})``."""
    school = programme.school
    eighth = SchoolClassFactory(school=school)
    rows, known = {}, []
    for surname, fields in mentors.items():
        room = fields.get("room", 1)
        row = MentorFactory(programme=programme, person__surname=surname, capacity=room)
        rows[surname] = row
        known.append(KnownMentor(id=row.pk, **{"room": room, **fields}))
    asking, asked = {}, []
    for surname, fields in mentees.items():
        row = MenteeFactory(programme=programme, person__surname=surname, person__school_class=eighth)
        asking[surname] = row
        asked.append(KnownMentee(id=row.pk, **fields))
    knowledge = Knowledge(tuple(known), tuple(asked), 2022, words=WORDS, **knowledge)
    return computed(programme, knowledge, rules or Rules(), **run or {}), rows, asking


def computed(programme, knowledge, rules, **fields):
    snapshot = {"rules": rules.to_dict(), "knowledge": knowledge.to_dict()}
    run = MatchingRunFactory(
        programme=programme, snapshot=snapshot, state=MatchingRun.State.WAITING, finished_at=None, **fields
    )
    compute(run)
    return run


def of_words(*numbers):
    """Who knows or asks for these subjects and competences, on Wednesday."""
    words = frozenset(numbers)
    return {"subjects": words, "competences": words, "slots": frozenset({"wed-after1"})}
