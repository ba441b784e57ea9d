"""What is told of meetings of a pair: the kinds of notifications."""

from django.utils.translation import gettext_lazy as _

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Kind

INVITED = Kind(
    code="pair_meeting", title=_("A meeting of the own pair is planned, moved or called off"), default=Mode.BELL
)
"""The letter with the calendar entry is one of its own, so that people without an account get the same one."""
TOMORROW = Kind(code="pair_meeting_tomorrow", title=_("A meeting of the own pair is tomorrow"), default=Mode.DIGEST)
UNRECORDED = Kind(
    code="pair_meeting_unrecorded", title=_("A meeting of the own pair is not recorded"), default=Mode.DIGEST
)
