"""Training of mentors: events, who came, materials. Attendance is written as differences from what the page showed."""

from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common import clock, uploads
from mentorship.programmes import audit

from ..models import Attendance, Material, Training
from ..models.training import material_path


@transaction.atomic
def add_training(*, training, by):
    training.save()
    audit.record(by=by, action="training.created", row=training)
    return training


@transaction.atomic
def edit_training(*, training, version, changes, words, by):
    saved = Training.objects.get(pk=training.pk).swap(version, **changes)
    audit.record(by=by, action="training.edited", row=saved, changes=words)
    return saved


@transaction.atomic
def delete_training(*, training, by):
    """Take an event off the list; who was there is kept for its restoring."""
    training.swap(training.version, deleted_at=clock.now())
    audit.record(by=by, action="training.deleted", row=training)


@transaction.atomic
def restore_training(*, training, by):
    training.swap(training.version, deleted_at=None)
    audit.record(by=by, action="training.restored", row=training)


@dataclass(frozen=True)
class Ticks:
    """What a save of attendance changed: numbers of mentors."""

    added: list[int]
    removed: list[int]

    def __bool__(self):
        return bool(self.added or self.removed)

    @property
    def count(self):
        return len(self.added) + len(self.removed)


@transaction.atomic
def mark_attendance(*, training, mentors, added, removed, by):
    """Write these ticks alone: what another person ticked at the same time stays.

    ``mentors`` are the rows that may be ticked; returns what has really changed.
    """
    Training.objects.select_for_update().get(pk=training.pk)
    there = set(Attendance.objects.filter(training=training).values_list("mentor_id", flat=True))
    known = set(mentors.filter(pk__in=[*added, *removed]).values_list("pk", flat=True))
    ticks = Ticks(sorted(set(added) & known - there), sorted(set(removed) & known & there))
    Attendance.objects.bulk_create(
        [Attendance(school_id=training.school_id, training=training, mentor_id=pk) for pk in ticks.added],
        ignore_conflicts=True,
    )
    Attendance.objects.filter(training=training, mentor__in=ticks.removed).delete()
    if ticks:
        counts = {_("came"): ["", f"+{len(ticks.added)}"], _("did not come"): ["", f"-{len(ticks.removed)}"]}
        audit.record(by=by, action="training.attended", row=training, changes=counts)
    return ticks


def store_file(*, upload, kind, school):
    """Put an examined file into the storage outside of a transaction; pictures are drawn anew. An unsaved Material."""
    row = Material(school=school, file_name=uploads.tidy_name(upload.name, kind), content_type=kind.content_type)
    content = uploads.without_metadata(upload, kind) if kind.is_image else upload
    content.seek(0)
    row.file.name = default_storage.save(material_path(row, row.file_name), content)
    return row


def add_material(*, material, by):
    """Write a material down; its file goes when that fails."""
    try:
        with transaction.atomic():
            material.save()
            audit.record(by=by, action="material.added", row=material)
    except BaseException:
        if material.file:
            default_storage.delete(material.file.name)
        raise
    return material


@transaction.atomic
def edit_material(*, material, version, changes, words, by):
    saved = Material.objects.get(pk=material.pk).swap(version, **changes)
    audit.record(by=by, action="material.edited", row=saved, changes=words)
    return saved


@transaction.atomic
def remove_material(*, material, by):
    """Take a material away for good, its file once the transaction has held."""
    audit.record(by=by, action="material.removed", row=material)
    path = material.file.name
    material.delete()
    if path:
        transaction.on_commit(partial(default_storage.delete, path))
