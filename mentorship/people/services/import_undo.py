"""Taking a whole import back. What somebody has changed or used since stays and is listed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.programmes import audit
from mentorship.programmes.models import SchoolClass

from ..models import (
    Axis,
    ImportBatch,
    ImportedRow,
    Mentee,
    MenteeTag,
    Mentor,
    MentorTag,
    Person,
    PersonView,
    Representative,
    Tag,
)

KEPT_FOR = timedelta(days=30)
AT_ONCE = 500
ORDER = (MenteeTag, MentorTag, Representative, Mentee, Mentor, Person)
"""What hangs on other rows goes first."""


def can_undo(batch):
    return batch.state == ImportBatch.State.DONE and batch.done_at + KEPT_FOR > clock.now()


@transaction.atomic
def undo(batch, *, by):
    """Returns how many rows were put back, None when it is too late; what stays keeps its ImportedRow."""
    moment = clock.now()
    found = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.DONE, done_at__gt=moment - KEPT_FOR)
    if not found.update(state=ImportBatch.State.UNDONE, undone_at=moment):
        return None
    batch.refresh_from_db()
    count = sum(undo_model(batch, model) for model in ORDER)
    remove_unused(Tag, batch.made.get("tags", []))
    remove_unused(SchoolClass, batch.made.get("classes", []))
    stayed = ImportedRow.objects.filter(batch=batch).count()
    audit.record(
        by=by,
        action="register.import_undone",
        row=batch,
        name=f"{batch.get_register_display()}: {batch.file_name}",
        changes={"rows": [str(count + stayed), str(count)]},
    )
    return count


def undo_model(batch, model):
    notes = list(ImportedRow.objects.filter(batch=batch, model=model.__name__))
    made = [note for note in notes if note.before is None]
    done = remove(model, made, batch) + [note for note in notes if note.before is not None and restore(model, note)]
    for start in range(0, len(done), AT_ONCE):
        ImportedRow.objects.filter(pk__in=[note.pk for note in done[start : start + AT_ONCE]]).delete()
    return len(done)


def restore(model, note):
    rows = model.objects.filter(pk=note.object_id, version=note.version)
    return bool(rows.update(version=F("version") + 1, **note.before))


def remove(model, notes, batch):
    """Delete what was made and nobody has touched since; returns the notes that are settled."""
    done = []
    for start in range(0, len(notes), AT_ONCE):
        part = notes[start : start + AT_ONCE]
        by_id = {note.object_id: note for note in part}
        rows = model.objects.filter(pk__in=by_id)
        has_version = hasattr(model, "version")
        there = (
            dict(rows.values_list("pk", "version"))
            if has_version
            else dict.fromkeys(rows.values_list("pk", flat=True), 0)
        )
        used = used_ids(model, list(there)) | with_later_words(model, list(there), batch)
        if model is Person:
            others = ImportedRow.objects.filter(person__in=list(there)).exclude(batch=batch, model="Person")
            used |= set(others.values_list("person_id", flat=True))
        free = [pk for pk, version in there.items() if version == by_id[pk].version and pk not in used]
        gone = [by_id[pk] for pk in by_id if pk not in there]
        settled = [by_id[pk] for pk in free] + gone
        ImportedRow.objects.filter(pk__in=[note.pk for note in settled]).delete()
        PersonView.objects.filter(person__in=free if model is Person else []).delete()
        model.objects.filter(pk__in=free).delete()
        done += settled
    return done


def with_later_words(model, keys, batch):
    """Ids of participants on whom somebody has set a word since: deleting them would lose it."""
    link = {Mentee: MenteeTag, Mentor: MentorTag}.get(model)
    if link is None:
        return set()
    name = f"{model.__name__.lower()}_id"
    is_later = Q(pk__gt=batch.made.get("last_link", 0)) | ~Q(tag__axis=Axis.SUBJECT)
    return set(link.objects.filter(is_later, **{f"{name}__in": keys}).values_list(name, flat=True))


def remove_unused(model, keys):
    """Classes and words that the import made go when nobody uses them, whoever used them first."""
    used = used_ids(model, keys, unheeded=())
    model.objects.filter(pk__in=set(keys) - used).delete()


def used_ids(model, keys, unheeded=(ImportedRow, PersonView, MenteeTag, MentorTag)):
    """Ids of rows that something else refers to by now: a consent, an interview, a pair."""
    used = set()
    for relation in model._meta.related_objects:
        if relation.related_model in unheeded:
            continue
        name = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys})
        used |= set(rows.values_list(name, flat=True))
    return used


def say_why(rows):
    """Put the reason on each note that stayed: changed by somebody, or needed by something else."""
    for model in ORDER:
        notes = [row for row in rows if row.model == model.__name__]
        there = model.objects.filter(pk__in=[note.object_id for note in notes]).in_bulk() if notes else {}
        for note in notes:
            is_changed = getattr(there.get(note.object_id), "version", 0) != note.version
            note.reason = _("changed since") if is_changed else _("other records refer to it by now")
    return rows
