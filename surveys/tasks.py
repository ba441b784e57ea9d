"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from mentorship.common import clock

from .services import letters, trash


@shared_task
def scan_letters():
    """Issue the letters about questionnaires that have become due."""
    letters.scan()


@shared_task
def deliver_letters():
    """Send the letters about questionnaires that wait."""
    letters.DESK.deliver()


@shared_task
def sweep_trash():
    """Once an hour: what was thrown away thirty days ago goes for good. A missed hour is made good by the next."""
    trash.empty_every_trash(now=clock.now())
