"""Variants of the forms of mentoring: «успевающий — неуспевающий»."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import MentoringForm
from mentorship.programmes.ownership import SchoolOwned


class Variant(SchoolOwned):
    """A variant of a form, copied into each school from the federal list; the school edits it."""

    form = models.ForeignKey(MentoringForm, models.CASCADE, related_name="variants")
    title = models.CharField(_("title"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("variant of mentoring")
        verbose_name_plural = _("variants of mentoring")
        ordering = ["form", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "form", "title"], name="variant_once_in_a_form")]

    def __str__(self):
        return self.title
