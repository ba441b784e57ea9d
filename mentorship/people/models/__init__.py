"""The people of the programme: who they are, what they agreed to, what they offer and what they need."""

from .consents import Consent, ConsentKind, ConsentText, DistributionItem
from .exports import ExportLayout
from .imports import ImportBatch, ImportedRow, Register, SavedMapping
from .keeping import PeopleSettings, Rollover
from .offers import Offer, Proposal
from .participation import Mentee, MenteeTag, Mentor, MentorTag, Participation
from .person import Person, PersonKind, Representative
from .selection import Criterion, Decision, Interview
from .training import Attendance, Material, Training
from .variants import Variant
from .views import PersonView, SavedView
from .vocabulary import Axis, Tag

__all__ = [
    "Attendance",
    "Axis",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "Criterion",
    "Decision",
    "DistributionItem",
    "ExportLayout",
    "ImportBatch",
    "ImportedRow",
    "Interview",
    "Material",
    "Mentee",
    "MenteeTag",
    "Mentor",
    "MentorTag",
    "Offer",
    "Participation",
    "PeopleSettings",
    "Person",
    "PersonKind",
    "PersonView",
    "Proposal",
    "Register",
    "Representative",
    "Rollover",
    "SavedMapping",
    "SavedView",
    "Tag",
    "Training",
    "Variant",
]
