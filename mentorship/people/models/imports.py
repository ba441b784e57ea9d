"""Lists that were brought in, so that a whole import can be taken back for thirty days."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned

from .person import Person


class Register(models.TextChoices):
    """Which register a list is for."""

    MENTEES = "mentees", _("Mentees")
    MENTORS = "mentors", _("Mentors")


class SavedMapping(SchoolOwned):
    """Which column of the school's file is what: ``{heading in one spelling: field}``, remembered for the next file."""

    register = models.CharField(max_length=10, choices=Register)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "register"], name="one_mapping_a_register")]


class ImportBatch(SchoolOwned):
    """One file on its way into a register: read, mapped, checked, taken in, perhaps taken back.

    ``cells`` are the file's rows as texts until it is taken in or given up, then they go. ``choices`` is what the
    person decided about rows: ``{row: "skip" | "new" | id of the person that it is}``. ``made`` is what the rows needed
    besides people, for taking it back: ``{"classes": [ids], "tags": [ids], "last_link": id of the last word set}``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not taken in yet")
        DONE = "done", _("taken in")
        UNDONE = "undone", _("taken back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    register = models.CharField(_("register"), max_length=10, choices=Register)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=255)
    headings = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of a list")
        verbose_name_plural = _("imports of lists")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["school", "register", "-created_at"], name="imports_of_a_register")]


class ImportedRow(SchoolOwned):
    """What an import did to one row: made it, or changed it. ``before`` restores it; a later hand's change is kept."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row of the file"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "batch", "model", "object_id"], name="row_once_in_an_import")
        ]
