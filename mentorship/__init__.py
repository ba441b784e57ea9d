"""Software for a school's mentoring programme. The task queue is loaded with it, so that every process can wake it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
