"""A roadmap, its stages and the versions that the director approved."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped


class RoadmapQuerySet(models.QuerySet):
    def living(self):
        """Roadmaps of programmes, not templates, not thrown away."""
        return self.filter(deleted_at=None, is_template=False)

    def templates(self):
        """The school's own templates."""
        return self.filter(deleted_at=None, is_template=True)


class Roadmap(SchoolOwned, Versioned):
    """The plan of a programme, or (``is_template``, without a programme) a template that new ones are copied from.

    ``columns`` names the extra columns that this school prints, of ``Roadmap.Column``. A programme has one current
    roadmap: the newest living one; a further import makes it the archive. ``counted_from`` is the first day of the
    programme that a template's terms were written for, so that they can be moved to another one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    class Column(models.TextChoices):
        PLANNED_RESULT = "planned_result", _("Planned result")
        DOCUMENT_KIND = "document_kind", _("Kind of document")
        ENVIRONMENT = "environment", _("Environment")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="roadmaps")
    is_template = models.BooleanField(default=False)
    counted_from = models.DateField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=500)
    columns = models.JSONField(_("extra columns"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    order_number = models.CharField(_("number of the order"), max_length=50, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    has_public_names = models.BooleanField(_("names on the public page"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(RoadmapQuerySet)

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_template=True, programme=None)
                | models.Q(is_template=False, programme__isnull=False),
                name="template_or_roadmap_of_a_programme",
            )
        ]
        indexes = [models.Index(fields=["school", "programme", "-created_at"], name="roadmap_of_a_programme")]

    def __str__(self):
        return self.title


class Stage(SchoolOwned, Versioned):
    """A stage of a roadmap. Its number is its place: ``position`` counts from 1."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=500)
    purpose = models.TextField(_("purpose"), blank=True)
    planned_result = models.TextField(_("planned result"), blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["school", "roadmap", "position"], name="stage_in_order")]

    def __str__(self):
        return f"{self.position}. {self.title}"

    def get_absolute_url(self):
        return reverse("stage", args=[self.pk])


class Revision(SchoolOwned):
    """The text of a roadmap at a moment, kept when it is approved and when an approved one is changed.

    ``outline`` is ``Outline.to_dict()``, so two revisions can be compared and an old one printed.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("version"))
    outline = models.JSONField()
    order_number = models.CharField(_("number of the order"), max_length=50, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a roadmap")
        verbose_name_plural = _("versions of a roadmap")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "roadmap", "number"], name="revision_number_once_in_a_roadmap")
        ]
