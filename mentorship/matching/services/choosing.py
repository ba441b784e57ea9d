"""The questionnaires in which both sides choose: made with one press for those who came to the meeting."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from surveys import builtin
from surveys.models import Campaign, Purpose, Survey, SurveyVersion
from surveys.services import building, campaigns
from surveys.services.letters import invite_by_letter

from ..models import GroupMeeting

DAYS_TO_CHOOSE = 7
CHILD_GRADE = 7
"""Up to this year of study the questionnaire has the wording for children."""
IS_CHILD = Q(mentee__person__school_class__grade__lte=CHILD_GRADE)


@dataclass(frozen=True)
class Asked:
    """Guests who get one questionnaire. ``source`` is the audience of the campaign (``asking.py`` gives it to the
    questionnaires), ``field`` keeps the campaign's number in the meeting."""

    source: str
    field: str
    code: str
    wording: str
    who: Q


IS_MENTEE = ~Q(mentee=None)
ADULT, CHILD = Survey.Wording.ADULT, Survey.Wording.CHILD
MENTEES = Asked("meeting.mentees", "mentee_campaign", "choice-mentee", ADULT, IS_MENTEE & ~IS_CHILD)
YOUNGER = Asked("meeting.younger", "child_campaign", "choice-mentee", CHILD, IS_MENTEE & IS_CHILD)
MENTORS = Asked("meeting.mentors", "mentor_campaign", "choice-mentor", ADULT, ~Q(mentor=None))
ASKED = (MENTEES, YOUNGER, MENTORS)


def those_who_choose(meeting):
    """Guests who came; all of them as long as nobody has filled in the attendance list."""
    rows = meeting.living_guests()
    came = rows.filter(has_come=True)
    return came if came.exists() else rows


def period_of(meeting, day):
    """The days on which people choose: nobody can before the meeting."""
    first = max(day, meeting.day)
    return first, first + timedelta(days=DAYS_TO_CHOOSE)


@transaction.atomic
def collect_choices(meeting, *, by, day, closes_on=None):
    """A campaign for each side, and one more where there are younger pupils; pressed again nothing is made twice.

    The questionnaires are the school's own copies of the built-in ones, which are taken and published where there is
    none yet.
    """
    meeting = GroupMeeting.objects.select_for_update().select_related("school", "programme").get(pk=meeting.pk)
    guests = those_who_choose(meeting)
    if not guests.filter(MENTORS.who).exists() or not guests.exclude(mentee=None).exists():
        raise RuleBroken(_("Both mentors and mentees must be on the list before they can choose."))
    if ask(meeting, closes_on=closes_on, by=by, day=day):
        audit.record(by=by, action="meeting.choices", row=meeting)
    return meeting


@transaction.atomic
def ask_late(meeting, *, by, day):
    """Ask those too who have been marked since, where the choices are being collected."""
    meeting = GroupMeeting.objects.select_related("school", "programme").get(pk=meeting.pk)
    running = [one for one in living_campaigns(meeting) if one.state == Campaign.State.RUNNING]
    for campaign in running:
        invite_by_letter(campaign, campaigns.add_late(campaign, by=by), day=day)
    if running:
        ask(meeting, closes_on=running[0].closes_on, by=by, day=day)


def living_campaigns(meeting):
    rows = Campaign.objects.filter(public_id__in=meeting.campaigns, deleted_at=None)
    return list(rows.select_related("survey_version__survey", "school", "programme"))


def ask(meeting, *, closes_on, by, day):
    """Open the campaigns that are wanting; answers how many. One that was thrown away is wanting too."""
    has = {one.public_id for one in living_campaigns(meeting)}
    guests, made = those_who_choose(meeting), {}
    first, last = period_of(meeting, day)
    for side in ASKED:
        if getattr(meeting, side.field) not in has and guests.filter(side.who).exists():
            period = {"opens_on": first, "closes_on": closes_on or last}
            made[side.field] = campaign_for(meeting, side, period, by=by, day=day).public_id
    if made:
        GroupMeeting.objects.filter(pk=meeting.pk).update(**made)
    return len(made)


def campaign_for(meeting, side, period, *, by, day):
    version = version_of(side.code, side.wording, school=meeting.school, by=by)
    campaign, _is_new = campaigns.draft_campaign(
        key=uuid.uuid4(),
        programme=meeting.programme,
        version=version,
        by=by,
        title=f"{version.survey.title}, {ru.short_date(meeting.day)}"[:200],
        audience=[{"source": side.source, "values": [str(meeting.public_id)]}],
        **period,
    )
    campaigns.open_campaign(campaign, by=by)
    invite_by_letter(campaign, list(campaign.invitations.all()), day=day)
    return campaign


def version_of(code, wording, *, school, by):
    """The last published version of the school's copy; a copy is made of the built-in one where there is none."""
    versions = SurveyVersion.objects.filter(
        survey__code=code, survey__wording=wording, survey__deleted_at=None, state=SurveyVersion.State.PUBLISHED
    )
    found = versions.select_related("survey").order_by("-survey__pk", "-number").first()
    if found:
        return found
    ready = builtin.named(f"{code}:{wording}")
    about = {"code": code, "purpose": Purpose.CHOICE, "wording": wording}
    survey = building.create_survey(
        key=uuid.uuid4(), school=school, title=ready.title, content=ready.content, by=by, **about
    )
    return building.publish(survey.versions.get(), by)
