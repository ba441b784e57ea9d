"""Campaigns of the ready questionnaires and what people answered, for tests of the monitoring."""

from datetime import date

from surveys.builtin import named
from surveys.models import Submission
from tests.factories import CampaignFactory, InvitationFactory, SurveyVersionFactory


def campaign_of(programme, name, **fields):
    """A running campaign of the ready questionnaire «after-pupil-pupil-mentee:adult»."""
    ready = named(name)
    version = SurveyVersionFactory(
        survey__school=programme.school,
        survey__purpose=ready.purpose,
        survey__code=ready.code,
        content=ready.content.to_dict(),
    )
    return CampaignFactory(programme=programme, survey_version=version, **fields)


def answer(campaign, subject=None, /, *, day=date(2022, 5, 20), **marks):
    """A sheet of a person: marks of scales, True and False of yes and no."""
    ticket = InvitationFactory(campaign=campaign, subject=subject)
    answers = {key: {"yes": value} if isinstance(value, bool) else {"scale": value} for key, value in marks.items()}
    return Submission.objects.create(
        school=campaign.school,
        campaign=campaign,
        key=ticket.nonce,
        answers=answers,
        submitted_on=day,
        invitation=None if campaign.is_anonymous else ticket,
    )
