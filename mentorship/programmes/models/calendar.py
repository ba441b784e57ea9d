"""Working days: the week, the holidays and the days moved by the government."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ownership import SchoolOwned


class DayOff(SchoolOwned):
    """A day that differs from its place in the week: a holiday, or a Saturday on which the school works."""

    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("a working day"), default=False)
    title = models.CharField(_("reason"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["school", "day"], name="special_day_once_in_a_school")]

    def __str__(self):
        return f"{self.day:%d.%m.%Y} {self.title}"
