"""A questionnaire and its versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from ..content import Content


class Purpose(models.TextChoices):
    """What a questionnaire is for; by it the apps above find the answers that they need."""

    INTAKE = "intake", _("Entry into the programme")
    CHOICE = "choice", _("Choice after the group meeting")
    BEFORE = "before", _("Monitoring, before")
    AFTER = "after", _("Monitoring, after")
    SATISFACTION = "satisfaction", _("Satisfaction")
    PULSE = "pulse", _("After a meeting")
    COORDINATOR = "coordinator", _("Form of the coordinator")
    OTHER = "other", _("Other")


class SurveyQuerySet(models.QuerySet):
    def living(self):
        return self.filter(deleted_at=None)


class Survey(SchoolOwned, Versioned):
    """A questionnaire of the school: a title and a row of versions.

    ``code`` names the built-in one that it was copied from («intake-pupil»), so that before and after, mentor and
    mentee are found as counterparts; it is empty for the school's own. ``wording`` is for whom the words are.
    """

    class Wording(models.TextChoices):
        ADULT = "adult", _("for grown-ups and older classes")
        CHILD = "child", _("for younger classes")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("what it is for"), max_length=12, choices=Purpose, default=Purpose.OTHER)
    wording = models.CharField(_("wording"), max_length=5, choices=Wording, default=Wording.ADULT)
    code = models.CharField(max_length=60, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(SurveyQuerySet)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["school", "deleted_at", "title"], name="surveys_of_a_school")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("survey", args=[self.public_id])


class SurveyVersion(SchoolOwned, Versioned):
    """One state of a questionnaire's questions. A draft is edited, compare-and-swap; a published one is what people
    answer, and only the wording of its texts may still be corrected, never the structure.

    ``content`` is ``surveys.content.Content`` as a dictionary.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of a questionnaire")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "survey", "number"], name="version_number_once_in_a_survey"),
            models.UniqueConstraint(
                fields=["school", "survey"], condition=Q(state="draft"), name="one_draft_of_a_survey"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="published_version_has_its_moment"
            ),
        ]

    def __str__(self):
        return f"{self.survey} · {self.number}"

    @property
    def questionnaire(self) -> Content:
        return Content.from_dict(self.content)


class Question(SchoolOwned, Versioned):
    """A question of the school's library, ready to be put into any questionnaire. ``value`` is one question of
    ``surveys.content`` as a dictionary; its condition is dropped, for it looks at a neighbour."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    text = models.CharField(_("question"), max_length=500)
    value = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("question of the library")
        verbose_name_plural = _("questions of the library")
        ordering = ["topic", "text", "pk"]

    def __str__(self):
        return self.text
