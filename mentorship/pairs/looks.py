"""How the state of a pair and of an order is shown: icon and shape of a status, and words."""

from .annex import mentees_of
from .models import LIVING, PairingState

LOOKS = {
    PairingState.PROPOSED: "plan",
    PairingState.AGREED: "check",
    PairingState.ORDERED: "check",
    PairingState.AT_WORK: "work",
    PairingState.PAUSED: "soon",
    PairingState.FINISHED: "done",
}
"""state -> the status whose look it has."""


def look_of(pairing):
    return LOOKS[pairing.state]


def gone_from(pairing, day):
    """Those of a living pair who have left the programme or the school: somebody has to end it or to change it."""
    if pairing.state not in LIVING:
        return []
    return [one for one in (pairing.mentor, *mentees_of(pairing)) if is_gone(one, day)]


def is_gone(participant, day):
    person = participant.person
    has_left = participant.left_on is not None and participant.left_on <= day
    return bool(has_left or person.has_left or participant.deleted_at or person.deleted_at or person.anonymised_at)
