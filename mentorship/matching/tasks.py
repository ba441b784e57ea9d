"""Large matchings in the background, and the bin of drafts."""

import time
from datetime import timedelta

from celery import shared_task
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from .models import MatchingRun
from .services.background import compute_and_tell
from .services.computing import unclaimed
from .services.inviting import DESK
from .services.meetings import sweep_meetings
from .services.runs import KEPT_DAYS
from .services.waking import wake_worker

ENOUGH = 60
"""Seconds after which no further draft is begun: each shall have the time of a whole task."""


@shared_task
def compute_waiting():
    """Compute what waits, one draft after another, also what a killed worker has left behind."""
    began = time.monotonic()
    for school in School.objects.all():
        with scope(school=school):
            for number in list(unclaimed(clock.now()).order_by("started_at", "pk").values_list("pk", flat=True)):
                if time.monotonic() - began > ENOUGH:
                    wake_worker()
                    return
                compute_and_tell(MatchingRun.objects.select_related("programme__school").get(pk=number))


@shared_task
def sweep_trash():
    """Once an hour: drafts and group meetings that were thrown away longer ago than they are kept."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    for school in School.objects.all():
        with scope(school=school):
            MatchingRun.objects.filter(deleted_at__lt=limit).exclude(state=MatchingRun.State.APPROVED).delete()
            sweep_meetings(limit)


@shared_task
def deliver_letters():
    """Send the invitations to group meetings that wait."""
    DESK.deliver()
