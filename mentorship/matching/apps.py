from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "mentorship.matching"
    label = "matching"

    def ready(self):
        from mentorship.programmes import audit

        from .log import ACTIONS

        audit.ACTION_TITLES.update(ACTIONS)
