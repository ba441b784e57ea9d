"""A mentor with one or several mentees."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.people.models import Mentee, Mentor, Variant
from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .order import PairOrder


class PairingState(models.TextChoices):
    """Where a pair is on its way, from the matching to the end."""

    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed by both sides")
    ORDERED = "ordered", _("Bound by an order")
    AT_WORK = "at_work", _("At work")
    PAUSED = "paused", _("Paused")
    FINISHED = "finished", _("Finished")


LIVING = (PairingState.AGREED, PairingState.ORDERED, PairingState.AT_WORK, PairingState.PAUSED)
"""States in which the mentor's place is taken and the mentee has a mentor."""


class PairingQuerySet(models.QuerySet):
    def of(self, programme):
        return self.filter(programme=programme, deleted_at=None)

    def living(self):
        """Pairs that hold a place of the mentor."""
        return self.filter(deleted_at=None, state__in=LIVING)


class Pairing(SchoolOwned, Versioned):
    """One mentor with one or several mentees in one programme.

    ``points`` (0..10000) and ``reasons`` are what the matching said at the approval; they stay with the pair, so that
    it can be seen later why it was made. ``place`` is where and how an adult meets pupils, shown to the parents.
    ``replaces`` is the pair that these mentees had when they got another mentor; ``handover`` is what the old mentor
    leaves to the new one. While a pair is paused, ``resumes_on`` is the day when somebody looks at it again.
    """

    class Ending(models.TextChoices):
        FULFILLED = "fulfilled", _("The plan is fulfilled")
        MENTOR = "mentor", _("Early, the mentor's wish")
        MENTEE = "mentee", _("Early, the mentee's wish")
        COORDINATOR = "coordinator", _("Early, the coordinator's decision")
        SCHOOL = "school", _("Early, the school's decision")
        CHANGED = "changed", _("Change of the mentor")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pairings")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="pairings")
    mentees = models.ManyToManyField(Mentee, through="PairingMentee", related_name="pairings")
    form = models.ForeignKey(MentoringForm, models.PROTECT, null=True, blank=True, related_name="+")
    variant = models.ForeignKey(Variant, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=PairingState, default=PairingState.PROPOSED)
    is_group = models.BooleanField(_("group"), default=False)
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(_("where and how they meet"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=12, choices=Ending, blank=True)
    ending_reason = models.CharField(_("why"), max_length=300, blank=True)
    paused_on = models.DateField(_("paused on"), null=True, blank=True)
    resumes_on = models.DateField(_("goes on on"), null=True, blank=True)
    handover = models.TextField(_("what the next mentor has to know"), max_length=4000, blank=True)
    order = models.ForeignKey(PairOrder, models.SET_NULL, null=True, blank=True, related_name="pairings")
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    points = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PairingQuerySet)

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ["mentor__person__name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pair_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state=PairingState.FINISHED) | (Q(ended_on__isnull=False) & ~Q(ending="")),
                name="finished_pair_has_its_end",
            ),
        ]
        indexes = [models.Index(fields=["school", "programme", "state"], name="pairs_of_a_programme")]

    def __str__(self):
        return str(self.mentor)

    def get_absolute_url(self):
        return reverse("pairing", args=[self.public_id])


class PairingMentee(SchoolOwned):
    """This mentee is in the pair or the group; ``left_on`` when a group goes on without the mentee."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="places")
    mentee = models.ForeignKey(Mentee, models.PROTECT, related_name="places")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "pairing", "mentee"], name="mentee_once_in_a_pair")]
        indexes = [models.Index(fields=["school", "mentee"], name="pairs_of_a_mentee")]
