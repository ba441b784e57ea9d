"""What people have typed so far, and what they have sent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.ownership import SchoolOwned

from .campaign import Campaign, Invitation


class Draft(SchoolOwned):
    """Answers that were saved at each step and not sent yet. Found by the digest of the way in, for everybody alike.

    ``key_hash`` is the digest of the personal link, or of the key that a person who came by the open code was given.
    ``sealed`` is the dictionary of answers, encrypted with a key made from the token itself, which the server does not
    keep: nobody reads a half-filled anonymous questionnaire. ``once`` becomes ``Submission.key``. ``invitation`` is set
    in identified campaigns only. ``saved_on`` has the precision of a day.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="drafts")
    key_hash = models.CharField(max_length=64, unique=True)
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, related_name="draft")
    sealed = models.TextField(blank=True)
    once = models.UUIDField(default=uuid.uuid4)
    saved_on = models.DateField()

    class Meta:
        verbose_name = _("unfinished questionnaire")
        verbose_name_plural = _("unfinished questionnaires")
        indexes = [models.Index(fields=["school", "campaign"], name="drafts_of_a_campaign")]


class Submission(SchoolOwned):
    """One filled questionnaire, written once and never changed; a corrected sheet is a new row beside the old one.

    The primary key is random (UUID version 4), so rows carry no order. An anonymous submission knows neither ticket
    nor person nor moment: ``invitation``, ``submitted_at``, ``group`` and ``entered_by`` stay empty, and
    ``submitted_on`` is the first day of its month. ``key`` makes a second press of the button find the first row.
    ``said`` is who the person says to be, where an identified campaign is answered without an invitation; it is emptied
    when the person is erased. ``second`` holds the answers of the second typist until both agree.
    """

    class Way(models.TextChoices):
        LINK = "link", _("by the link")
        CODE = "code", _("by the code")
        ACCOUNT = "account", _("signed in")
        PAPER = "paper", _("on paper")
        FILE = "file", _("from a file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="submissions")
    key = models.UUIDField()
    answers = models.JSONField(default=dict)
    submitted_on = models.DateField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="submissions")
    group = models.CharField(max_length=80, blank=True)
    said = models.JSONField(default=dict, blank=True)
    way = models.CharField(max_length=8, choices=Way, default=Way.LINK)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    second = models.JSONField(null=True, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("filled questionnaire")
        verbose_name_plural = _("filled questionnaires")
        constraints = [
            models.UniqueConstraint(fields=["school", "campaign", "key"], name="sent_once"),
            models.UniqueConstraint(
                fields=["school", "invitation"],
                condition=Q(withdrawn_at=None) & ~Q(invitation=None),
                name="one_filled_questionnaire_for_a_ticket",
            ),
        ]
        indexes = [models.Index(fields=["school", "campaign", "group"], name="submissions_of_a_campaign")]

    def __str__(self):
        return str(self.id)
