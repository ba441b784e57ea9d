"""Long papers in the background, and the end of what was kept for a week."""

import time

from celery import shared_task
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from .models import PaperJob
from .services import jobs

ENOUGH = 60
"""Seconds after which no further paper is begun: each shall have the time of a whole task."""


@shared_task
def make_waiting():
    """Make what waits, one paper after another, also what a killed worker has left behind."""
    began = time.monotonic()
    for school in School.objects.all():
        with scope(school=school):
            for number in list(jobs.waiting(clock.now()).order_by("asked_at", "pk").values_list("pk", flat=True)):
                if time.monotonic() - began > ENOUGH:
                    jobs.wake_worker()
                    return
                jobs.make_and_tell(PaperJob.objects.select_related("programme__school").get(pk=number))


@shared_task
def sweep_long_papers():
    """Once an hour."""
    for school in School.objects.all():
        with scope(school=school):
            jobs.sweep(clock.now())
