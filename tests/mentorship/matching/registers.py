"""Mentors and mentees who may be matched, and what they chose after the group meeting."""

from datetime import date

from mentorship.people.models import Consent, Interview
from tests.factories import MenteeFactory, MentorFactory
from tests.mentorship.people.asking import answer, campaign_of

DAY = date(2022, 3, 14)
CHOICE_OF_MENTEES = [
    {"key": "wished", "kind": "ranking", "text": "С кем?", "source": "people.mentors", "most": 3},
    {"key": "unwanted", "kind": "words", "text": "С кем скорее нет?", "source": "people.mentors"},
]
CHOICE_OF_MENTORS = [
    {"key": "wished", "kind": "ranking", "text": "Кому?", "source": "people.mentees", "most": 3},
    {"key": "capacity", "kind": "number", "text": "Скольких?", "binding": "mentor.capacity"},
    {"key": "unwanted", "kind": "words", "text": "С кем скорее нет?", "source": "people.mentees"},
]


def sign(person, on=date(2022, 3, 1)):
    for kind in ("participation", "processing"):
        Consent.objects.create(school=person.school, person=person, kind=kind, signer="both", signed_on=on)


def ready_mentee(programme, **fields):
    row = MenteeFactory(programme=programme, **{"answered_on": DAY} | fields)
    sign(row.person)
    return row


def ready_mentor(programme, **fields):
    usual = {"answered_on": DAY, "decision": "selected", "decided_on": DAY}
    row = MentorFactory(programme=programme, **usual | fields)
    sign(row.person)
    Interview.objects.create(school=row.school, mentor=row, held_on=DAY)
    return row


def choice_campaign(programme, questions, **fields):
    return campaign_of(programme, questions, code="choice-mentee", purpose="choice", **fields)


def choose(campaign, row, wished=(), unwanted=(), capacity=None, **fields):
    """The answers of a participant to the questionnaire after the meeting."""
    answers = {}
    if wished:
        answers["wished"] = {"ranked": [str(one.public_id) for one in wished]}
    if unwanted:
        answers["unwanted"] = {"options": [str(one.public_id) for one in unwanted]}
    if capacity:
        answers["capacity"] = {"number": capacity}
    return answer(campaign, row.person, **fields, **answers)
