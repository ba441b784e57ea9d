"""The rules of the matching, its drafts, and the group meeting before it."""

from .meeting import GroupMeeting, MeetingGuest
from .rules import Exclusion, MatchingRules
from .run import MatchingRun, Proposal

__all__ = ["Exclusion", "GroupMeeting", "MatchingRules", "MatchingRun", "MeetingGuest", "Proposal"]
