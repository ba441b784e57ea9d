"""A school's programme for a period, its forms of mentoring and how it reminds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ownership import SchoolOwned, Versioned, scoped


class MentoringForm(SchoolOwned):
    """A form of mentoring («учитель — ученик»). Copied into each school from the federal list; the school edits it."""

    title = models.CharField(_("title"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_federal = models.BooleanField(_("in the federal target model"), default=False)

    class Meta:
        verbose_name = _("form of mentoring")
        verbose_name_plural = _("forms of mentoring")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="mentoring_form_once_in_a_school")]

    def __str__(self):
        return self.title


class ProgrammeQuerySet(models.QuerySet):
    def running_on(self, day):
        """Programmes whose period holds the day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Programme(SchoolOwned, Versioned):
    """A programme of mentoring: starts on any date, crosses the calendar year, lasts from months to four years.

    A programme with ``closed_on`` is the archive: it is read and never changed. ``follows`` is the one that it goes on
    from: a year is followed by one next year.
    """

    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    forms = models.ManyToManyField(MentoringForm, through="ProgrammeForm", related_name="programmes")
    coordinator = models.ForeignKey(
        "programmes.Membership", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("coordinator")
    )

    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    follows = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")

    objects = scoped(ProgrammeQuerySet)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="programme_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["school", "starts_on"])]

    def __str__(self):
        return self.title

    @property
    def years(self):
        """«2021–2022», or «2022» when it stays within one calendar year."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}–{last}"


class ProgrammeForm(SchoolOwned):
    """The programme uses this form of mentoring."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    form = models.ForeignKey(MentoringForm, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "programme", "form"], name="form_once_in_a_programme")]


def default_before_days():
    return [14, 7, 3, 1, 0]


class ReminderSettings(SchoolOwned, Versioned):
    """When the school reminds: days before the deadline, how often after it, and whom it tells when nothing helps."""

    before_days = models.JSONField(_("days before the deadline"), default=default_before_days)
    after_every_days = models.PositiveSmallIntegerField(_("after the deadline every, days"), default=3)
    coordinator_after_days = models.PositiveSmallIntegerField(_("tell the coordinator after, days"), default=3)
    director_after_days = models.PositiveSmallIntegerField(_("tell the director after, days"), default=7)
    send_hour = models.PositiveSmallIntegerField(_("hour of sending"), default=8)
    has_weekly_summary = models.BooleanField(_("weekly summary for the director"), default=True)
    has_monday_plan = models.BooleanField(_("plan of the week on Mondays"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school"], name="one_reminder_settings_a_school"),
            models.CheckConstraint(condition=models.Q(send_hour__lte=23), name="hour_of_sending_is_on_the_clock"),
        ]
