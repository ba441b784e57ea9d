"""How the state of a pair and of an order is shown: icon and shape of a status, and words."""

from .models import PairingState

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
