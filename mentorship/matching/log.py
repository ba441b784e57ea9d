"""What the acts of the matching are called in the school's log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
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
