"""A person's calendar of deadlines, read by the calendar of a phone without a sign-in."""

from django.conf import settings
from django.db import models

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned


class CalendarFeed(SchoolOwned):
    """A secret address of one person's deadlines. Only the SHA-256 of the token is kept; a new address ends the old."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"], condition=models.Q(revoked_at=None), name="one_open_feed_a_person"
            )
        ]
