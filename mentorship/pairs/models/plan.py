"""Development plans (ИПР) and personalised programmes: templates, plans, sections, items."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorship.common import clock
from mentorship.people.models import Mentee
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .pairing import Pairing


class PlanKind(models.TextChoices):
    """A plan of six columns for any pair; a personalised programme of 3 to 12 months for pairs of teachers."""

    PLAN = "plan", _("Individual development plan")
    PROGRAMME = "programme", _("Personalised programme of mentoring")


class MarkScale(models.TextChoices):
    """How the mentor marks what came of an item."""

    WORDS = "words", _("in words")
    FIVE = "five", _("from 1 to 5")
    TEN = "ten", _("from 1 to 10")


class PlanTemplate(SchoolOwned, Versioned):
    """The school's own starting point of a plan: sections with ready items, for one form of mentoring or for any.

    ``sections`` are ``[{"title": str, "items": [{"task": str, "planned": str}, …]}, …]``; ``texts`` are the parts of a
    programme by name (``relevance``, ``tasks``, …). Built-in ones are copied in when the school takes them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind, default=PlanKind.PLAN)
    form = models.ForeignKey(
        MentoringForm, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("form of mentoring")
    )
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(max_length=40, blank=True, editable=False)
    mark_scale = models.CharField(_("mark of the mentor"), max_length=5, choices=MarkScale, default=MarkScale.WORDS)
    sections = models.JSONField(default=list, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("template of a plan")
        verbose_name_plural = _("templates of plans")
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                condition=Q(deleted_at=None) & ~Q(code=""),
                name="ready_plan_template_once_in_a_school",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def code_or_pk(self):
        """What names it beside ready templates, which have no row yet."""
        return self.code or self.pk


class PlanQuerySet(models.QuerySet):
    def living(self):
        """Not thrown away, of pairs that are not thrown away."""
        return self.filter(deleted_at=None, pairing__deleted_at=None)


class DevelopmentPlan(SchoolOwned, Versioned):
    """What a mentee wants to come to, step by step. ``mentee`` is empty for a plan of a whole group.

    A draft is agreed by both sides (``agreed_by_mentor_on``, ``agreed_by_mentee_on``), then approved, then done; a
    change of the tasks takes an agreed plan back to a draft. ``returned_reason`` says why it came back. Results and
    marks are written whenever they come. ``texts`` are the parts of a programme that a plan has not.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", _("Agreed by both sides")
        APPROVED = "approved", pgettext_lazy("plan", "Approved")
        DONE = "done", _("Done")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="plans")
    mentee = models.ForeignKey(Mentee, models.PROTECT, null=True, blank=True, related_name="plans")
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind, default=PlanKind.PLAN)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    goal = models.TextField(_("goal"), max_length=2000, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    mark_scale = models.CharField(_("mark of the mentor"), max_length=5, choices=MarkScale, default=MarkScale.WORDS)
    texts = models.JSONField(default=dict, blank=True)
    agreed_by_mentor_on = models.DateField(null=True, blank=True)
    agreed_by_mentee_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    returned_reason = models.CharField(_("why it was returned"), max_length=500, blank=True)
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(_("what came of it"), max_length=4000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PlanQuerySet)

    class Meta:
        verbose_name = _("development plan")
        verbose_name_plural = _("development plans")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pairing", "mentee", "kind"],
                condition=Q(deleted_at=None, mentee__isnull=False),
                name="one_plan_of_a_mentee_in_a_pair",
            ),
            models.UniqueConstraint(
                fields=["school", "pairing", "kind"],
                condition=Q(deleted_at=None, mentee=None),
                name="one_plan_of_a_group",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["school", "state"], name="plans_by_state")]

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        return reverse("plan", args=[self.public_id])


class PlanSection(SchoolOwned):
    """«Раздел 1. Анализ трудностей …»."""

    plan = models.ForeignKey(DevelopmentPlan, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["school", "plan", "position"], name="sections_of_a_plan")]

    def __str__(self):
        return self.title


class ItemQuerySet(models.QuerySet):
    def living(self):
        """Not taken out, of plans and pairs that are not thrown away."""
        plan = {"section__plan__deleted_at": None, "section__plan__pairing__deleted_at": None}
        return self.filter(deleted_at=None, **plan)

    def open(self):
        """Still to be done, in plans that are not done."""
        return self.living().filter(done_on=None).exclude(section__plan__state=DevelopmentPlan.State.DONE)


class PlanItem(SchoolOwned, Versioned):
    """One line of a plan: task, term, planned and actual result, the mentor's mark."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.ForeignKey(PlanSection, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    task = models.TextField(_("project, task"), max_length=1000)
    due_on = models.DateField(_("term"), null=True, blank=True)
    planned = models.TextField(_("planned result"), max_length=1000, blank=True)
    actual = models.TextField(_("actual result"), max_length=2000, blank=True)
    mark = models.CharField(_("mark of the mentor"), max_length=200, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(ItemQuerySet)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["school", "section", "position"], name="items_of_a_section"),
            models.Index(
                fields=["school", "due_on"], condition=Q(done_on=None, deleted_at=None), name="plan_items_to_do"
            ),
        ]

    def __str__(self):
        return self.task
