"""Pairs and groups that work together, and the orders that bind them."""

from .event import PairingEvent
from .letter import LetterText, PairLetter, Side
from .order import PairOrder
from .pairing import LIVING, Pairing, PairingMentee, PairingState

__all__ = [
    "LIVING",
    "LetterText",
    "PairLetter",
    "PairOrder",
    "Pairing",
    "PairingEvent",
    "PairingMentee",
    "PairingState",
    "Side",
]
