"""How a user takes registers out as files."""

from django.conf import settings
from django.db import models

from mentorship.programmes.ownership import SchoolOwned

from .imports import Register


class ExportLayout(SchoolOwned):
    """Columns of the official register in the order that the user last asked for: copies of the form differ."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=10, choices=Register)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "register"], name="one_export_layout_a_register")
        ]
