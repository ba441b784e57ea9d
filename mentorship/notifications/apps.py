from django.apps import AppConfig

from mentorship.common.health import further_checks, prepared


class NotificationsConfig(AppConfig):
    name = "mentorship.notifications"
    label = "notifications"

    def ready(self):
        from . import sources, troubles
        from .services import heartbeats

        sources.register(troubles.Undelivered())
        further_checks["heartbeats"] = heartbeats.is_everyone_alive
        prepared.connect(expect_all, dispatch_uid="heartbeats")


def expect_all(**kwargs):
    from .services import heartbeats

    heartbeats.expect_all()
