"""Two cards of one person become one: what pairs, meetings, plans and care have of the other card comes along.

Where both have the same thing (a place in a pair, a word about a meeting), it stands once, and what was said stays.
"""

from django.db.models import F

from mentorship.common import clock
from mentorship.people.models import Mentor

from .models import (
    CareCall,
    CareCase,
    CareNote,
    CareStep,
    DevelopmentPlan,
    HelpCall,
    Meeting,
    MeetingLetter,
    MenteeDoor,
    Pairing,
    PairingEvent,
    PairingMentee,
    PairLetter,
    Portfolio,
    Presence,
    Pulse,
    Substitution,
)

SAID_OF_A_MEETING = ("confirmed", "comment", "confirmed_at", "way", "verdict")


def move(model, leads, follows):
    """From the card that follows to the one that leads; both are Mentor or both are Mentee."""
    if model is Mentor:
        move_mentor(leads, follows)
    else:
        move_mentee(leads, follows)


def move_mentor(leads, follows):
    Pairing.objects.filter(mentor=follows).update(mentor=leads, version=F("version") + 1)
    Meeting.objects.filter(mentor=follows).update(mentor=leads, version=F("version") + 1)
    Substitution.objects.filter(mentor=follows).update(mentor=leads)
    nobody_stands_in_for_oneself = Substitution.objects.filter(mentor=leads, pairing__mentor=leads, deleted_at=None)
    nobody_stands_in_for_oneself.update(deleted_at=clock.now())
    move_once(CareCall, "mentor", "mentee", leads, follows)


def move_mentee(leads, follows):
    move_places(leads, follows)
    PairingEvent.objects.filter(mentee=follows).update(mentee=leads)
    move_presences(leads, follows)
    move_once(Pulse, "mentee", "meeting", leads, follows)
    move_plans(leads, follows)
    move_once(CareCall, "mentee", "mentor", leads, follows)
    CareNote.objects.filter(mentee=follows).update(mentee=leads)
    HelpCall.objects.filter(mentee=follows).update(mentee=leads, version=F("version") + 1)
    move_case(leads, follows)
    move_door(leads, follows)


def move_once(model, side, other, leads, follows):
    """What both have of the same ``other`` goes once."""
    has = list(model.objects.filter(**{side: leads}).values_list(other, flat=True))
    theirs = model.objects.filter(**{side: follows})
    theirs.filter(**{f"{other}__in": has}).delete()
    theirs.update(**{side: leads})


def move_places(leads, follows):
    """A mentee is in each pair once, and has left it only if both cards have."""
    theirs = PairingMentee.objects.filter(mentee=follows)
    here = list(theirs.filter(left_on=None).values_list("pairing", flat=True))
    PairingMentee.objects.filter(mentee=leads, pairing__in=here).update(left_on=None)
    move_once(PairingMentee, "mentee", "pairing", leads, follows)


def move_presences(leads, follows):
    """Was there if one of the cards was; a word of the other card is taken where the leading one has said nothing."""
    mine = {row.meeting_id: row for row in Presence.objects.filter(mentee=leads)}
    for theirs in Presence.objects.filter(mentee=follows, meeting__in=mine):
        row = mine[theirs.meeting_id]
        row.was_there |= theirs.was_there
        for name in SAID_OF_A_MEETING:
            if getattr(row, name) in (None, ""):
                setattr(row, name, getattr(theirs, name))
        row.save(update_fields=["was_there", *SAID_OF_A_MEETING])
    move_once(Presence, "mentee", "meeting", leads, follows)


def move_plans(leads, follows):
    """Of two plans in one pair the other card's goes into the bin, from where it can be read."""
    living = DevelopmentPlan.objects.filter(mentee=leads, deleted_at=None)
    theirs = DevelopmentPlan.objects.filter(mentee=follows)
    for pairing, kind in living.values_list("pairing", "kind"):
        theirs.filter(pairing=pairing, kind=kind, deleted_at=None).update(deleted_at=clock.now())
    theirs.update(mentee=leads, version=F("version") + 1)


def move_case(leads, follows):
    """One case with the decisions of both; the later one holds."""
    theirs = CareCase.objects.filter(mentee=follows).first()
    mine = CareCase.objects.filter(mentee=leads).first()
    if theirs is None:
        return
    if mine is None:
        CareCase.objects.filter(pk=theirs.pk).update(mentee=leads, version=F("version") + 1)
        return
    CareStep.objects.filter(case=theirs).update(case=mine)
    if theirs.decided_on and (mine.decided_on is None or theirs.decided_on > mine.decided_on):
        names = ("decision", "decided_on", "decided_by", "returns_on", "comment")
        CareCase.objects.filter(pk=mine.pk).update(
            **{name: getattr(theirs, name) for name in names}, version=F("version") + 1
        )
    theirs.delete()


def move_door(leads, follows):
    """One door stays: the leading card's, unless only the other one is open."""
    mine = MenteeDoor.objects.filter(mentee=leads).first()
    theirs = MenteeDoor.objects.filter(mentee=follows).first()
    if theirs is None:
        return
    if mine and (mine.closed_at is None or theirs.closed_at):
        theirs.delete()
        return
    if mine:
        mine.delete()
    MenteeDoor.objects.filter(pk=theirs.pk).update(mentee=leads)


def move_person(winner, loser):
    """What is written to the person or about the person as such."""
    Portfolio.objects.filter(person=loser).update(person=winner, version=F("version") + 1)
    move_once(MeetingLetter, "person", "meeting", winner, loser)
    key = ("pairing_id", "person_id", "side", "about_id")
    has = set(PairLetter.objects.filter(person=winner).values_list(*key))
    for row in PairLetter.objects.filter(person=loser) | PairLetter.objects.filter(about=loser):
        row.person_id = winner.pk if row.person_id == loser.pk else row.person_id
        row.about_id = winner.pk if row.about_id == loser.pk else row.about_id
        if tuple(getattr(row, name) for name in key) in has:
            row.delete()
        else:
            row.save(update_fields=["person", "about"])
            has.add(tuple(getattr(row, name) for name in key))
