"""Answers that are offered to the registers, and what became of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, scoped
from surveys.models import Submission

from .person import Person


class OfferQuerySet(models.QuerySet):
    def of(self, programme):
        """Of living campaigns of the programme and of people who are not thrown away, of sheets that no corrected one
        has taken the place of."""
        return self.filter(
            Q(person=None) | Q(person__deleted_at=None),
            submission__campaign__programme=programme,
            submission__campaign__deleted_at=None,
            submission__withdrawn_at=None,
        )


class Offer(SchoolOwned):
    """One filled questionnaire whose answers may change the registers. It is made when somebody looks, never while
    people answer: a class hour pays nothing for it.

    ``person`` is whose answers they are: known by the ticket, or named by the person who decides; None where nobody
    knows yet. ``batch`` is the act by which it was decided, so that the act is taken back as a whole; ``made`` holds
    what the act has created: ``{"person": pk, "mentee": pk, "mentor": pk}``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="offer")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="offers")
    is_named_by_hand = models.BooleanField(default=False)
    is_waiting = models.BooleanField(default=True)
    made = models.JSONField(default=dict, blank=True)
    batch = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = scoped(OfferQuerySet)

    class Meta:
        verbose_name = _("answers for the registers")
        verbose_name_plural = _("answers for the registers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["school"], condition=Q(is_waiting=True), name="offers_that_wait"),
            models.Index(fields=["school", "batch"], name="offers_of_an_act"),
        ]

    def __str__(self):
        return str(self.person or _("unknown"))

    def get_absolute_url(self):
        return reverse("answers_one", args=[self.public_id])


class Proposal(SchoolOwned):
    """One field of a register for which a questionnaire says something else than the register.

    ``before`` is what the register held when the answer was read, ``replaced`` what it held when the answer was taken,
    ``applied`` what was written then (a new word has become one of the vocabulary). Values are those of
    ``asking/fields.py``. ``batch`` is the act that decided it: a press takes back what one press has done.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True, blank=True)
    proposed = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    replaced = models.JSONField(null=True, blank=True)
    applied = models.JSONField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change of a register")
        verbose_name_plural = _("proposed changes of a register")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "offer", "field"], name="field_once_in_a_questionnaire"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False), name="decided_proposal_has_its_moment"
            ),
        ]
        indexes = [models.Index(fields=["school", "batch"], name="proposals_of_an_act")]
