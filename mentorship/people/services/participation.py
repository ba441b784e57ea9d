"""Acts on mentors and mentees: into a programme, corrections with words of the vocabulary, out and back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import Mentee, MenteeTag, MentorTag
from .vocabulary import word_of

audit.ACTION_TITLES |= {
    "participant.created": gettext_lazy("Participant added"),
    "participant.edited": gettext_lazy("Participant changed"),
    "participant.deleted": gettext_lazy("Participant deleted"),
    "participant.restored": gettext_lazy("Participant restored"),
}


def take_in(*, model, person, programme, by):
    """The person's place in the programme; the one that is there already when the button is pressed twice."""
    known = model.objects.living().filter(person=person, programme=programme)
    if row := known.first():
        return row
    try:
        with transaction.atomic():
            row = model.objects.create(school_id=person.school_id, person=person, programme=programme)
            audit.record(by=by, action="participant.created", row=row)
    except IntegrityError:
        row = known.get()
    return row


@transaction.atomic
def edit_participant(*, row, version, changes, tags, typed, words, by, action="participant.edited"):
    """Write the row and its words. ``typed`` is ``{axis: [words]}``: known ones are found, new ones are added."""
    row.swap(version, **changes)
    wanted = {tag.merged_into_id or tag.pk for tag in tags}
    for axis, titles in typed.items():
        wanted |= {word_of(axis=axis, title=title, school=row.school, by=by).pk for title in titles}
    link, name = (MenteeTag, "mentee") if isinstance(row, Mentee) else (MentorTag, "mentor")
    links = link.objects.filter(**{name: row})
    known = {one.tag.merged_into_id or one.tag_id: one for one in links.select_related("tag")}
    links.filter(pk__in=[one.pk for key, one in known.items() if key not in wanted]).delete()
    link.objects.bulk_create(
        [link(school_id=row.school_id, tag_id=key, **{name: row}) for key in sorted(wanted - set(known))]
    )
    audit.record(by=by, action=action, row=row, changes=words)


@transaction.atomic
def delete_participant(*, row, version, by):
    row.swap(version, deleted_at=clock.now())
    audit.record(by=by, action="participant.deleted", row=row)


@transaction.atomic
def restore_participant(*, row, by):
    """Back into the programme, unless the person has come in again meanwhile."""
    if type(row).objects.living().filter(person=row.person_id, programme=row.programme_id).exists():
        raise RuleBroken(gettext_lazy("The person is in the programme already."))
    row.swap(row.version, deleted_at=None)
    audit.record(by=by, action="participant.restored", row=row)
