"""The ground of every table: it belongs to a school, and two people may edit it at once.

``Model.objects`` answers for the school of the current request or task and raises outside of one. ``Model.unscoped``
looks across schools; the modules that may use it are listed in tests/mentorship/programmes/test_scope.py.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from mentorship.common.errors import EditConflict


def scoped(queryset_class=models.QuerySet):
    """A manager with the methods of a queryset class that sees the current school's rows only."""
    return ScopedManager(school="school", _manager_class=models.Manager.from_queryset(queryset_class))


class SchoolOwned(models.Model):
    """A row of one school, for ever: the owner never changes."""

    school = models.ForeignKey("programmes.School", models.CASCADE, related_name="+", verbose_name=_("school"))

    objects = scoped()
    unscoped = models.Manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._owner_id = row.__dict__.get("school_id")
        return row

    def save(self, *args, **kwargs):
        owner = getattr(self, "_owner_id", None)
        if owner and owner != self.school_id:
            raise ValidationError("A row never moves to another school.")
        super().save(*args, **kwargs)


class Versioned(models.Model):
    """A row that two people edit. Saving is compare-and-swap: the second one gets both texts, nothing is lost."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def swap(self, expected_version, **changes):
        """Write the changes if nobody saved since ``expected_version``; raises EditConflict with the saved row.

        One UPDATE statement decides, so it holds on both databases without a lock.
        """
        updated = (
            type(self)
            .objects.filter(pk=self.pk, version=expected_version)
            .update(version=models.F("version") + 1, **changes)
        )
        if not updated:
            theirs = type(self).objects.get(pk=self.pk)
            raise EditConflict(_("Somebody has changed this in the meantime."), theirs=theirs)
        self.refresh_from_db()
        return self
