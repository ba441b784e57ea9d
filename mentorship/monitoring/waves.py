"""Campaigns of the monitoring: whom they asked, of which form of mentoring, before or after."""

from dataclasses import dataclass

from mentorship.people.models import Mentee, Mentor
from surveys.models import Campaign, Invitation, Purpose

from .models.impact import Side

FORMS = {
    "pupil-pupil": "Ученик – ученик",
    "teacher-teacher": "Учитель – учитель",
    "teacher-pupil": "Учитель – ученик",
    "student-pupil": "Студент – ученик",
    "employer-pupil": "Работодатель – ученик",
}
"""The part of a ready questionnaire's code that names the form -> the title of the form in every school."""
AT_THE_END = (Purpose.SATISFACTION, Purpose.AFTER)


@dataclass(frozen=True)
class Wave:
    """A campaign with what its questionnaire says of itself; ``form`` is a title of a form or "" of all forms."""

    campaign: Campaign
    purpose: str
    side: str
    form: str = ""

    @property
    def content(self):
        return self.campaign.survey_version.questionnaire


def waves_of(programme, purposes):
    """Campaigns of the programme with these purposes that were sent, the oldest first: three queries at most.

    The code of a ready questionnaire names the side; of a school's own one the invited people tell it: those who are
    mentors and no mentees make it one of mentors. Who is neither (parents) makes no wave.
    """
    rows = Campaign.objects.living().filter(programme=programme, survey_version__survey__purpose__in=purposes)
    rows = rows.exclude(state=Campaign.State.DRAFT).select_related("survey_version__survey").order_by("opens_on", "pk")
    campaigns = list(rows)
    own = [one for one in campaigns if not side_in(one.survey_version.survey.code)]
    asked = sides_of(programme, own)
    found = []
    for one in campaigns:
        survey = one.survey_version.survey
        side = side_in(survey.code) or asked.get(one.pk, "")
        if side in Side.values:
            found.append(Wave(one, survey.purpose, side, form_in(survey.code)))
    return found


def side_in(code):
    """«mentee» of «after-pupil-pupil-mentee»; «parent» of the parents' one; "" of a school's own."""
    last = code.rpartition("-")[2]
    return last if last in (*Side.values, "parent") else ""


def form_in(code):
    """The title of the form that a code names, or ""."""
    return next((title for key, title in FORMS.items() if f"-{key}-" in code), "")


def sides_of(programme, campaigns):
    """``{campaign's id: side}`` by who was invited."""
    if not campaigns:
        return {}
    mentors = set(Mentor.objects.of(programme).values_list("person__public_id", flat=True))
    mentees = set(Mentee.objects.of(programme).values_list("person__public_id", flat=True))
    counts = {one.pk: {Side.MENTOR: 0, Side.MENTEE: 0} for one in campaigns}
    rows = Invitation.objects.filter(campaign__in=campaigns, revoked_at=None).exclude(subject=None)
    for campaign, subject in rows.values_list("campaign", "subject"):
        if subject in mentees:
            counts[campaign][Side.MENTEE] += 1
        elif subject in mentors:
            counts[campaign][Side.MENTOR] += 1
    return {pk: max(found, key=found.get).value for pk, found in counts.items() if any(found.values())}
