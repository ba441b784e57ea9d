"""Impact: what is measured before and after."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned
from surveys.models import Campaign


class Side(models.TextChoices):
    """Whom a measurement asks."""

    MENTEE = "mentee", _("Mentees")
    MENTOR = "mentor", _("Mentors")


class Measurement(SchoolOwned, Versioned):
    """What compares two campaigns: one form of mentoring, one side, before and after.

    Either campaign may be missing: then the row says what is still to be done, and «before» may be made only until the
    first meetings. Only people who answered both are compared.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="measurements")
    form = models.ForeignKey(
        MentoringForm, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("form of mentoring")
    )
    side = models.CharField(_("who is asked"), max_length=6, choices=Side)
    before = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("before")
    )
    after = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("after")
    )

    class Meta:
        verbose_name = _("measurement before and after")
        verbose_name_plural = _("measurements before and after")
        ordering = ["form__position", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "form", "side"],
                condition=Q(form__isnull=False),
                name="measurement_once_of_a_side",
            ),
            models.UniqueConstraint(
                fields=["school", "programme", "side"],
                condition=Q(form=None),
                name="measurement_of_all_forms_once",
            ),
        ]


class Quantity(SchoolOwned, Versioned):
    """A row of the quantitative form: how many there were at the entry (X1) and at the end (X2). Never names.

    ``fewer_is_better`` turns the sign of the judgement (pupils on record, complaints). An empty value is «not known».
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="quantities")
    form = models.ForeignKey(
        MentoringForm, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("form of mentoring")
    )
    title = models.CharField(_("what is counted"), max_length=200)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    fewer_is_better = models.BooleanField(_("fewer is better"), default=False)
    before = models.DecimalField(_("at the entry (X1)"), max_digits=12, decimal_places=2, null=True, blank=True)
    before_on = models.DateField(_("counted on"), null=True, blank=True)
    after = models.DecimalField(_("at the end (X2)"), max_digits=12, decimal_places=2, null=True, blank=True)
    after_on = models.DateField(_("counted on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quantity before and after")
        verbose_name_plural = _("quantities before and after")
        ordering = ["form__position", "position", "pk"]
        indexes = [models.Index(fields=["school", "programme"], name="quantities_of_a_programme")]

    def __str__(self):
        return self.title
