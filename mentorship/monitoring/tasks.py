"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from .services.steps import settle_waiting


@shared_task
def settle_steps():
    """Once an hour: steps of the roadmap whose questionnaires have done their work."""
    settle_waiting()
