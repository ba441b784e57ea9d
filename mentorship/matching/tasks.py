"""Large matchings in the background, and the bin of drafts."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from .models import MatchingRun
from .services.background import compute_and_tell
from .services.meetings import DESK
from .services.runs import KEPT_DAYS

SILENT = timedelta(minutes=6)
"""A worker that has given no sign of life for so long is dead: its task had five minutes."""


@shared_task
def compute_waiting():
    """Compute what waits, one draft after another, also what a killed worker has left behind."""
    for school in School.objects.all():
        with scope(school=school):
            for run in waiting(clock.now()):
                compute_and_tell(run)


def waiting(now):
    """Large drafts that nobody computes: those that have just been asked for, and those whose worker is silent."""
    left = Q(state=MatchingRun.State.COUNTING, claimed_at__lt=now - SILENT)
    rows = MatchingRun.objects.filter(Q(state=MatchingRun.State.WAITING) | left, deleted_at=None)
    return rows.select_related("programme__school", "started_by").order_by("started_at", "pk")


@shared_task
def sweep_trash():
    """Once an hour: drafts that were thrown away longer ago than they are kept."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    for school in School.objects.all():
        with scope(school=school):
            MatchingRun.objects.filter(deleted_at__lt=limit).exclude(state=MatchingRun.State.APPROVED).delete()


@shared_task
def deliver_letters():
    """Send the invitations to group meetings that wait."""
    DESK.deliver()
