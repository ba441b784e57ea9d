"""Pairs and groups that work together, and the orders that bind them."""

from .event import PairingEvent
from .order import PairOrder
from .pairing import LIVING, Pairing, PairingMentee, PairingState

__all__ = ["LIVING", "PairOrder", "Pairing", "PairingEvent", "PairingMentee", "PairingState"]
