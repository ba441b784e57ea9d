"""Beat wakes these up; a missed or repeated one does no harm."""

from celery import shared_task

from .services import meetings, region, snapshots
from .services.steps import settle_waiting


@shared_task
def settle_steps():
    """Once an hour: steps of the roadmap whose questionnaires have done their work."""
    settle_waiting()


@shared_task
def settle_meeting_steps():
    """Once an hour: steps of the roadmap whose meeting every pair has had."""
    meetings.settle_waiting()


@shared_task
def keep_figures():
    """Once an hour, so that the last time of a day in any zone holds the figures of its end."""
    snapshots.copy_all()


@shared_task
def ask_newcomers():
    """Once an hour: schools that joined a region get its open requests."""
    region.ask_newcomers()
