"""Selection of mentors (stage 4): by which criteria, what the interview showed, what was decided and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .participation import Mentor


class Criterion(SchoolOwned):
    """What the school looks at when it selects mentors."""

    title = models.CharField(_("criterion"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion of selection")
        verbose_name_plural = _("criteria of selection")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="criterion_once_in_a_school")]

    def __str__(self):
        return self.title


class Interview(SchoolOwned, Versioned):
    """The talk with a candidate. ``notes`` are seen by the coordinator only; ``met`` are the criteria that are met."""

    mentor = models.OneToOneField(Mentor, models.CASCADE, related_name="interview")
    held_on = models.DateField(_("day of the talk"))
    met = models.JSONField(_("criteria that are met"), default=list, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")


class Decision(SchoolOwned):
    """A decision about a candidate, kept when a later one takes its place."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="decisions")
    decision = models.CharField(_("decision"), max_length=10, choices=Mentor.Decision)
    decided_on = models.DateField(_("decided on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "mentor", "-at"], name="decisions_about_a_mentor")]
