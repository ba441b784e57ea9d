import os
from datetime import timedelta

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "tests.errands"
    label = "errands"

    def ready(self):
        from mentorship.notifications.sources import register

        from .source import Errands

        register(Errands())
        if os.environ.get("ERRANDS_HURRY"):
            hurry()


def hurry():
    """Leases of two seconds, a poll and a scan every second: a hundred deaths fit into a test."""
    from mentorship.celery import SCHEDULE, app
    from mentorship.notifications import outbox

    outbox.LEASE = timedelta(seconds=2)
    SCHEDULE["deliver"]["schedule"] = SCHEDULE["scan"]["schedule"] = 1
    app.conf.worker_lost_wait = 0.5
