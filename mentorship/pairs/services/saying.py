"""What a mentee says on the own page: it was so, how it was, whether the pair goes on, that help is needed."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken

from ..help_notices import tell_readers
from ..models import HelpCall, Meeting, MeetingKind, Presence, Pulse, Verdict


def presence_of(meeting, mentee):
    """The mentee's place at a held meeting; raises RuleBroken when there is none."""
    row = Presence.objects.select_for_update().filter(meeting=meeting, mentee=mentee).first()
    if row is None or meeting.deleted_at or meeting.state != Meeting.State.HELD:
        raise RuleBroken(_("This meeting is not written down."))
    return row


@transaction.atomic
def confirm(*, meeting, mentee, was_so, comment, way):
    """«Да, так и было», or not, with a word why. The mentee may think again; the last word counts."""
    row = presence_of(meeting, mentee)
    Presence.objects.filter(pk=row.pk).update(
        confirmed=was_so, comment="" if was_so else comment, confirmed_at=clock.now(), way=way
    )


@transaction.atomic
def pulse(*, meeting, mentee, useful, comfort):
    """Two answers from 1 to 5; answered again they are the new ones."""
    presence_of(meeting, mentee)
    Pulse.objects.update_or_create(
        school_id=meeting.school_id,
        meeting=meeting,
        mentee=mentee,
        defaults={"useful": useful, "comfort": comfort, "at": clock.now()},
    )


@transaction.atomic
def say_verdict(*, meeting, mentee, verdict):
    """After the trial meeting: we go on, or another pair would be better. The mentor never sees it."""
    row = presence_of(meeting, mentee)
    if meeting.kind != MeetingKind.TRIAL or verdict not in Verdict.values:
        raise RuleBroken(_("This is asked after the trial meeting only."))
    Presence.objects.filter(pk=row.pk).update(verdict=verdict)


def call_for_help(*, mentee, pairing, text, key=None):
    """«Нужна помощь»: one call for one form, however often the button is pressed; those who may read it hear at once.
    Answers the call and whether it is new."""
    key = key or uuid.uuid4()
    there = HelpCall.objects.filter(key=key).first()
    if there:
        return there, False
    values = {"school_id": mentee.school_id, "mentee": mentee, "pairing": pairing, "text": text, "key": key}
    try:
        with transaction.atomic():
            call = HelpCall.objects.create(**values)
            tell_readers(call, mentee.school.today)
    except IntegrityError:
        return HelpCall.objects.get(key=key), False
    return call, True


@transaction.atomic
def say(presence, *, was_so, comment, marks, verdict, way):
    """Everything that a mentee tells of one meeting at once; what is empty stays as it was said before."""
    who = {"meeting": presence.meeting, "mentee": presence.mentee}
    if was_so is not None:
        confirm(**who, was_so=was_so, comment=comment, way=way)
    if marks:
        useful, comfort = marks
        pulse(**who, useful=useful, comfort=comfort)
    if verdict:
        say_verdict(**who, verdict=verdict)
