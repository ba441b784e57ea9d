"""Of what a roadmap tells people."""

from django.utils.translation import gettext_lazy as _

from mentorship.notifications.sources import Kind
from mentorship.programmes.access import LEADERS
from mentorship.programmes.roles import Role

DEADLINE_SOON = "deadline_soon"
DEADLINE_OVER = "deadline_over"
ESCALATION_COORDINATOR = "escalation_coordinator"
ESCALATION_DIRECTOR = "escalation_director"
WEEK_PLAN = "week_plan"
WEEK_SUMMARY = "week_summary"
ASSIGNED = "assigned"
CHANGED = "changed"
COMMENTED = "commented"
TO_CHECK = "to_check"

KINDS = (
    Kind(DEADLINE_SOON, _("The deadline is near"), priority=3),
    Kind(DEADLINE_OVER, _("The deadline is over"), priority=2),
    Kind(ESCALATION_COORDINATOR, _("Overdue: for the coordinator"), is_locked=True, priority=2, roles=LEADERS),
    Kind(
        ESCALATION_DIRECTOR, _("Overdue for long: for the director"), is_locked=True, priority=2, roles=(Role.DIRECTOR,)
    ),
    Kind(WEEK_PLAN, _("My plan of the week"), priority=4),
    Kind(WEEK_SUMMARY, _("Weekly summary for the director"), priority=4, roles=(Role.DIRECTOR,)),
    Kind(TO_CHECK, _("An activity waits for a check"), priority=3, roles=LEADERS),
    Kind(ASSIGNED, _("An activity is assigned to me"), priority=4),
    Kind(CHANGED, _("My activity has been changed"), priority=5),
    Kind(COMMENTED, _("A comment on an activity"), priority=5),
)

ABOUT_ACTIVITY = (
    DEADLINE_SOON,
    DEADLINE_OVER,
    ESCALATION_COORDINATOR,
    ESCALATION_DIRECTOR,
    ASSIGNED,
    CHANGED,
    TO_CHECK,
)
"""Their ``object_id`` is an activity; a comment's is the comment, a week's is the roadmap."""
WEEKLY = (WEEK_PLAN, WEEK_SUMMARY)
ESCALATIONS = (ESCALATION_COORDINATOR, ESCALATION_DIRECTOR)
DEADLINES = (DEADLINE_SOON, DEADLINE_OVER)
