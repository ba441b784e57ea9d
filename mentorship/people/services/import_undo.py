"""Taking a whole import back. What somebody has changed or used since stays and is listed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from mentorship.common import clock
from mentorship.programmes import audit

from ..models import ImportBatch, ImportedRow, Mentee, MenteeTag, Mentor, MentorTag, Person, PersonView, Representative

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
    count = sum(undo_model(batch, model) for model in ORDER)
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
    done = remove(model, made) + [note for note in notes if note.before is not None and restore(model, note)]
    for start in range(0, len(done), AT_ONCE):
        ImportedRow.objects.filter(pk__in=[note.pk for note in done[start : start + AT_ONCE]]).delete()
    return len(done)


def restore(model, note):
    rows = model.objects.filter(pk=note.object_id, version=note.version)
    return bool(rows.update(version=F("version") + 1, **note.before))


def remove(model, notes):
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
        used = used_ids(model, list(there))
        if model is Person:
            others = ImportedRow.objects.filter(person__in=list(there)).exclude(batch=notes[0].batch_id, model="Person")
            used |= set(others.values_list("person_id", flat=True))
        free = [pk for pk, version in there.items() if version == by_id[pk].version and pk not in used]
        gone = [by_id[pk] for pk in by_id if pk not in there]
        settled = [by_id[pk] for pk in free] + gone
        ImportedRow.objects.filter(pk__in=[note.pk for note in settled]).delete()
        PersonView.objects.filter(person__in=free if model is Person else []).delete()
        model.objects.filter(pk__in=free).delete()
        done += settled
    return done


def used_ids(model, keys):
    """Ids of rows that something else refers to by now: a consent, an interview, a pair."""
    used = set()
    for relation in model._meta.related_objects:
        if relation.related_model in {ImportedRow, PersonView, MenteeTag, MentorTag}:
            continue
        name = relation.field.attname
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys})
        used |= set(rows.values_list(name, flat=True))
    return used
