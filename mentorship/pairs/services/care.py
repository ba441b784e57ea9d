"""Decisions about mentees without a pair, the psychologist's closed notes, mentors who appear."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.notifications.services.issuing import tell
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes import audit

from ..care import ROLES, Turn, finder, has_begun, holders_of, open_calls, queue, told_of
from ..hooks import living_places
from ..models import CareCall, CareCase, CareDecision, CareNote, CareStep

audit.ACTION_TITLES |= {
    "care.decided": gettext_lazy("Decision about a mentee without a pair"),
    "care.decision_undone": gettext_lazy("Decision about a mentee without a pair taken back"),
    "care.noted": gettext_lazy("Closed note of the psychologist written"),
    "care.note_deleted": gettext_lazy("Closed note of the psychologist thrown away"),
    "care.note_restored": gettext_lazy("Closed note of the psychologist put back"),
    "care.call_dismissed": gettext_lazy("A mentor who was found was turned down"),
}
AT_ONCE = 3
"""So many mentors at most are called for one mentee at a time."""
KEPT_DAYS = 30
"""How long a note that was thrown away can be put back."""
TWICE = timedelta(minutes=5)
"""The same words of the same author within this time are a button pressed twice."""


def case_of(mentee):
    """What is decided about the mentee, or nothing yet."""
    return CareCase.objects.filter(mentee=mentee).select_related("decided_by").first()


@transaction.atomic
def decide(*, mentee, version, decision, returns_on, comment, by, day):
    """Write a decision and the day on which it comes back. ``version`` is that of the case as the person saw it, 1
    where there was none: of two first deciders the second one gets both texts."""
    case, _is_new = CareCase.objects.get_or_create(school_id=mentee.school_id, mentee=mentee)
    before = turn_of(mentee, day)
    values = {"decision": decision, "returns_on": returns_on, "comment": comment}
    case.swap(version, **values, decided_on=day, decided_by=by)
    step = CareStep.objects.create(school_id=mentee.school_id, case=case, by=by, day=day, **values)
    title, until = CareDecision(decision).label, f"{returns_on:%d.%m.%Y}" if returns_on else ""
    changes = {_("decision"): ["", str(title)], _("back to it on"): ["", until]}
    audit.record(by=by, action="care.decided", row=case, changes=changes)
    if turn_of(mentee, day) != before:
        tell_turn(case, day, by)
    return step


def turn_of(mentee, day):
    return queue(mentee.programme, day).filter(pk=mentee.pk).values_list("turn", flat=True).first()


def tell_turn(case, day, by):
    """Those to whom the turn has passed."""
    turn = turn_of(case.mentee, day)
    if turn in ROLES:
        people = told_of(turn, case.school_id, holders_of(day))
        tell(school=case.school, kind="care_turn", object_id=case.pk, recipients=people, day=day, by=by)


@transaction.atomic
def take_back(*, mentee, step, by):
    """Undo the decision that was the last one: the one before it holds again. RuleBroken when another came after."""
    case = CareCase.objects.select_for_update().filter(mentee=mentee).first()
    steps = list(CareStep.objects.filter(case=case)[:2]) if case else []
    if not steps or steps[0].pk != step:
        raise RuleBroken(_("There is nothing to take back: something else was decided in the meantime."))
    last, before = steps[0], steps[1] if len(steps) > 1 else None
    case.swap(
        case.version,
        decision=before.decision if before else "",
        returns_on=before.returns_on if before else None,
        comment=before.comment if before else "",
        decided_on=before.day if before else None,
        decided_by=before.by if before else None,
    )
    last.delete()
    audit.record(by=by, action="care.decision_undone", row=case)


@transaction.atomic
def write_note(*, mentee, day, text, by):
    """Keep a closed note. The log says that there is one, never what it says."""
    Mentee.objects.select_for_update().get(pk=mentee.pk)
    recent = CareNote.objects.filter(mentee=mentee, author=by, at__gte=clock.now() - TWICE, deleted_at=None)
    for note in recent:
        if note.text == text and note.day == day:
            return note
    note = CareNote.objects.create(school_id=mentee.school_id, mentee=mentee, day=day, text=text, author=by)
    audit.record(by=by, action="care.noted", row=mentee)
    return note


@transaction.atomic
def throw_note(*, note, by):
    if CareNote.objects.filter(pk=note.pk, deleted_at=None).update(deleted_at=clock.now()):
        audit.record(by=by, action="care.note_deleted", row=note.mentee)


@transaction.atomic
def restore_note(*, note, by):
    if CareNote.objects.filter(pk=note.pk, deleted_at__isnull=False).update(deleted_at=None):
        audit.record(by=by, action="care.note_restored", row=note.mentee)


def sweep_notes(limit):
    """Notes that were thrown away longer ago than they are kept."""
    CareNote.objects.filter(deleted_at__lt=limit).delete()


@transaction.atomic
def dismiss(*, call, by, day):
    """This mentor is not the one: the two are not called again."""
    if CareCall.objects.filter(pk=call.pk, answered_on=None).update(answered_on=day):
        changes = {_("Mentor"): ["", str(call.mentor)]}
        audit.record(by=by, action="care.call_dismissed", row=call.mentee, changes=changes)


@transaction.atomic
def call_back(*, call, by):
    CareCall.objects.filter(pk=call.pk).update(answered_on=None)


def look_for_mentors(programme, day):
    """Call those whose turn it is when a mentor with a free place suits somebody without a pair; answers how many calls
    are new.

    It begins when the programme has its first pairs: before that everybody waits for the matching. Who is put off is
    not called before the day. The same two are never called twice.
    """
    answer_the_past(programme, day)
    if not has_begun(programme):
        return 0
    waiting = list(queue(programme, day).exclude(turn=Turn.LATER).select_related("form"))
    found = finder().suitable(programme, waiting, day)
    calls = list(new_calls(waiting, found, day))
    if not calls:
        return 0
    with transaction.atomic():
        CareCall.objects.bulk_create(calls, ignore_conflicts=True)
        people = told_of(Turn.COORDINATOR, programme.school_id, holders_of(day))
        tell(school=programme.school, kind="care_call", object_id=programme.pk, recipients=people, day=day)
    return len(calls)


def new_calls(waiting, found, day):
    """A mentor is called for no more mentees at once than there are free places, so a call is a real chance; everybody
    gets a first mentor before anybody gets a second one. The best pairs come first, then who waits longest."""
    said, has = set(CareCall.objects.filter(mentee__in=waiting).values_list("mentee", "mentor")), defaultdict(int)
    for mentee in open_calls().filter(mentee__in=waiting).values_list("mentee", flat=True):
        has[mentee] += 1
    pairs = [
        (-points, place, one, mentor)
        for place, one in enumerate(sorted(waiting, key=lambda one: (one.since, one.pk)))
        for mentor, points in found.get(one.pk, ())
        if (one.pk, mentor) not in said
    ]
    pairs.sort(key=lambda pair: (*pair[:2], pair[3]))
    room = room_of({pair[3] for pair in pairs})
    for turn in range(1, AT_ONCE + 1):
        for number, (points, _place, one, mentor) in enumerate(pairs):
            if has[one.pk] < turn and room[mentor] > 0:
                has[one.pk] += 1
                room[mentor] -= 1
                pairs[number] = points, _place, one, None
                yield CareCall(school_id=one.school_id, mentee=one, mentor_id=mentor, found_on=day, points=-points)
        pairs = [pair for pair in pairs if pair[3] is not None]


def room_of(mentors):
    """``{mentor's number: free places that nobody has been called for}``."""
    room = dict(Mentor.objects.filter(pk__in=mentors).values_list("pk", "capacity"))
    for mentor in living_places().filter(pairing__mentor__in=mentors).values_list("pairing__mentor", flat=True):
        room[mentor] -= 1
    for mentor in open_calls().filter(mentor__in=mentors).values_list("mentor", flat=True):
        room[mentor] -= 1
    return room


def answer_the_past(programme, day):
    """Calls about mentees who have a pair by now, or are gone, need no answer any more."""
    rows = CareCall.objects.filter(mentee__programme=programme, answered_on=None)
    rows.exclude(mentee__in=queue(programme, day).order_by().values("pk")).update(answered_on=day)
