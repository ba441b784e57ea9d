"""Quality of the programme: SWOT and the coordinator's form of nine criteria."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class SwotEntry(SchoolOwned, Versioned):
    """A phrase in a cell of the SWOT table; «pupil» and «teacher» forms of mentoring have tables of their own.

    ``question`` is the construct of the closing questionnaires that proposed it, with the share of those who said yes
    and how many answered; empty for what the coordinator wrote. A proposal that was thrown away is not proposed again.
    """

    class Quadrant(models.TextChoices):
        STRENGTH = "strength", _("Strengths")
        WEAKNESS = "weakness", _("Weaknesses")
        OPPORTUNITY = "opportunity", _("Opportunities")
        THREAT = "threat", _("Threats")

    class Group(models.TextChoices):
        PUPILS = "pupils", _("Forms with pupils")
        TEACHERS = "teachers", _("Forms with teachers")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="swot")
    group = models.CharField(_("table"), max_length=8, choices=Group, default=Group.PUPILS)
    quadrant = models.CharField(_("cell"), max_length=11, choices=Quadrant)
    text = models.CharField(_("phrase"), max_length=300)
    question = models.CharField(max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField(_("share, %"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("answered"), null=True, blank=True)
    is_proposed = models.BooleanField(_("proposed by the answers"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("phrase of the SWOT table")
        verbose_name_plural = _("phrases of the SWOT table")
        ordering = ["group", "quadrant", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "group", "question"],
                condition=~Q(question=""),
                name="swot_proposal_once",
            ),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="swot_share_is_a_percentage"),
        ]
        indexes = [models.Index(fields=["school", "programme"], name="swot_of_a_programme")]

    def __str__(self):
        return self.text


class CoordinatorForm(SchoolOwned, Versioned):
    """The coordinator's judgement on a day: nine criteria, each 0, 1 or 2, the sum 0 to 18.

    ``marks`` is ``{key of the criterion: mark}``, the keys are those of ``quality.CRITERIA``; one that is missing is
    not judged yet, and a form has a level only when all nine are. Source: annex 2 of the letter MR-42/02, part 2.4.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="coordinator_forms")
    day = models.DateField(_("on"))
    marks = models.JSONField(default=dict)
    strong = models.TextField(_("what went best"), max_length=2000, blank=True)
    to_change = models.TextField(_("what to change first"), max_length=2000, blank=True)
    filled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("coordinator's form")
        verbose_name_plural = _("coordinator's forms")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "day"],
                condition=Q(deleted_at=None),
                name="coordinator_form_once_a_day",
            )
        ]
