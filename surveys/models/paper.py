"""A workbook with many filled sheets, between its upload and its confirmation, and the way back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned

from .campaign import Campaign


class PaperBatch(SchoolOwned):
    """What was read of a workbook of answers. ``rows`` waits for the confirmation and is emptied by it; ``written`` are
    the numbers of the submissions that came of it, so that they can be taken back; of an anonymous campaign none is
    kept, because it would be a list of who brought which answers.

    ``digest`` is the SHA-256 of what the sheets say: the same sheets are not taken twice.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="batches")
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    written = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("workbook of answers")
        verbose_name_plural = _("workbooks of answers")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["school", "campaign", "digest"], name="workbooks_of_a_campaign")]
