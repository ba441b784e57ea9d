"""A questionnaire of the entry, and people who have answered it."""

import uuid
from datetime import UTC, date, datetime

from mentorship.people.models import Consent
from surveys.services.submitting import submit
from tests.factories import CampaignFactory, InvitationFactory, SurveyVersionFactory

DAY, NOW = date(2022, 3, 14), datetime(2022, 3, 14, 8, tzinfo=UTC)
QUESTIONS = [
    {"key": "request", "kind": "long", "text": "С чем помочь?", "binding": "mentee.request"},
    {
        "key": "subjects",
        "kind": "words",
        "text": "Какие предметы?",
        "source": "people.subjects",
        "other": True,
        "binding": "mentee.subjects",
        "can_be_unknown": True,
    },
    {"key": "slots", "kind": "slots", "text": "Когда удобно?", "binding": "mentee.slots"},
    {"key": "year", "kind": "number", "text": "Год рождения?", "binding": "person.birth_year"},
    {"key": "email", "kind": "short", "text": "Почта?", "binding": "person.email"},
]
MENTOR_QUESTIONS = [
    {"key": "capacity", "kind": "number", "text": "Сколько наставляемых?", "binding": "mentor.capacity"},
    {"key": "from", "kind": "number", "text": "С какого возраста?", "binding": "mentor.age_from"},
    {"key": "to", "kind": "number", "text": "До какого?", "binding": "mentor.age_to"},
]


def content(questions):
    return {"sections": [{"key": "s", "title": "", "questions": [{"required": False} | one for one in questions]}]}


def campaign_of(programme, questions=None, *, code="intake-pupil", purpose="intake", **fields):
    version = SurveyVersionFactory(
        survey__school=programme.school,
        survey__code=code,
        survey__purpose=purpose,
        content=content(QUESTIONS if questions is None else questions),
    )
    return CampaignFactory(programme=programme, survey_version=version, **fields)


def ticket_of(campaign, person=None, **fields):
    who = {"subject": person.public_id, "email": ""} if person else {}
    return InvitationFactory(campaign=campaign, number=campaign.invitations.count(), **(who | fields))


def answer(campaign, person=None, *, ticket=None, said=None, day=DAY, **answers):
    """Answers as they are stored, by the keys of the questions."""
    if person and ticket is None:
        ticket = ticket_of(campaign, person, group=str(person.school_class or ""))
    return submit(
        campaign=campaign,
        invitation=ticket,
        key=uuid.uuid4(),
        answers=answers,
        way="link" if ticket else "code",
        day=day,
        now=NOW,
        said=said,
    )


def consent(person, kind="processing", signed_on=date(2022, 1, 10), **fields):
    return Consent.objects.create(
        school=person.school, person=person, kind=kind, signer="self", signed_on=signed_on, **fields
    )
