"""A file that was read and waits to be checked by the person who uploaded it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .roadmap import Roadmap


class ImportDraft(SchoolOwned, Versioned):
    """What was understood of an uploaded roadmap, kept on the server until it is created or a month is over.

    ``roadmap`` is set once: pressing «Create» twice leads to the same roadmap.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    file_name = models.CharField(_("name of the file"), max_length=255)
    outline = models.JSONField()
    doubts = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    roadmap = models.ForeignKey(Roadmap, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("draft of an import")
        verbose_name_plural = _("drafts of an import")
        ordering = ["-created_at"]
