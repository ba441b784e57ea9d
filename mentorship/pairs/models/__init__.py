"""Pairs and groups that work together, and the orders that bind them."""

from .event import PairingEvent
from .order import PairOrder
from .pairing import Pairing, PairingMentee, PairingState

__all__ = ["PairOrder", "Pairing", "PairingEvent", "PairingMentee", "PairingState"]
