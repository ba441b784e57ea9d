"""What goes up from a school to its region: numbers that the school has computed itself, never names."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme, Region
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped


class SchoolFigures(SchoolOwned):
    """The last figures of a school, copied up: a region's page reads these rows and nothing else of the school.

    The columns are what the list of schools sorts by; ``figures`` is ``Figures.as_json()`` of the current programme
    and ``month_ago`` the same of about thirty days before. Numbers of fewer than five people are hidden when shown.
    """

    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField(_("day"))
    activities = models.PositiveIntegerField(default=0)
    activities_done = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    mentees = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    coverage = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    satisfied = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    answers = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    month_ago = models.JSONField(default=dict)
    copied_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("figures of a school")
        verbose_name_plural = _("figures of schools")
        constraints = [models.UniqueConstraint(fields=["school"], name="figures_of_a_school_once")]
        indexes = [models.Index(fields=["region", "school"], name="figures_of_a_region")]


class FiguresRequest(Versioned):
    """A region asks its schools for their figures as of a day, to be given by another day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="requests")
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what the schools should know"), max_length=2000, blank=True)
    as_of = models.DateField(_("figures as of"))
    due_on = models.DateField(_("give them by"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for figures")
        verbose_name_plural = _("requests for figures")
        ordering = ["-due_on", "-pk"]

    def __str__(self):
        return self.title


class FiguresAnswerQuerySet(models.QuerySet):
    def waiting(self):
        """Not given yet, the request is open, and the school has not left the region that asks."""
        return self.filter(sent_at=None, request__closed_at=None, request__region=models.F("school__region"))


class FiguresAnswer(SchoolOwned, Versioned):
    """What one school gave for a request: the figures as they were when the school sent them, and its own words.

    The row is there from the day of the request, so that a school that has not answered is a row too; a school that
    joins the region before the figures are due gets its row then.
    """

    request = models.ForeignKey(FiguresRequest, models.CASCADE, related_name="answers")
    figures = models.JSONField(default=dict)
    words = models.TextField(_("words of the school"), max_length=2000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = scoped(FiguresAnswerQuerySet)

    class Meta:
        verbose_name = _("figures given to the region")
        verbose_name_plural = _("figures given to the region")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "request"], name="school_answers_a_request_once")]
        indexes = [models.Index(fields=["request", "school"], name="answers_of_a_request")]


class ColumnMapping(Versioned):
    """The region's own form: its columns in its order, each with the figure that fills it or a text of its own.

    ``columns`` is ``[{"title": …, "figure": code of a figure or ""}]``; the codes are those of ``figures.CODES``.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="mappings")
    title = models.CharField(_("title"), max_length=200)
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("form of the region")
        verbose_name_plural = _("forms of the region")
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["region", "title"], name="form_once_in_a_region")]

    def __str__(self):
        return self.title
