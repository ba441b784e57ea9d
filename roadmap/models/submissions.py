"""Forms that were sent, so that a double click does not make two of a thing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned


class SubmittedForm(SchoolOwned):
    """The key of a form that has been acted upon, and the page it led to. Kept for a week."""

    key = models.UUIDField()
    url = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="form_sent_once_in_a_school")]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_by_age")]
