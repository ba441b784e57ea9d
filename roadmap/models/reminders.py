"""Reminders that a person sends by hand."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned

from .activity import Activity


class ManualReminder(SchoolOwned):
    """Somebody reminded people of an activity in words of one's own. Whom, the notifications of this row say."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="reminders")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("reminder by hand")
        verbose_name_plural = _("reminders by hand")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["school", "activity", "-sent_at"], name="reminders_of_an_activity")]

    def __str__(self):
        return self.activity.title

    def get_absolute_url(self):
        return reverse("remind_sent", args=[self.public_id])
