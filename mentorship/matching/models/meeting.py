"""The group meeting after which both sides choose."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.notifications.models.direct import DirectLetter
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class GroupMeeting(SchoolOwned, Versioned):
    """All selected mentors and all mentees, or those of one form, come together and get to know one another.

    The choices are questionnaires («выбор после групповой встречи»); ``mentor_campaign``, ``mentee_campaign`` and, in
    words for younger pupils, ``child_campaign`` are the numbers of their campaigns, empty until the choices are
    collected.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="group_meetings")
    form = models.ForeignKey(
        MentoringForm, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("form of mentoring")
    )
    day = models.DateField(_("date"))
    at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("what is planned"), blank=True)
    mentor_campaign = models.UUIDField(null=True, blank=True)
    mentee_campaign = models.UUIDField(null=True, blank=True)
    child_campaign = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("group meeting")
        verbose_name_plural = _("group meetings")
        ordering = ["-day", "-pk"]

    def __str__(self):
        return self.day.strftime("%d.%m.%Y")

    def get_absolute_url(self):
        return reverse("matching_meeting", args=[self.public_id])

    @property
    def invitation_url(self):
        """The page that a guest with an account sees."""
        return reverse("matching_invitation", args=[self.public_id])

    @property
    def campaigns(self):
        """Numbers of the campaigns that collect the choices."""
        return [one for one in (self.mentee_campaign, self.child_campaign, self.mentor_campaign) if one]

    def living_guests(self):
        """Guests who are still in the registers."""
        rows = self.guests.filter(mentor__deleted_at=None, mentee__deleted_at=None)
        return rows.filter(
            mentor__person__deleted_at=None,
            mentee__person__deleted_at=None,
            mentor__person__anonymised_at=None,
            mentee__person__anonymised_at=None,
        )


class MeetingGuest(SchoolOwned):
    """A mentor or a mentee who is invited; ``has_come`` is the attendance list, empty until it is filled in."""

    meeting = models.ForeignKey(GroupMeeting, models.CASCADE, related_name="guests")
    mentor = models.ForeignKey(Mentor, models.CASCADE, null=True, blank=True, related_name="+")
    mentee = models.ForeignKey(Mentee, models.CASCADE, null=True, blank=True, related_name="+")
    has_come = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mentor=None, mentee__isnull=False) | Q(mentor__isnull=False, mentee=None),
                name="guest_is_a_mentor_or_a_mentee",
            ),
            models.UniqueConstraint(
                fields=["school", "meeting", "mentor"], condition=~Q(mentor=None), name="mentor_invited_once"
            ),
            models.UniqueConstraint(
                fields=["school", "meeting", "mentee"], condition=~Q(mentee=None), name="mentee_invited_once"
            ),
        ]

    @property
    def person(self):
        return (self.mentor or self.mentee).person


class MeetingLetter(DirectLetter):
    """The invitation of a guest who has an address; written once, whatever is pressed how often."""

    guest = models.OneToOneField(MeetingGuest, models.CASCADE, related_name="letter")

    class Meta:
        indexes = [models.Index(fields=["state", "send_after"], name="meeting_letters_to_send")]
