"""Steps of the roadmap that do themselves when a questionnaire has been answered."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.programmes.audit import record
from mentorship.programmes.models import School
from roadmap.models import Step
from roadmap.services.fulfilling import fulfil
from surveys.models import Campaign
from surveys.services import goals

from ..models import StepCampaign

Moment = StepCampaign.Moment


@transaction.atomic
def link(*, step, campaign, moment, goal, by, day):
    """Tie a campaign to a step; ``goal`` is the campaign's new share in percent, or None to leave it.

    A campaign that has done its work already completes the step at once.
    """
    if moment == Moment.GOAL:
        if goal:
            goals.set_goal(campaign, goal=goal, by=by, day=day)
        if campaign.goal is None:
            raise RuleBroken(_("Say how many percent of the invited are enough."))
    try:
        with transaction.atomic():
            row = StepCampaign.objects.create(
                school_id=step.school_id, step=step, campaign=campaign, moment=moment, created_by=by
            )
    except IntegrityError as error:
        raise RuleBroken(_("This questionnaire is tied to this step already.")) from error
    record(by=by, action="step_campaign.linked", row=step.activity, changes=words(row))
    settle(campaign, day)
    row.refresh_from_db()
    return row


@transaction.atomic
def unlink(row, *, by):
    """Untie; a tick that is there stays."""
    gone, _by_model = StepCampaign.objects.filter(pk=row.pk).delete()
    if gone:
        record(by=by, action="step_campaign.unlinked", row=row.step.activity, changes=words(row))
    return bool(gone)


def words(row):
    return {str(_("step")): ["", row.step.title], str(_("questionnaire")): ["", row.campaign.title]}


def settle(campaign, day=None):
    """Complete the steps of a campaign whose moment has come. Asking twice changes nothing."""
    day = day or campaign.school.today
    for row in StepCampaign.objects.living().filter(campaign=campaign, met_on=None):
        came_on = came(row.moment, campaign, day)
        if came_on:
            meet(row, campaign, came_on)


def came(moment, campaign, day):
    """The day on which the moment came, None before it. A period that is over ended on its last day."""
    if moment == Moment.GOAL:
        return campaign.goal_reached_on
    if campaign.state == Campaign.State.CLOSED:
        return min(day, campaign.closes_on or day)
    is_over = campaign.state == Campaign.State.RUNNING and campaign.closes_on and campaign.closes_on < day
    return campaign.closes_on if is_over else None


@transaction.atomic
def meet(row, campaign, day):
    """Give the step its result, once: the step is locked, and whoever comes second finds the day written.

    A step that takes no result now (in an archived roadmap, say) is left waiting: it may be restored.
    """
    step = Step.objects.select_for_update().get(pk=row.step_id)
    rows = StepCampaign.objects.living().filter(step=step, met_on=None)
    if not rows.filter(pk=row.pk).exists():
        return
    given = fulfil(
        step=step,
        day=day,
        result=result_of(campaign),
        url=address(campaign),
        name=name(campaign),
        is_done=not rows.exclude(pk=row.pk).exists(),
    )
    if given:
        StepCampaign.objects.filter(pk=row.pk).update(met_on=day)


def result_of(campaign):
    """«Запрос ученика: ответили 19 из 27, 70 %», in the language of the papers, whoever has answered last."""
    answered, invited = goals.answered_of(campaign)
    with translation.override(settings.LANGUAGE_CODE):
        if not invited:
            sent = campaign.submissions.filter(withdrawn_at=None).count()
            return _("%(title)s: answered: %(answered)d") % {"title": campaign.title, "answered": sent}
        return _("%(title)s: answered %(answered)d of %(invited)d, %(share)d %%") % {
            "title": campaign.title,
            "answered": answered,
            "invited": invited,
            "share": answered * 100 // invited,
        }


def name(campaign):
    with translation.override(settings.LANGUAGE_CODE):
        return _("Results: %(title)s") % {"title": campaign.title}


def address(campaign):
    """The campaign's results; its own page where there are none yet."""
    try:
        path = reverse("results", args=[campaign.public_id])
    except NoReverseMatch:
        path = campaign.get_absolute_url()
    return f"{settings.SITE_URL}{path}"


def settle_waiting():
    """In every school: periods that are over, steps that were restored, and whatever the moment itself has missed."""
    for school in School.objects.all():
        with scope(school=school):
            waiting = StepCampaign.objects.living().filter(met_on=None).values("campaign")
            for campaign in Campaign.objects.filter(pk__in=waiting):
                goals.check_goal(campaign, school.today)
                settle(campaign, school.today)
