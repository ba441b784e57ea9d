"""Housekeeping that asks nobody."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import Invitation, School

KEPT_INVITATIONS = clock.days(180)


@shared_task
def sweep():
    """Once an hour: sessions that ended and invitations that nobody took for half a year go."""
    SessionStore.clear_expired()
    for school in School.objects.all():
        with scope(school=school):
            Invitation.objects.filter(accepted_at=None, expires_at__lt=clock.now() - KEPT_INVITATIONS).delete()
