from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "mentorship.monitoring"
    label = "monitoring"

    def ready(self):
        from mentorship.common import panels
        from mentorship.programmes import audit
        from surveys.services import goals

        from .log import ACTIONS
        from .panels import of_activity, of_campaign
        from .services.steps import settle

        audit.ACTION_TITLES.update(ACTIONS)
        goals.register(settle)
        panels.register("activity", of_activity)
        panels.register("campaign", of_campaign)
