"""Who changed what and when. Rows are only added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock

from ..ownership import SchoolOwned, scoped


class AuditQuerySet(models.QuerySet):
    def about(self, row):
        """The history of one row, newest first."""
        return self.filter(object_type=row._meta.label_lower, object_id=row.pk)


class AuditEvent(SchoolOwned):
    """One act of one person on one row.

    Services write it themselves, because a compare-and-swap save is an UPDATE, which no signal sees.
    ``changes`` is ``{field: [before, after]}`` in readable words.
    """

    at = models.DateTimeField(_("when"), default=clock.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=200, blank=True)
    action = models.CharField(_("what"), max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    object_name = models.CharField(_("about"), max_length=300)
    changes = models.JSONField(default=dict, blank=True)

    objects = scoped(AuditQuerySet)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["school", "object_type", "object_id", "-at"], name="audit_of_a_row"),
            models.Index(fields=["school", "-at"], name="audit_of_a_school"),
        ]
