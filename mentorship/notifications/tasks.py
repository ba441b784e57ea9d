"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task
from django.core.cache import cache

from mentorship.common import clock

from .services.scanning import scan as scan_schools
from .services.sending import deliver as deliver_letters

LAST_TICK = "last-tick"


@shared_task(queue="misc")
def tick():
    """Once a minute: the whole chain from beat through the queue to a worker and the database works."""
    cache.set(LAST_TICK, clock.now().isoformat(), timeout=None)


@shared_task(queue="mail")
def scan():
    """Once a minute: issue what is due in the schools whose morning has come."""
    scan_schools()


@shared_task(queue="mail")
def deliver():
    """Every twenty seconds, and when somebody rings: send what waits."""
    deliver_letters()
