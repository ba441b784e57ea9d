"""The rules of the matching, its drafts, and the group meeting before it."""

from .meeting import GroupMeeting, MeetingGuest, MeetingLetter
from .rules import Exclusion, MatchingRules
from .run import MatchingRun, Proposal

__all__ = ["Exclusion", "GroupMeeting", "MatchingRules", "MatchingRun", "MeetingGuest", "MeetingLetter", "Proposal"]
