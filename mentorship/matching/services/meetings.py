"""The group meeting: its day, who is invited, who came."""

from django.db import transaction

from mentorship.common import clock
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes import audit

from ..gathering import free_mentees, participants_of
from ..models import GroupMeeting, MeetingGuest, MeetingLetter
from . import choosing


@transaction.atomic
def add_meeting(meeting, *, by, day):
    """A new meeting; everybody who is ready for the matching is proposed as a guest."""
    meeting.save()
    mentors = participants_of(Mentor, meeting.programme, meeting.form, day=day)
    mentees = free_mentees(meeting.programme, meeting.form, day=day)
    add_guests(meeting, mentors, mentees)
    audit.record(by=by, action="meeting.created", row=meeting)
    return meeting


def add_guests(meeting, mentors, mentees):
    """Invite these too; who is invited already stays as is."""
    common = {"school_id": meeting.school_id, "meeting": meeting}
    rows = [MeetingGuest(mentor=one, **common) for one in mentors]
    rows += [MeetingGuest(mentee=one, **common) for one in mentees]
    return MeetingGuest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def edit_meeting(meeting, *, version, changes, words, by):
    saved = GroupMeeting.objects.get(pk=meeting.pk).swap(version, **changes)
    audit.record(by=by, action="meeting.edited", row=saved, changes=words)
    return saved


@transaction.atomic
def delete_meeting(meeting, *, by):
    """Off the list; guests, attendance and the campaigns stay for its restoring."""
    meeting.swap(meeting.version, deleted_at=clock.now())
    audit.record(by=by, action="meeting.deleted", row=meeting)


@transaction.atomic
def restore_meeting(meeting, *, by):
    meeting.swap(meeting.version, deleted_at=None)
    audit.record(by=by, action="meeting.restored", row=meeting)


@transaction.atomic
def invite_more(meeting, rows, *, by):
    """Mentors or mentees in addition; who is on the list already is not counted."""
    before = MeetingGuest.objects.filter(meeting=meeting).count()
    add_guests(
        meeting, [one for one in rows if isinstance(one, Mentor)], [one for one in rows if isinstance(one, Mentee)]
    )
    count = MeetingGuest.objects.filter(meeting=meeting).count() - before
    if count:
        audit.record(by=by, action="meeting.guests", row=meeting, changes={"count": [None, count]})
    return count


@transaction.atomic
def uninvite(meeting, numbers, *, by):
    """Take guests off the list. Answers them as ``invite_again`` takes them, for «Отменить»."""
    rows = MeetingGuest.objects.filter(meeting=meeting, pk__in=numbers)
    removed = [list(row) for row in rows.values_list("mentor", "mentee", "has_come", "letter__state")]
    rows.delete()
    if removed:
        audit.record(by=by, action="meeting.guests", row=meeting, changes={"count": [len(removed), None]})
    return removed


@transaction.atomic
def invite_again(meeting, removed, *, by):
    """Guests back on the list with their marks; who has had a letter gets no second one."""
    known = [set(model.objects.values_list("pk", flat=True)) | {None} for model in (Mentor, Mentee)]
    for mentor, mentee, has_come, letter in removed:
        if mentor not in known[0] or mentee not in known[1]:
            continue
        who = {"meeting": meeting, "mentor_id": mentor, "mentee_id": mentee}
        guest, is_new = MeetingGuest.objects.get_or_create(school_id=meeting.school_id, **who)
        if is_new:
            MeetingGuest.objects.filter(pk=guest.pk).update(has_come=has_come)
        if is_new and letter:
            MeetingLetter.objects.create(school_id=meeting.school_id, guest=guest, state=letter)
    audit.record(by=by, action="meeting.guests", row=meeting)


@transaction.atomic
def mark_attendance(meeting, *, shown, came, missed, by, day):
    """Write these marks alone: what somebody else ticked at the same time stays.

    ``came`` and ``missed`` are marks that the person changed; others of ``shown`` without a mark were not there. Who
    comes late while the choices are being collected is asked too. Answers ``{guest: mark before}`` of what changed.
    """
    GroupMeeting.objects.select_for_update().get(pk=meeting.pk)
    marks = dict(MeetingGuest.objects.filter(meeting=meeting, pk__in=shown).values_list("pk", "has_come"))
    after = {pk: pk in came or (was is True and pk not in missed) for pk, was in marks.items()}
    changed = {pk: was for pk, was in marks.items() if was is not after[pk]}
    write_marks(meeting, {pk: after[pk] for pk in changed}, by=by)
    if changed:
        choosing.ask_late(meeting, by=by, day=day)
    return changed


@transaction.atomic
def write_marks(meeting, marks, *, by):
    """``{guest: came, did not come, not known}``."""
    for mark in (True, False, None):
        numbers = [pk for pk, one in marks.items() if one is mark]
        MeetingGuest.objects.filter(meeting=meeting, pk__in=numbers).update(has_come=mark)
    if marks:
        audit.record(by=by, action="meeting.attended", row=meeting, changes={"count": [None, len(marks)]})


def sweep_meetings(before):
    """Meetings that were removed before the moment go for good; what was chosen stays with the questionnaires."""
    GroupMeeting.objects.filter(deleted_at__lt=before).delete()
