"""What the header of every page says of notifications: the bell of the person, and whether reminders stand still.

Nothing is asked of the database until a template shows it, so the parts of pages that htmx takes cost no query.
"""

from django.utils.functional import cached_property

from .health import standstill
from .models import Notification

MOST = 99
"""A greater number tells nobody more."""


class Bell:
    """The bell of one person in the present school."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def counted(self):
        """Unread notifications, counted up to one more than is shown."""
        return Notification.objects.bell_of(self.user).unread()[: MOST + 1].count()

    @property
    def unread(self):
        return min(self.counted, MOST)

    @property
    def is_more(self):
        return self.counted > MOST


class Trouble:
    """What the coordinator and the director are to know of on every page."""

    @cached_property
    def found(self):
        return standstill()


def bell(request):
    """Context of every page: ``bell`` where somebody is at work in a school, ``trouble`` for those who see the log."""
    access = getattr(request, "access", None)
    if not access or not access.roles:
        return {"bell": None, "trouble": None}
    return {"bell": Bell(request.user), "trouble": Trouble() if access.can("log.view") else None}
