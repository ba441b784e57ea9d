"""Activities, their steps, the proof that they were done and what people said about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from ..outline import Term, TermKind
from .roadmap import Stage

SOON_DAYS = 7
"""An activity is due soon a week before its last day: the rhythm of a school."""


class ActivityQuerySet(models.QuerySet):
    def living(self):
        """Not thrown away, and in a stage and a roadmap that are not thrown away either."""
        return self.filter(deleted_at=None, stage__deleted_at=None, stage__roadmap__deleted_at=None)

    def of(self, roadmap):
        """The living activities of a roadmap, in the order of the document."""
        return self.living().filter(stage__roadmap=roadmap).order_by("stage__position", "position", "pk")

    def open(self):
        """What is still to be done."""
        return self.exclude(status__in=Activity.CLOSED)

    def overdue(self, today):
        """Open, and the last day is over."""
        return self.open().filter(last_on__lt=today)

    def due_soon(self, today):
        """Open, and the last day is today or within a week."""
        return self.open().filter(last_on__gte=today, last_on__lte=today + clock.days(SOON_DAYS))

    def meeting(self, first, last):
        """Whose term shares a day with the period; without dates they meet no period."""
        return self.filter(first_on__lte=last, last_on__gte=first)

    def answered_by(self, user, memberships):
        """Where the person answers: by name, through a role held today, or as one of a group."""
        ids = [one.pk for one in memberships]
        roles = [one.role for one in memberships]
        mine = (
            Q(assignments__party__membership__in=ids)
            | Q(assignments__party__role__in=roles)
            | Q(assignments__party__group__role__in=roles)
            | Q(assignments__party__group__members__in=ids)
        )
        return self.filter(pk__in=self.model.objects.filter(mine).values("pk"))

    def with_derived_status(self, today):
        """Annotate ``shown_status``: the stored one, or overdue and due soon where they apply."""
        is_open = ~Q(status__in=(*Activity.CLOSED, Activity.Status.CHECK))
        return self.annotate(
            shown_status=Case(
                When(is_open & Q(last_on__lt=today), then=Value("late")),
                When(is_open & Q(last_on__lte=today + clock.days(SOON_DAYS)), then=Value("soon")),
                default=F("status"),
            )
        )


class Activity(SchoolOwned, Versioned):
    """What the school promises to do within a stage, by when, and what came of it.

    The term keeps the words of the document (``term_text``) and its computed days; without days it is never overdue.
    A repeating term (monthly, quarterly) is late only after its last day.
    """

    class Status(models.TextChoices):
        PLAN = "plan", _("Not started")
        WORK = "work", _("In progress")
        CHECK = "check", _("Being checked")
        DONE = "done", _("Done")
        SKIP = "skip", _("Not required")

    CLOSED = (Status.DONE, Status.SKIP)

    class Environment(models.TextChoices):
        INTERNAL = "internal", _("Internal environment")
        EXTERNAL = "external", _("External environment")

    TERM_KINDS = [
        (TermKind.DAY, _("a day")),
        (TermKind.DAYS, _("a range of days")),
        (TermKind.MONTH, _("a month")),
        (TermKind.MONTHS, _("a range of months")),
        (TermKind.WHOLE, _("the whole period")),
        (TermKind.MONTHLY, _("every month")),
        (TermKind.QUARTERLY, _("every quarter")),
    ]

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.TextField(_("activity"))
    term_text = models.CharField(_("term in words"), max_length=300, blank=True)
    term_kind = models.CharField(_("kind of term"), max_length=10, choices=TERM_KINDS, blank=True)
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    planned_result = models.TextField(_("planned result"), blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=300, blank=True)
    environment = models.CharField(_("environment"), max_length=10, choices=Environment, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLAN)
    done_on = models.DateField(_("day of completion"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    actual_result = models.TextField(_("actual result"), blank=True)
    skip_reason = models.TextField(_("why it is not required"), blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(ActivityQuerySet)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(last_on__gte=F("first_on")), name="term_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_on__isnull=False), name="done_activity_has_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "stage", "position"], name="activity_in_order"),
            models.Index(fields=["school", "status", "last_on"], name="activity_by_deadline"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("activity", args=[self.pk])

    @property
    def is_closed(self):
        """Nothing is left to do."""
        return self.status in self.CLOSED

    @property
    def term(self):
        """The term as a plain value."""
        return Term(self.term_text, TermKind(self.term_kind) if self.term_kind else None, self.first_on, self.last_on)

    def is_overdue(self, today):
        return not self.is_closed and self.status != self.Status.CHECK and bool(self.last_on) and self.last_on < today

    def days_late(self, today):
        """Whole days since the last day of the term; 0 when it is not late."""
        return (today - self.last_on).days if self.is_overdue(today) else 0

    def status_on(self, today):
        """The status as people see it: the stored one, or ``late`` and ``soon``, which are never stored."""
        if self.is_overdue(today):
            return "late"
        is_open = not self.is_closed and self.status != self.Status.CHECK
        if is_open and self.last_on and (self.last_on - today).days <= SOON_DAYS:
            return "soon"
        return self.status


class Step(SchoolOwned, Versioned):
    """One point of an activity's content; a tick, not a deadline of its own."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.TextField(_("step"))
    planned_result = models.TextField(_("planned result"), blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=300, blank=True)
    actual_result = models.TextField(_("actual result"), blank=True)
    is_done = models.BooleanField(_("done"), default=False)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["school", "activity", "position"], name="step_in_order")]

    def __str__(self):
        return self.title


def evidence_path(evidence, filename):
    """Where a file is kept: a generated name, so nothing of the person's own file name touches the disk."""
    return f"t/{evidence.school_id}/{evidence.public_id}"


class Evidence(SchoolOwned):
    """Proof that an activity or a step was done: a link or a file. Files leave only through a permission check.

    ``file_name`` of a link, where there is one, is shown in place of the address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    step = models.ForeignKey(Step, models.CASCADE, null=True, blank=True, related_name="evidence")
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.FileField(_("file"), upload_to=evidence_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("proof of completion")
        verbose_name_plural = _("proofs of completion")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")), name="evidence_is_a_link_or_a_file"
            )
        ]

    def __str__(self):
        return self.file_name or self.url


class Comment(SchoolOwned):
    """What somebody said about an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
