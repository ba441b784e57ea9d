"""Indicators: what they are compared with, what they are divided by, and what they were on a day."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class Indicator(models.TextChoices):
    """The six indicators of the target model, in its order (order R-145, its table of indicators)."""

    MENTEES = "I1", _("Pupils of 10–19 who are mentees")
    MENTORS = "I2", _("Pupils of 15–19 who are mentors")
    YOUNG_TEACHERS = "I3", _("Young teachers who are mentees")
    PARTNERS = "I4", _("Partners that gave mentors")
    MENTEES_SATISFIED = "I5", _("Satisfied mentees")
    MENTORS_SATISFIED = "I6", _("Satisfied mentors")

    @property
    def number(self):
        """The place in the table, as people call it: «3»."""
        return self.value[1:]


class Base(models.TextChoices):
    """What the first four indicators are divided by; nobody but the school knows these numbers."""

    PUPILS_10_19 = "pupils_10_19", _("Pupils of 10–19 in the school")
    PUPILS_15_19 = "pupils_15_19", _("Pupils of 15–19 in the school")
    YOUNG_TEACHERS = "young_teachers", _("Teachers in their first three years")
    PARTNERS = "partners", _("Partner organisations of the school")


class IndicatorTarget(SchoolOwned, Versioned):
    """What an indicator should reach in a calendar year, and which document says so.

    The federal table ends in 2024; later targets come from the region. So they are rows, and no year is built in.
    """

    indicator = models.CharField(_("indicator"), max_length=2, choices=Indicator)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2019), MaxValueValidator(2100)])
    percent = models.DecimalField(
        _("target, %"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    source = models.CharField(_("document"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("target of an indicator")
        verbose_name_plural = _("targets of indicators")
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "indicator", "year"], name="target_once_in_a_year"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="target_is_a_percentage"),
        ]


class Denominator(SchoolOwned):
    """How many there were on a day, typed by hand. Rows are added and never changed: their history is the proof.

    A reporting date takes the last row of its day or before. A mistake is corrected by a row of the same day: the
    later one holds.
    """

    base = models.CharField(_("what is counted"), max_length=15, choices=Base)
    day = models.DateField(_("on"))
    count = models.PositiveIntegerField(_("how many"))
    source = models.CharField(_("where it is known from"), max_length=200, blank=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    typed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("base of an indicator")
        verbose_name_plural = _("bases of indicators")
        ordering = ["base", "-day", "-pk"]
        indexes = [models.Index(fields=["school", "base", "day"], name="bases_by_day")]


class MonitoringSettings(SchoolOwned, Versioned):
    """The visible rules of the school: who counts as satisfied, from which share an answer is a strength or a weakness.

    ``satisfied_from`` is a mark on the scale of one to ten; shorter scales are stretched to it. With ``satisfied_by``
    «yes_no» the answer to «do you want to go on» decides instead. No document gives these numbers: they are printed
    under every table that uses them.
    """

    class SatisfiedBy(models.TextChoices):
        OVERALL = "overall", _("the mark for the programme as a whole")
        MEAN = "mean", _("the mean of all marks")
        YES_NO = "yes_no", _("the answer that the person wants to go on")

    satisfied_by = models.CharField(
        _("what decides who is satisfied"), max_length=8, choices=SatisfiedBy, default=SatisfiedBy.OVERALL
    )
    satisfied_from = models.PositiveSmallIntegerField(
        _("satisfied from, of 10"), default=7, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    strength_from = models.PositiveSmallIntegerField(
        _("a strength from, %"), default=60, validators=[MinValueValidator(50), MaxValueValidator(100)]
    )
    weakness_to = models.PositiveSmallIntegerField(
        _("a weakness up to, %"), default=40, validators=[MinValueValidator(0), MaxValueValidator(50)]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="one_monitoring_settings_a_school")]


class Snapshot(SchoolOwned):
    """The figures of a programme as they were at the end of a day: what a trend and «it was 3» are read from.

    ``figures`` is ``Figures.as_json()``. Written once a night, and for any day in the past it is what was seen then.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="snapshots")
    day = models.DateField(_("day"))
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["school", "programme", "day"], name="figures_of_a_day_once"),
        ]
