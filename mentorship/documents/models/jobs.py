"""Papers that take long: made by a worker, with progress, and kept for a while."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned


def result_path(job, filename):
    """Where the made file is kept: a generated name."""
    return f"t/{job.school_id}/{job.public_id}"


class PaperJob(SchoolOwned):
    """One long paper that somebody asked for: 300 certificates, the annual report.

    The row is the truth: Celery only wakes the worker up, a poll finds what waits, a lease that ran out is taken again.
    ``key`` comes from the form, so a button pressed twice asks once. The file is thrown away a week later.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("long paper", "Waiting")
        RUNNING = "running", pgettext_lazy("long paper", "Being made")
        READY = "ready", pgettext_lazy("long paper", "Ready")
        FAILED = "failed", pgettext_lazy("long paper", "Failed")
        STOPPED = "stopped", pgettext_lazy("long paper", "Stopped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="paper_jobs")
    code = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=200)
    wish = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=result_path, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("long paper")
        verbose_name_plural = _("long papers")
        ordering = ["-asked_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="long_paper_once_by_its_form")]
        indexes = [
            models.Index(fields=["school", "asked_at"], name="long_papers_of_a_school"),
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["waiting", "running"]), name="long_papers_to_make"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("long_paper", args=[self.public_id])
