"""Schools, their programmes and the people who hold a role there."""

from .audit import AuditEvent
from .calendar import DayOff
from .people import Group, GroupMember, Invitation, Membership, MembershipClass, RegionOperator, SchoolClass
from .programme import MentoringForm, Programme, ProgrammeForm, ReminderSettings
from .school import Region, School

__all__ = [
    "AuditEvent",
    "DayOff",
    "Group",
    "GroupMember",
    "Invitation",
    "Membership",
    "MembershipClass",
    "MentoringForm",
    "Programme",
    "ProgrammeForm",
    "Region",
    "RegionOperator",
    "ReminderSettings",
    "School",
    "SchoolClass",
]
