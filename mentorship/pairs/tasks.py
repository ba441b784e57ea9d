"""Beat wakes these up; a missed or repeated one does no harm."""

import logging
from datetime import timedelta

from celery import shared_task
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from .services import care, inviting, meetings
from .services.letters import DESK

logger = logging.getLogger(__name__)


@shared_task
def deliver_letters():
    """Send the letters about pairs that wait."""
    DESK.deliver()


@shared_task
def look_for_mentors():
    """Once a day: mentors who have become free and suit somebody without a pair. A school with something wrong in it
    stops no other."""
    for school in School.objects.exclude(current_programme=None).select_related("current_programme__school"):
        with scope(school=school):
            try:
                care.look_for_mentors(school.current_programme, school.today)
            except Exception:
                logger.exception("Mentors for those without a pair were not looked for in %s", school.slug)


@shared_task
def sweep_care_notes():
    """Once a day: closed notes that were thrown away longer ago than they are kept."""
    limit = clock.now() - timedelta(days=care.KEPT_DAYS)
    for school in School.objects.all():
        with scope(school=school):
            care.sweep_notes(limit)


@shared_task
def deliver_meeting_letters():
    """Send the invitations to meetings of pairs that wait."""
    inviting.DESK.deliver()


@shared_task
def sweep_meetings():
    """Once a day: meetings that were thrown away longer ago than they are kept."""
    limit = clock.now() - timedelta(days=meetings.KEPT_DAYS)
    for school in School.objects.all():
        with scope(school=school):
            meetings.sweep(limit)
