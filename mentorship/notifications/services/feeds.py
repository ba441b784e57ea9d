"""The secret address of a person's calendar: made, ended, found.

Looks across schools at one point: a calendar that comes with a token has no school yet.
"""

import hashlib
import secrets

from django.db import transaction
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.programmes.models import Membership

from ..models import CalendarFeed


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(user):
    """The person's working address in the current school, or None. The address itself is kept nowhere."""
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


@transaction.atomic
def open_feed(*, user, school):
    """A new address, which ends the old one; returns its token, which is shown this once.

    The person's row is locked, so that a double click ends the first address and does not trip over the constraint.
    """
    User.objects.select_for_update().get(pk=user.pk)
    revoke(user=user)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(school=school, user=user, token_hash=digest(token))
    return token


def revoke(*, user):
    """End the person's address in the current school. A second time does nothing."""
    CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())


def find(token):
    """The feed behind a token and the roles that its owner holds today: ``(feed, memberships)``, or None.

    A revoked address and a person who has no role in the school today are the same as an address that never was.
    """
    feeds = CalendarFeed.unscoped.select_related("school__current_programme", "user")
    feed = feeds.filter(token_hash=digest(token), revoked_at=None).first()
    if feed is None:
        return None
    with scope(school=feed.school):
        memberships = list(Membership.objects.active_on(feed.school.today).filter(user=feed.user))
    return (feed, memberships) if memberships else None
