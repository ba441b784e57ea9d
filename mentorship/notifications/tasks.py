"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task
from django.core.cache import cache

from mentorship.common import clock

LAST_TICK = "last-tick"


@shared_task(queue="misc")
def tick():
    """Once a minute: the whole chain from beat through the queue to a worker and the database works."""
    cache.set(LAST_TICK, clock.now().isoformat(), timeout=None)
