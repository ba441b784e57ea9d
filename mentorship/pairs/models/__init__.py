"""Pairs and groups that work together: orders that bind them, meetings, plans, care."""

from .care import CareCall, CareCase, CareDecision, CareNote, CareStep, HelpCall
from .door import MenteeDoor
from .event import PairingEvent
from .health import AttentionPause, HealthSettings
from .letter import LetterText, PairLetter, Side
from .meeting import Meeting, MeetingKind, MeetingLetter, Presence, Pulse, Verdict
from .order import PairOrder
from .pairing import LIVING, Pairing, PairingMentee, PairingState
from .papers import MentorReport, PaidTerms, PairFile, Portfolio, Substitution
from .plan import DevelopmentPlan, MarkScale, PlanItem, PlanKind, PlanSection, PlanTemplate

__all__ = [
    "LIVING",
    "AttentionPause",
    "CareCall",
    "CareCase",
    "CareDecision",
    "CareNote",
    "CareStep",
    "DevelopmentPlan",
    "HealthSettings",
    "HelpCall",
    "LetterText",
    "MarkScale",
    "Meeting",
    "MeetingKind",
    "MeetingLetter",
    "MenteeDoor",
    "MentorReport",
    "PaidTerms",
    "PairFile",
    "PairLetter",
    "PairOrder",
    "Pairing",
    "PairingEvent",
    "PairingMentee",
    "PairingState",
    "PlanItem",
    "PlanKind",
    "PlanSection",
    "PlanTemplate",
    "Portfolio",
    "Presence",
    "Pulse",
    "Side",
    "Substitution",
    "Verdict",
]
