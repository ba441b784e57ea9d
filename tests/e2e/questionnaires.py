"""Questionnaires of every state for the browser, and the addresses of their pages."""

from mentorship.common import clock
from mentorship.monitoring.models import StepCampaign
from surveys import tokens
from surveys.models import Campaign, Question, Submission, Survey
from surveys.services.submitting import submit
from tests.factories import CampaignFactory, InvitationFactory, StepFactory, SurveyVersionFactory

PAGES = [
    "/surveys/",
    "/surveys/?bin=1",
    "/surveys/?q=zzz",
    "/surveys/new/",
    "/surveys/import/",
    "/surveys/library/",
    "/surveys/{survey}/",
    "/surveys/{survey}/edit/",
    "/surveys/{survey}/words/",
    "/surveys/{survey}/preview/",
    "/surveys/{built}/build/",
    "/surveys/{built}/build/?edit=q-q1",
    "/surveys/{built}/build/?edit=q-q3",
    "/surveys/{built}/build/?edit=s-s1",
    "/surveys/{built}/build/?edit=texts",
    "/surveys/{built}/build/library/?section=s1",
    "/surveys/{built}/publish/",
    "/surveys/{unready}/publish/",
    "/surveys/mine/",
    "/campaigns/",
    "/campaigns/?bin=1",
    "/campaigns/?q=zzz",
    "/campaigns/new/",
    "/campaigns/new/?survey={survey}",
    "/campaigns/{prepared}/check/",
    "/campaigns/{named}/",
    "/campaigns/{named}/remind/",
    "/campaigns/{named}/share/",
    "/campaigns/{named}/slips/",
    "/campaigns/{named}/steps/",
    "/campaigns/{anonymous}/",
    "/campaigns/{anonymous}/remind/",
    "/activities/{late}/questionnaires/",
]
NAMED, ANONYMOUS, PREPARED = "С именами", "Анонимно", "Готовится"


def questionnaires(programme, activity):
    """What the addresses need: a published questionnaire, one being built, one that is not ready; a campaign that
    completes a step, an anonymous one, one being prepared. Made once for all the people of a test."""
    if not Campaign.objects.filter(title=PREPARED).exists():
        make(programme, activity)
    surveys = {one.title: one.public_id for one in Survey.objects.filter(title__startswith="Анкета ")}
    campaigns = {one.title: one.public_id for one in Campaign.objects.all()}
    return {
        "survey": surveys["Анкета Э"],
        "built": surveys["Анкета Ю"],
        "unready": surveys["Анкета Я"],
        "named": campaigns[NAMED],
        "anonymous": campaigns[ANONYMOUS],
        "prepared": campaigns[PREPARED],
    }


def make(programme, activity):
    school = programme.school
    published = SurveyVersionFactory(survey__school=school, survey__title="Анкета Э")
    draft = {"state": "draft", "published_at": None, "survey__school": school}
    SurveyVersionFactory(survey__title="Анкета Ю", **draft)
    empty = {"sections": [{"key": "s1", "questions": [{"key": "q1", "kind": "single", "text": ""}]}]}
    SurveyVersionFactory(survey__title="Анкета Я", content=empty, **draft)
    Question.objects.create(school=school, text="Вопрос", value={"key": "q", "kind": "long", "text": "Что?"})
    asked = {"programme": programme, "survey_version": published, "opens_on": school.today, "goal": 80}
    named = CampaignFactory(title=NAMED, open_code=tokens.board_code(), **asked)
    unnamed = CampaignFactory(title=ANONYMOUS, is_anonymous=True, **asked)
    CampaignFactory(title=PREPARED, state="draft", audience=[{"source": "board"}], **asked)
    for campaign in (named, unnamed):
        ask_fourteen(campaign, school.today)
    step = activity.steps.first() or StepFactory(activity=activity)
    StepCampaign.objects.create(school=school, step=step, campaign=named, moment=StepCampaign.Moment.CLOSING)


def ask_fourteen(campaign, day):
    """Two classes, of whom twelve pupils have answered."""
    for number in range(14):
        ticket = InvitationFactory(
            campaign=campaign, number=number, group="8\u00a0«Б»" if number % 2 else "10\u00a0«А»"
        )
        answers = {"q1": {"options": ["b"]}, "q2": {"scale": number % 10 + 1}, "q3": {"text": "Ракета"}}
        sent = {"campaign": campaign, "invitation": ticket, "key": ticket.public_id, "answers": answers}
        if number < 12:
            submit(**sent, way=Submission.Way.LINK, day=day, now=clock.now())
