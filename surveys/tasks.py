"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from .services import letters


@shared_task
def scan_letters():
    """Issue the letters about questionnaires that have become due."""
    letters.scan()


@shared_task
def deliver_letters():
    """Send the letters about questionnaires that wait."""
    letters.deliver()
