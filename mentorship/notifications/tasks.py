"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from mentorship.common import clock

from .services import heartbeats
from .services.forgetting import forget_old_words
from .services.scanning import scan as scan_schools
from .services.sending import deliver as deliver_letters


@shared_task
def tick():
    """Once a minute: the whole chain from beat through the queue to a worker and the database works."""
    heartbeats.beat(heartbeats.WORKER)


@shared_task
def scan():
    """Once a minute: issue what is due in the schools whose morning has come."""
    scan_schools()
    heartbeats.beat(heartbeats.SCANNER)


@shared_task
def deliver():
    """Every ten seconds, and when somebody rings: send what waits."""
    deliver_letters()
    heartbeats.beat(heartbeats.SENDER)


@shared_task
def forget():
    """Once an hour: the words of letters that are half a year old go."""
    forget_old_words(now=clock.now())
