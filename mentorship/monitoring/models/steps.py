"""What ties the questionnaires to the roadmap."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, scoped
from roadmap.models import Step
from surveys.models import Campaign


class StepCampaignQuerySet(models.QuerySet):
    def living(self):
        """Neither the campaign nor the step is in the bin."""
        return self.filter(campaign__deleted_at=None, step__deleted_at=None)


class StepCampaign(SchoolOwned):
    """A step of the roadmap that does itself when a campaign has done its work.

    ``moment`` says when that is. ``met_on`` is the day on which it came: from then on the campaign never touches the
    step again, so a tick that a person takes off stays off. Of several campaigns of one step the last one ticks it.
    """

    class Moment(models.TextChoices):
        GOAL = "goal", _("when enough of the invited have answered")
        CLOSING = "closing", _("when the campaign is closed or its period is over, however many have answered")

    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    moment = models.CharField(_("when the step is done"), max_length=8, choices=Moment, default=Moment.GOAL)
    met_on = models.DateField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = scoped(StepCampaignQuerySet)

    class Meta:
        verbose_name = _("questionnaire of a step")
        verbose_name_plural = _("questionnaires of steps")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "step", "campaign"], name="campaign_once_at_a_step"),
        ]
        indexes = [models.Index(fields=["school", "campaign"], name="steps_of_a_campaign")]

    def __str__(self):
        return f"{self.step} · {self.campaign}"


class StepMeeting(SchoolOwned):
    """Which meeting of the pairs a step of the roadmap speaks of.

    Without a row the words of the step decide (``meeting_steps.kind_in``); ``kind`` is empty when the school says that
    the step is about no meeting. ``met_on`` is the day when every pair had had it and the step was ticked: from then on
    the product never touches it again, so a tick that a person takes off stays off.
    """

    step = models.OneToOneField(Step, models.CASCADE, related_name="pairs_meeting")
    kind = models.CharField(_("meeting of the pairs"), max_length=10, blank=True)
    met_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("meeting of a step")
        verbose_name_plural = _("meetings of steps")
