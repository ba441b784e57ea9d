"""Mentors and mentees: what a person is in one programme."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .person import Person
from .variants import Variant
from .vocabulary import Tag


class ParticipationQuerySet(models.QuerySet):
    def living(self):
        """Not thrown away, of people who are not thrown away."""
        return self.filter(deleted_at=None, person__deleted_at=None)

    def of(self, programme):
        return self.living().filter(programme=programme)


class Participation(SchoolOwned, Versioned):
    """What mentors and mentees have in common: a person's place in a programme, from the entry to the mark at its end.

    The place in the funnel is computed by ``funnel.py`` from facts (questionnaire, consents, selection, pair) and not
    stored. ``answered_on`` is the day of the intake questionnaire, on paper or on screen. ``slots`` are the hours of
    the school week when the person can meet: codes of ``slots.py``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="%(class)ss")
    person = models.ForeignKey(Person, models.CASCADE, related_name="%(class)ss")
    form = models.ForeignKey(
        MentoringForm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("form of mentoring")
    )
    variant = models.ForeignKey(
        Variant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("variant")
    )
    achievements = models.TextField(_("achievements"), blank=True)
    slots = models.JSONField(_("when the person can meet"), default=list, blank=True)
    answered_on = models.DateField(_("questionnaire of"), null=True, blank=True)
    entered_on = models.DateField(_("entered the programme on"), null=True, blank=True)
    left_on = models.DateField(_("left the programme on"), null=True, blank=True)
    leaving_reason = models.CharField(_("why"), max_length=300, blank=True)
    result = models.TextField(_("results of the programme"), blank=True)
    case_url = models.URLField(_("link to the case or the review"), max_length=500, blank=True)
    is_completed = models.BooleanField(_("has gone through the programme"), default=False)
    note = models.TextField(_("note of the coordinator"), blank=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(ParticipationQuerySet)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.person)


class Mentee(Participation):
    """A pupil or a teacher who asked for a mentor: the request in words and in words of the vocabulary."""

    request = models.TextField(_("main request"), blank=True)
    interests = models.TextField(_("interests"), blank=True)
    tags = models.ManyToManyField(Tag, through="MenteeTag", related_name="mentees", blank=True)

    class Meta:
        verbose_name = _("mentee")
        verbose_name_plural = _("mentees")
        ordering = ["person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "person"],
                condition=Q(deleted_at=None),
                name="mentee_once_in_a_programme",
            )
        ]
        indexes = [models.Index(fields=["school", "programme", "deleted_at"], name="mentees_of_a_programme")]

    def get_absolute_url(self):
        return reverse("mentee", args=[self.public_id])


class Mentor(Participation):
    """Who is ready to help: competences, whom the person would like to help, and how much time there is.

    ``capacity`` is how many mentees at once; ``hours_a_month`` the time for all of them together.
    """

    class Decision(models.TextChoices):
        """What the selection came to; without a row's decision the mentor is not selected yet."""

        SELECTED = "selected", _("Selected")
        RESERVE = "reserve", _("In reserve")
        REFUSED = "refused", _("Not selected")

    competences = models.TextField(_("main competences"), blank=True)
    interests = models.TextField(_("interests"), blank=True)
    tags = models.ManyToManyField(Tag, through="MentorTag", related_name="mentors", blank=True)
    age_from = models.PositiveSmallIntegerField(_("desired age of mentees, from"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("how many mentees"), default=1)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        ordering = ["person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "programme", "person"],
                condition=Q(deleted_at=None),
                name="mentor_once_in_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=models.F("age_from")),
                name="desired_age_goes_up",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_on__isnull=False), name="decision_about_a_mentor_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["school", "programme", "deleted_at"], name="mentors_of_a_programme")]

    def get_absolute_url(self):
        return reverse("mentor", args=[self.public_id])


class MenteeTag(SchoolOwned):
    """A mentee asks for this."""

    mentee = models.ForeignKey(Mentee, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "mentee", "tag"], name="word_once_for_a_mentee")]


class MentorTag(SchoolOwned):
    """A mentor offers this."""

    mentor = models.ForeignKey(Mentor, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "mentor", "tag"], name="word_once_for_a_mentor")]
