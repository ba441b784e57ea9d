"""What the acts of the matching are called in the school's log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "meeting.created": _("Group meeting added"),
    "meeting.edited": _("Group meeting changed"),
    "meeting.deleted": _("Group meeting removed"),
    "meeting.restored": _("Group meeting brought back"),
    "meeting.guests": _("Guests of a group meeting changed"),
    "meeting.invited": _("Invitations to a group meeting sent"),
    "meeting.attended": _("Attendance of a group meeting changed"),
    "meeting.choices": _("Choices after a group meeting asked for"),
    "matching.started": _("Matching started"),
    "matching.cancelled": _("Matching cancelled"),
    "matching.binned": _("Draft of a matching thrown away"),
    "matching.restored": _("Draft of a matching brought back"),
    "matching.replaced": _("Mentor in a draft replaced"),
    "matching.parted": _("Pair in a draft parted"),
    "matching.undone": _("Change of a draft taken back"),
    "matching.rules_saved": _("Rules of matching changed"),
    "matching.rules_reset": _("Rules of matching put back to the usual ones"),
    "matching.excluded": _("Two people must not be a pair"),
    "matching.exclusion_removed": _("Two people may be a pair again"),
}
