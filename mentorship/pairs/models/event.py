"""What happened to a pair, and which order says so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.people.models import Mentee
from mentorship.programmes.ownership import SchoolOwned

from .order import PairOrder
from .pairing import Pairing, PairingState


class PairingEvent(SchoolOwned):
    """One fact of a pair's history: never changed, never thrown away.

    Facts that an order must say (``needs_order``) wait with an empty ``order`` until the next one: the first order of
    the programme tells of pairs that were made, each later one of everything that changed since.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("The pair was made")
        JOINED = "joined", _("A mentee joined")
        LEFT = "left", _("A mentee left")
        ENDED = "ended", _("The pair ended")
        STATE = "state", _("The state changed")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind)
    mentee = models.ForeignKey(Mentee, models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(_("date"))
    state = models.CharField(max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    needs_order = models.BooleanField(default=False)
    order = models.ForeignKey(PairOrder, models.SET_NULL, null=True, blank=True, related_name="events")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["school", "pairing", "at"], name="history_of_a_pair")]

    @property
    def state_title(self):
        """What the pair came to by this fact."""
        return PairingState(self.state).label if self.state else ""
