"""Ending sessions from outside of them."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from .models import User


@transaction.atomic
def end_sessions(*, user):
    """Sign the person out everywhere: after dismissal, a change of roles, a password given by somebody else.

    The epoch is a part of the session's hash, so a session that nobody has listed ends as well.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    for session in UserSession.objects.filter(user=user):
        session.end()
