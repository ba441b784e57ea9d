"""Care: who has no pair, what is decided about them, the psychologist's closed notes, a mentee's call for help."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.common.sealed import SealedTextField
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .pairing import Pairing


class CareDecision(models.TextChoices):
    """What happens next with a mentee who has no pair."""

    SEARCH = "search", _("The search goes on")
    GROUP = "group", _("Goes into a group")
    SUPPORT = "support", _("Support by the psychologist")
    POSTPONED = "postponed", _("Postponed")


class CareCase(SchoolOwned, Versioned):
    """What is decided about one mentee without a pair: the present decision; earlier ones are ``CareStep`` rows.

    Everybody without a pair stands in the queue with or without such a row: it comes with the first decision.
    ``returns_on`` is the day on which the mentee comes back to the top of the queue.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="care")
    decision = models.CharField(_("decision"), max_length=10, choices=CareDecision, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    returns_on = models.DateField(_("back to it on"), null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("case of a mentee without a pair")
        verbose_name_plural = _("mentees without a pair")
        constraints = [models.UniqueConstraint(fields=["school", "mentee"], name="one_case_of_a_mentee")]
        indexes = [models.Index(fields=["school", "returns_on"], name="cases_that_come_back")]

    def __str__(self):
        return str(self.mentee)

    def get_absolute_url(self):
        return reverse("support_case", args=[self.mentee.public_id])


class CareStep(SchoolOwned):
    """One decision of a case, as history."""

    case = models.ForeignKey(CareCase, models.CASCADE, related_name="steps")
    decision = models.CharField(max_length=10, choices=CareDecision, blank=True)
    returns_on = models.DateField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]


class CareNote(SchoolOwned):
    """The psychologist's closed note of a talk. Sealed in the database, seen by psychologists only, in no export.

    The log says that a note was written and by whom, never what it says. It goes when the person's data go.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="care_notes")
    day = models.DateField(_("date"))
    text = SealedTextField(_("note"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("closed note of the psychologist")
        verbose_name_plural = _("closed notes of the psychologist")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["school", "mentee", "deleted_at"], name="notes_of_a_mentee")]


class CareCall(SchoolOwned):
    """A mentor has appeared who suits a mentee without a pair: said once for each two of them.

    ``points`` (0..10000) are those of the matching on the day. ``answered_on`` is when somebody made the pair or waved
    it away.
    """

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="care_calls")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="care_calls")
    found_on = models.DateField()
    points = models.PositiveIntegerField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-points", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "mentee", "mentor"], name="mentor_found_once")]
        indexes = [
            models.Index(fields=["school", "mentee"], condition=Q(answered_on=None), name="calls_without_an_answer")
        ]


class HelpCall(SchoolOwned, Versioned):
    """«Нужна помощь»: a mentee calls. Only the coordinator and the psychologist ever learn of it.

    ``text`` is what the mentee wrote, ``outcome`` what was done: both sealed. ``key`` is made by the form, so a button
    pressed twice calls once.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        TAKEN = "taken", _("Taken up")
        CLOSED = "closed", _("Closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="help_calls")
    pairing = models.ForeignKey(Pairing, models.SET_NULL, null=True, blank=True, related_name="help_calls")
    text = SealedTextField(_("what has happened"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.NEW)
    at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = SealedTextField(_("what was done"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call for help")
        verbose_name_plural = _("calls for help")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="help_call_once_by_its_form")]
        indexes = [models.Index(fields=["school", "state", "at"], name="help_calls_by_state")]

    def get_absolute_url(self):
        return reverse("help_call", args=[self.public_id])
