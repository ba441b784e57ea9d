"""Who is to hear of what: the outbox and the ledger in one table."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, scoped

from .choices import Channel


class State(models.TextChoices):
    """What came of a notification. The bell's rows are sent when they are made."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    RETRYING = "retrying", _("to be tried again")
    FAILED = "failed", _("not delivered")
    WITHHELD = "withheld", _("withheld")


UNSENT = (State.QUEUED, State.SENDING, State.RETRYING)
DIGEST = "digest"
"""The kind of the one letter a day that carries the lines of a person."""


class NotificationQuerySet(models.QuerySet):
    def letters(self):
        """What the mail server gets."""
        return self.filter(channel=Channel.EMAIL)

    def lines(self):
        """What waits for a person's next digest."""
        return self.filter(channel=Channel.DIGEST, state=State.QUEUED)

    def bell_of(self, user):
        """What the bell shows a person, newest first."""
        return self.filter(channel=Channel.BELL, recipient=user).order_by("-created_at", "-pk")

    def unread(self):
        return self.filter(read_at=None)


class Notification(SchoolOwned):
    """One person is to hear of one thing by one channel.

    The key is (school, kind, object, due date, recipient, channel): whoever finds that something is due inserts with
    ON CONFLICT DO NOTHING, so any number of scanners may run. ``object_id`` is a row of the model that the kind speaks
    of; ``due_on`` is the day on which it was to be said, so a moved deadline is said again. A letter (channel email)
    is either a digest, which carries a person's lines (``carried_by``), or one thing told at once.

    A row is never deleted while the thing lives: it is the memory that keeps a reminder from coming twice. The words
    of a letter go after 180 days.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.BigIntegerField()
    due_on = models.DateField(_("day"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("made"), default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    carried_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    priority = models.PositiveSmallIntegerField(default=5)
    send_after = models.DateTimeField(default=clock.now)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    may_be_double = models.BooleanField(_("possibly sent twice"), default=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    address = models.EmailField(_("address"), blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)

    objects = scoped(NotificationQuerySet)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "object_id", "due_on", "recipient", "channel"], name="told_once"
            ),
            models.UniqueConstraint(
                fields=["school", "recipient"],
                condition=Q(kind=DIGEST, channel=Channel.EMAIL, state__in=UNSENT),
                name="one_unsent_digest_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "send_after"],
                condition=Q(channel=Channel.EMAIL, state__in=UNSENT),
                name="letters_to_send",
            ),
            models.Index(
                fields=["school", "recipient"],
                condition=Q(channel=Channel.DIGEST, state=State.QUEUED),
                name="lines_that_wait",
            ),
            models.Index(fields=["school", "recipient", "channel", "-created_at"], name="notifications_of_a_person"),
            models.Index(fields=["school", "channel", "-created_at"], name="letters_of_a_school"),
            models.Index(fields=["school", "kind", "due_on"], name="notifications_of_a_day"),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id} {self.due_on:%d.%m.%Y}"

    @property
    def message_id(self):
        """The same for every try, so that a mail server can tell a letter that it already has."""
        return f"<{self.public_id}@{settings.MAIL_DOMAIN}>"

    @property
    def is_digest(self):
        return self.kind == DIGEST


class Outcome(models.TextChoices):
    """How one try ended."""

    SENT = "sent", _("accepted by the mail server")
    TEMPORARY = "temporary", _("refused for now")
    PERMANENT = "permanent", _("refused for good")
    UNKNOWN = "unknown", _("no answer: possibly accepted")
    INTERRUPTED = "interrupted", _("the sender stopped before the letter left")


class Attempt(SchoolOwned):
    """One try to send a letter, with what the mail server said."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    code = models.PositiveSmallIntegerField(_("code"), null=True, blank=True)
    answer = models.CharField(_("answer of the mail server"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("try to send")
        verbose_name_plural = _("tries to send")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["school", "notification", "at"], name="attempts_of_a_letter")]
