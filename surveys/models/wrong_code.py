"""Wrong codes, to count guesses by."""

from django.db import models

from mentorship.common import clock


class WrongCode(models.Model):
    """One wrong code from one network address, whose keyed digest is kept for an hour; the code itself is not kept.

    It belongs to no school: whose code was meant is not known.
    """

    source = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="wrong_codes_of_an_address")]
