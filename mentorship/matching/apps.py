from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "mentorship.matching"
    label = "matching"

    def ready(self):
        from mentorship.notifications import sources as notifications
        from mentorship.programmes import audit

        from .log import ACTIONS
        from .notices import MatchingNotices

        audit.ACTION_TITLES.update(ACTIONS)
        notifications.register(MatchingNotices())
