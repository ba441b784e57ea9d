"""By which way a person wants to hear of what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorship.programmes.ownership import SchoolOwned


class Channel(models.TextChoices):
    """The way of one row: shown by the bell, a line of the morning digest, or a letter that the mail server gets."""

    BELL = "bell", _("bell")
    DIGEST = "digest", _("line of the digest")
    EMAIL = "email", pgettext_lazy("sent by mail", "letter")


class Mode(models.TextChoices):
    """What a person chooses for a kind. The bell shows everything in any case."""

    AT_ONCE = "at_once", _("a letter at once")
    DIGEST = "digest", _("in the morning digest")
    BELL = "bell", _("the bell only")

    @property
    def channels(self):
        """The rows that a notification of this mode needs."""
        return {
            Mode.AT_ONCE: (Channel.BELL, Channel.EMAIL),
            Mode.DIGEST: (Channel.BELL, Channel.DIGEST),
            Mode.BELL: (Channel.BELL,),
        }[self]


class DeliveryChoice(SchoolOwned):
    """A person's own choice for a kind in a school; without a row the kind's default holds.

    ``before`` is what it was until the letters were stopped by the link in a letter, so that this can be taken back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    mode = models.CharField(max_length=10, choices=Mode)
    before = models.CharField(max_length=10, choices=Mode, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "user", "kind"], name="choice_once_for_a_kind")]
