"""Campaigns of the demonstration: one that runs, one that is over, and one that nobody has signed, over too."""

import uuid
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from mentorship.programmes.models import SchoolClass
from surveys.builtin import named
from surveys.models import Campaign, Submission, Survey
from surveys.services.building import create_survey, publish
from surveys.services.campaigns import close_campaign, draft_campaign, open_campaign
from surveys.services.submitting import submit

from .answering import Inventor
from .registers import NAMES

SURNAMES = ("Абрикосов", "Боровиков", "Васильков", "Грачёв", "Дубов", "Ежов", "Зябликов", "Калинин", "Липов", "Мятлин")
ANSWERS_OVER, ANSWERS_ANONYMOUS, SILENT = 46, 24, 3
"""So many sheets have the campaign that is over and the unsigned one; every third person of the running is silent."""
BOARD = {"source": "board"}


def make_questionnaires(programme, by):
    """The three campaigns; a school that has questionnaires already is left alone."""
    if Survey.objects.exists():
        return
    today = programme.school.today
    make_running(programme, by, today)
    make_over(programme, by, today)
    make_anonymous(programme, by, today)


def make_running(programme, by, today):
    """The mentees are asked for their requests, by name; most have answered, and the answers wait for the registers."""
    campaign = opened(
        programme,
        by,
        "intake-pupil:adult",
        title="Запросы учеников",
        audience=[{"source": "people.mentees", "values": ["all"]}],
        opens_on=today - timedelta(days=5),
        closes_on=today + timedelta(days=9),
        goal=80,
    )
    inventor = inventor_of(campaign)
    for place, ticket in enumerate(campaign.invitations.order_by("number")):
        if place % SILENT:
            answer(campaign, inventor, today - timedelta(days=place % 5), invitation=ticket)


def make_over(programme, by, today):
    """A month ago: the pupils of the registers by their tickets, others of these classes by the code of the board."""
    first, last = today - timedelta(days=40), today - timedelta(days=26)
    classes = list(SchoolClass.objects.order_by("grade", "letter"))
    campaign = opened(
        programme,
        by,
        "satisfaction-mentee:adult",
        title="Удовлетворённость: первые встречи",
        audience=[{"source": "people.classes", "values": [str(one.pk) for one in classes]}, BOARD],
        opens_on=first,
        closes_on=last,
    )
    inventor = inventor_of(campaign)
    tickets = list(campaign.invitations.order_by("number"))
    for place in range(ANSWERS_OVER):
        day = first + timedelta(days=place % 14)
        if place < len(tickets):
            answer(campaign, inventor, day, invitation=tickets[place])
        else:
            said = {"surname": SURNAMES[place % len(SURNAMES)], "given_name": NAMES[place % len(NAMES)]}
            answer(campaign, inventor, day, said=said | {"group": str(classes[place % len(classes)])})
    close_campaign(campaign, by=by)


def make_anonymous(programme, by, today):
    """Parents answered by the code that hung on the board; nobody knows who they are. It is over, for the results of
    unsigned sheets are shown only then."""
    first = today - timedelta(days=18)
    campaign = opened(
        programme,
        by,
        "satisfaction-parent:adult",
        title="Родители о программе",
        audience=[BOARD],
        opens_on=first,
        closes_on=first + timedelta(days=13),
        is_anonymous=True,
    )
    inventor = inventor_of(campaign)
    for place in range(ANSWERS_ANONYMOUS):
        answer(campaign, inventor, first + timedelta(days=place % 14))
    close_campaign(campaign, by=by)


def opened(programme, by, name, **fields):
    """A campaign that runs, by a published copy of a ready questionnaire."""
    ready = named(name)
    about = {"title": ready.title, "content": ready.content, "purpose": ready.purpose, "wording": ready.wording}
    survey = create_survey(key=uuid.uuid4(), school=programme.school, by=by, code=ready.code, **about)
    version = publish(survey.versions.get(), by)
    campaign, _is_new = draft_campaign(key=uuid.uuid4(), programme=programme, version=version, by=by, **fields)
    open_campaign(campaign, by=by)
    return Campaign.objects.select_related("survey_version", "school", "programme").get(pk=campaign.pk)


def inventor_of(campaign):
    """The same title gives the same answers."""
    return Inventor(campaign.survey_version.questionnaire, campaign.programme, Random(campaign.title))


def answer(campaign, inventor, day, **who):
    noon = datetime.combine(day, time(12), ZoneInfo(campaign.school.time_zone))
    sent = {"key": uuid.uuid4(), "answers": inventor.sheet(), "way": way_of(who), "day": day, "now": noon}
    submit(campaign=campaign, **{"invitation": None, **who, **sent})


def way_of(who):
    return Submission.Way.LINK if who.get("invitation") else Submission.Way.CODE
