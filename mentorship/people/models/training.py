"""Training of mentors (stage 4): events, who came, the methodical library, who has completed it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .participation import Mentor


class Training(SchoolOwned, Versioned):
    """An event of the training: a round table, a seminar, a part of the school's own course."""

    class Kind(models.TextChoices):
        ROUND_TABLE = "round_table", _("Round table")
        SEMINAR = "seminar", _("Seminar")
        COURSE = "course", _("Course")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="trainings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("day"))
    hours = models.PositiveSmallIntegerField(_("academic hours"), default=1)
    plan = models.TextField(_("programme of the event"), blank=True)
    is_required = models.BooleanField(_("without it the training is not completed"), default=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("training of mentors")
        verbose_name_plural = _("training of mentors")
        ordering = ["held_on", "pk"]
        indexes = [models.Index(fields=["school", "programme", "held_on"], name="trainings_of_a_programme")]

    def __str__(self):
        return self.title


class Attendance(SchoolOwned):
    """A mentor was there."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="attendance")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="attendance")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "training", "mentor"], name="mentor_once_at_a_training")
        ]


def material_path(material, filename):
    """Where a file is kept: a generated name."""
    return f"t/{material.school_id}/{material.public_id}"


class Material(SchoolOwned, Versioned):
    """A file or a link of the methodical library, of one event or of all mentors."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training = models.ForeignKey(Training, models.CASCADE, null=True, blank=True, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("methodical library")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")), name="material_is_a_link_or_a_file"
            )
        ]

    def __str__(self):
        return self.title
