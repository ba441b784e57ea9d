"""The order «О закреплении наставнических пар» and the ones that change it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class PairOrder(SchoolOwned, Versioned):
    """What the director signs: pairs are bound by the first order of a programme and changed by later ones.

    ``number`` is the one that the school's office gives, and stays empty until it is known: a draft is printed with a
    blank. ``text`` is the body in the school's own words; ``rows`` are the lines of the annex as they were approved,
    so that a paper printed again years later is the paper that was signed.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("On pairs")
        CHANGE = "change", _("On changes of pairs")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pair_orders")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FIRST)
    number = models.CharField(_("number"), max_length=30, blank=True)
    day = models.DateField(_("date"))
    text = models.TextField(_("text"), blank=True)
    rows = models.JSONField(default=list)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("order on pairs")
        verbose_name_plural = _("orders on pairs")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number", "day"], condition=~Q(number=""), name="order_on_pairs_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["school", "programme", "day"], name="orders_of_a_programme")]

    def __str__(self):
        return self.number or self.day.isoformat()

    @property
    def is_signed(self):
        """The office has given it a number: nothing in it changes any more."""
        return bool(self.number)

    def get_absolute_url(self):
        return reverse("pair_order", args=[self.public_id])
