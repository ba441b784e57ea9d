"""When a pair needs the coordinator: the school's thresholds, and what the coordinator has put aside for a while."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .pairing import Pairing


class HealthSettings(SchoolOwned, Versioned):
    """The thresholds of a school; without a row the values below hold. Days are days of the calendar."""

    first_meeting_days = models.PositiveSmallIntegerField(
        _("no first meeting for, days after the pair began"), default=14
    )
    no_meeting_days = models.PositiveSmallIntegerField(_("no meeting for, days"), default=21)
    unrecorded_days = models.PositiveSmallIntegerField(_("a planned meeting is not recorded for, days"), default=7)
    plan_overdue_days = models.PositiveSmallIntegerField(_("an item of the plan is overdue for, days"), default=7)
    silent_days = models.PositiveSmallIntegerField(_("the mentee has confirmed nothing for, days"), default=30)
    low_pulse = models.DecimalField(_("low pulse: mean of 1 to 5 below"), max_digits=2, decimal_places=1, default=3)
    pulse_gap = models.DecimalField(_("sides differ by more than"), max_digits=2, decimal_places=1, default=2)
    ending_days = models.PositiveSmallIntegerField(_("the term ends in, days, without a closing meeting"), default=14)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="one_health_settings_a_school")]


class AttentionPause(SchoolOwned):
    """The coordinator has seen one reason of a pair and does not want to see it until a day."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="attention_pauses")
    reason = models.CharField(max_length=20)
    until = models.DateField(_("until"))
    note = models.CharField(_("what was done"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "pairing", "until"], name="pauses_of_a_pair")]
