from django.apps import AppConfig

from mentorship.common.health import further_checks, prepared
from mentorship.common.smtp import letter_left


class NotificationsConfig(AppConfig):
    name = "mentorship.notifications"
    label = "notifications"

    def ready(self):
        from . import sources, stamps, troubles
        from .services import heartbeats

        sources.register(troubles.Undelivered())
        letter_left.connect(stamps.count_one, dispatch_uid="stamps")
        further_checks["heartbeats"] = heartbeats.is_everyone_alive
        prepared.connect(expect_all, dispatch_uid="heartbeats")


def expect_all(**kwargs):
    from .services import heartbeats

    heartbeats.expect_all()
