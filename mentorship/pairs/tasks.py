"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from .services.letters import DESK


@shared_task
def deliver_letters():
    """Send the letters about pairs that wait."""
    DESK.deliver()
