"""Meetings of a pair or a group: planned, held, called off."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.notifications.models import DirectLetter
from mentorship.people.models import Mentee, Mentor, Person
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .pairing import Pairing


class MeetingKind(models.TextChoices):
    """The five meetings of the roadmap's stage 6; regular ones are a series, of each other kind there is one."""

    ORGANISING = "organising", _("Organising")
    TRIAL = "trial", _("Trial")
    PLANNING = "planning", _("Planning")
    REGULAR = "regular", _("Regular")
    CLOSING = "closing", _("Closing")


class Verdict(models.TextChoices):
    """What a side says after the trial meeting. Only the coordinator learns who said what."""

    GO_ON = "go_on", _("We go on")
    CHANGE = "change", _("Another pair would be better")


class MeetingQuerySet(models.QuerySet):
    def living(self):
        """Not thrown away, of pairs that are not thrown away."""
        return self.filter(deleted_at=None, pairing__deleted_at=None)

    def held(self):
        return self.living().filter(state=Meeting.State.HELD)

    def planned(self):
        return self.living().filter(state=Meeting.State.PLANNED)


class Meeting(SchoolOwned, Versioned):
    """One meeting. It may be recorded weeks later and in any order: rules about the order only warn.

    ``key`` is made by the form, so that a button pressed twice writes one meeting. ``mentor`` is who held it when that
    was a substitute. ``results`` are those of the closing meeting; ``verdict`` is the mentor's after the trial one.
    ``remark`` is the coordinator's. ``series`` is the same for regular meetings that were planned together.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Called off")

    class Format(models.TextChoices):
        IN_PERSON = "person", _("In person")
        ONLINE = "online", _("Online")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind, default=MeetingKind.REGULAR)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    day = models.DateField(_("date"))
    at = models.TimeField(_("at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length, minutes"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=6, choices=Format, default=Format.IN_PERSON)
    place = models.CharField(_("where"), max_length=200, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    done = models.TextField(_("what was done"), max_length=4000, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=4000, blank=True)
    results = models.TextField(_("results against the goals"), max_length=4000, blank=True)
    verdict = models.CharField(_("does the pair go on"), max_length=6, choices=Verdict, blank=True)
    remark = models.TextField(_("remark of the coordinator"), max_length=2000, blank=True)
    cancel_reason = models.CharField(_("why it was called off"), max_length=300, blank=True)
    mentor = models.ForeignKey(Mentor, models.SET_NULL, null=True, blank=True, related_name="+")
    series = models.UUIDField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(MeetingQuerySet)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["day", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="meeting_once_by_its_form"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(recorded_at__isnull=False), name="held_meeting_is_recorded"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "pairing", "state", "day"], name="meetings_of_a_pair"),
            models.Index(fields=["school", "day"], name="meetings_of_a_day"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("meeting", args=[self.public_id])


class Presence(SchoolOwned):
    """A mentee at a meeting: was there or not, and what the mentee says of it.

    ``confirmed`` is what the mentee said on the own page (``way`` tells how it came): nothing, yes, or no with a word
    why. ``verdict`` is the mentee's after the trial meeting; the mentor never sees it.
    """

    class Way(models.TextChoices):
        ACCOUNT = "account", _("on the own page")
        CODE = "code", _("by the code")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    mentee = models.ForeignKey(Mentee, models.PROTECT, related_name="presences")
    was_there = models.BooleanField(_("was there"), default=True)
    confirmed = models.BooleanField(_("confirmed"), null=True, blank=True)
    comment = models.CharField(_("comment of the mentee"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    verdict = models.CharField(_("does the pair go on"), max_length=6, choices=Verdict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "meeting", "mentee"], name="mentee_once_at_a_meeting")]
        indexes = [models.Index(fields=["school", "mentee"], name="meetings_of_a_mentee")]


MARKS = [MinValueValidator(1), MaxValueValidator(5)]


class Pulse(SchoolOwned):
    """Two questions after a meeting, 1 to 5: was it useful, was it comfortable. ``mentee`` is empty for the mentor's.

    The other side never sees it; the coordinator and the psychologist see both and the difference.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pulses")
    mentee = models.ForeignKey(Mentee, models.CASCADE, null=True, blank=True, related_name="pulses")
    useful = models.PositiveSmallIntegerField(_("useful"), validators=MARKS)
    comfort = models.PositiveSmallIntegerField(_("comfortable"), validators=MARKS)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "meeting", "mentee"],
                condition=Q(mentee__isnull=False),
                name="pulse_of_a_mentee_once",
            ),
            models.UniqueConstraint(
                fields=["school", "meeting"], condition=Q(mentee=None), name="pulse_of_the_mentor_once"
            ),
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5)) & Q(comfort__range=(1, 5)), name="pulse_is_from_one_to_five"
            ),
        ]
        indexes = [models.Index(fields=["school", "meeting"], name="pulses_of_a_meeting")]


class MeetingLetter(DirectLetter):
    """One person is invited to a meeting, with a calendar entry; parents are told of a minor's meeting with an adult.

    ``version`` is that of the meeting of which the letter tells; a later one means that the meeting has moved, and the
    row is made ready to be sent again. Nobody is written to twice about the same day and hour.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        constraints = [
            models.UniqueConstraint(fields=["school", "meeting", "person"], name="invited_once_to_a_meeting")
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state__in=["queued", "sending", "retrying"]),
                name="letters_on_meetings_to_send",
            )
        ]
