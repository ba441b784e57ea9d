"""What the header of every page says of notifications: the bell of the person, and whether reminders stand still.

It costs one query, and none until a template shows it: the parts of pages that htmx takes are free.
"""

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from mentorship.accounts.models import User

from .health import signs_of_trouble, standstill
from .models import Notification

MOST = 99
"""A greater number tells nobody more."""


class Bell:
    """The bell of one person in the present school; ``hears_of_trouble`` is for those who can do something about it."""

    def __init__(self, user, *, hears_of_trouble=False):
        self.user, self.hears_of_trouble = user, hears_of_trouble

    @cached_property
    def _heard(self):
        mine = Notification.objects.bell_of(self.user).unread().order_by().values("recipient")
        count = Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)
        signs = signs_of_trouble() if self.hears_of_trouble else {}
        return User.objects.filter(pk=self.user.pk).values(count=count, **signs).get()

    @property
    def unread(self):
        return min(self._heard["count"], MOST)

    @property
    def is_more(self):
        return self._heard["count"] > MOST

    @cached_property
    def trouble(self):
        """What stands still, or None: the details are asked for only when there is something to say."""
        signs = {name: sign for name, sign in self._heard.items() if name != "count"}
        return standstill() if any(signs.values()) else None


def bell(request):
    """Context of every page: None where nobody is at work in a school."""
    access = getattr(request, "access", None)
    if not access or not access.roles:
        return {"bell": None}
    return {"bell": Bell(request.user, hears_of_trouble=access.can("log.view"))}
