"""Drafts of a matching: numbered, kept, compared; nobody is told before one is approved."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorship.common import clock
from mentorship.pairs.models import Pairing, PairOrder
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class MatchingRun(SchoolOwned, Versioned):
    """One draft of the matching of a programme, or of one form of mentoring in it.

    ``snapshot`` is what was known when it was started, ``{"rules": Rules, "knowledge": Knowledge}``: the reasons of a
    draft stay true to it while the registers go on. ``salt`` decides between equals: with it anybody can redo the
    draw. ``figures`` are the result's numbers. ``done`` of ``total`` is the progress of a run in the background, and
    ``claimed_at`` its last sign of life. ``parent`` is the draft that this one was computed again from: its locks hold,
    and of the rest as many pairs stay as the new wishes allow. ``problem`` says in codes why the wishes exclude one
    another (``engine.Infeasible``).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        COUNTING = "counting", _("Being computed")
        READY = "ready", _("Draft")
        IMPOSSIBLE = "impossible", _("The wishes exclude one another")
        FAILED = "failed", _("Not computed")
        CANCELLED = "cancelled", _("Cancelled")
        APPROVED = "approved", pgettext_lazy("draft", "Approved")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="matching_runs")
    form = models.ForeignKey(MentoringForm, models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    snapshot = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    figures = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(PairOrder, models.SET_NULL, null=True, blank=True, related_name="runs")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("draft of a matching")
        verbose_name_plural = _("drafts of a matching")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "programme", "number"], name="draft_number_once_in_a_programme"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="approved_draft_has_its_moment"
            ),
        ]

    def __str__(self):
        return str(self.number)

    def get_absolute_url(self):
        return reverse("matching_run", args=[self.public_id])


class Proposal(SchoolOwned):
    """A mentee's place in a draft: with a mentor, or without one and with the reason.

    ``points`` is 0..10000 and the sum of ``parts``, ``scoring.Part`` as lists: criterion, points, the most that it can
    give, what it rests on. ``is_locked`` keeps the pair when the rest is computed again. ``by_hand`` is a mentor whom
    the coordinator chose. ``reason`` says in codes why there is nobody (``missing.Reason``).
    """

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Mentor, models.CASCADE, null=True, blank=True, related_name="proposals")
    points = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=list, blank=True)
    reason = models.JSONField(default=dict, blank=True)
    is_locked = models.BooleanField(_("locked"), default=False)
    by_hand = models.BooleanField(_("chosen by hand"), default=False)
    pairing = models.ForeignKey(Pairing, models.SET_NULL, null=True, blank=True, related_name="proposals")

    class Meta:
        verbose_name = _("proposed pair")
        verbose_name_plural = _("proposed pairs")
        constraints = [
            models.UniqueConstraint(fields=["school", "run", "mentee"], name="mentee_once_in_a_draft"),
            models.CheckConstraint(condition=Q(mentor__isnull=False) | Q(is_locked=False), name="lock_holds_a_pair"),
        ]
        indexes = [models.Index(fields=["school", "run", "mentor"], name="proposals_of_a_mentor")]
