"""Letters to people without accounts."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.notifications.models import State
from mentorship.programmes.ownership import SchoolOwned

from .campaign import Invitation


class SurveyLetter(SchoolOwned):
    """One letter to an invited person who has no account: the outbox of the notifications knows accounts only.

    It has the same states and goes through the same post office. Neither the address nor the words are kept: both are
    put together at the moment of sending, for the words hold the secret link. ``due_on`` makes it come once.
    """

    class Kind(models.TextChoices):
        INVITED = "invited", _("invitation")
        REMINDER = "reminder", _("reminder")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=300, blank=True)
    send_after = models.DateTimeField(default=clock.now)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter about a questionnaire")
        verbose_name_plural = _("letters about questionnaires")
        constraints = [
            models.UniqueConstraint(fields=["school", "invitation", "kind", "due_on"], name="survey_letter_once")
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state__in=["queued", "sending", "retrying"]),
                name="survey_letters_to_send",
            )
        ]
