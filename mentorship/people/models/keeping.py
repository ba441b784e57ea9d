"""How long names are kept, and the yearly move of classes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned

YEARS_KEPT = 3


class PeopleSettings(SchoolOwned, Versioned):
    """For how many years after the end of a programme the school keeps the names of those who took part.

    The product makes nobody nameless by itself unless the school has said so: what is gone cannot be brought back.
    """

    years_kept = models.PositiveSmallIntegerField(
        _("years for which names are kept after the end of a programme"), default=YEARS_KEPT
    )
    erases_by_itself = models.BooleanField(_("make people nameless once a day without asking"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], name="one_people_settings_a_school"),
            models.CheckConstraint(condition=Q(years_kept__gte=1), name="names_are_kept_for_a_year_at_least"),
        ]


class Rollover(SchoolOwned):
    """The move of all classes into one school year, with what it takes to take it back for thirty days.

    ``year`` is the calendar year in which the school year begins. ``people`` and ``teachers`` are ids and former
    values, no names; ``classes`` are the ids of the classes that were made. One move a year stands, whoever presses
    the button how often.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("school year from"))
    people = models.JSONField(default=list)
    teachers = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("move of classes")
        verbose_name_plural = _("moves of classes")
        ordering = ["-done_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"], condition=Q(undone_at=None), name="classes_move_once_a_year"
            )
        ]

    def __str__(self):
        return f"{self.year}–{self.year + 1}"
