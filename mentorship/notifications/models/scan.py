"""When a school was last looked through."""

from django.db import models

from mentorship.programmes.ownership import SchoolOwned


class LastScan(SchoolOwned):
    """The last scan of a school. It spares work and decides nothing: a lost row costs one scan more."""

    day = models.DateField()
    scanned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="one_last_scan_a_school")]
