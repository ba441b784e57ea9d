"""What a school has promised to do, by when, and who answers for it.

This app does not know what the programme is about: mentors and pairs are nothing to it.
"""

from .activity import Activity, Comment, Evidence, Step, evidence_path
from .drafts import ImportDraft
from .parties import Assignment, Party
from .reminders import ManualReminder
from .roadmap import Revision, Roadmap, Stage
from .submissions import SubmittedForm

__all__ = [
    "Activity",
    "Assignment",
    "Comment",
    "Evidence",
    "ImportDraft",
    "ManualReminder",
    "Party",
    "Revision",
    "Roadmap",
    "Stage",
    "Step",
    "SubmittedForm",
    "evidence_path",
]
