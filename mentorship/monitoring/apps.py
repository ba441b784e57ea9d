from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "mentorship.monitoring"
    label = "monitoring"

    def ready(self):
        from mentorship.common import panels
        from mentorship.notifications import sources as notifications
        from mentorship.programmes import audit, starters
        from surveys.services import goals

        from . import figures, indicators, indicators_report, report_words, satisfaction
        from .log import ACTIONS
        from .panels import (
            baseline_of_stage,
            baseline_of_today,
            meetings_of_activity,
            meetings_of_roadmap,
            meetings_of_stage,
            of_activity,
            of_campaign,
            requests_of_region,
        )
        from .region_notices import RegionNotices
        from .services.steps import settle
        from .starters import give_targets

        starters.register(give_targets)
        figures.register(indicators.CODES, indicators.of_figures)
        report_words.register(indicators_report.parts)
        audit.ACTION_TITLES.update(ACTIONS)
        goals.register(settle)
        figures.register({"satisfied": figures.Code(figures.SATISFIED, "percent")}, satisfaction.of_figures)
        notifications.register(RegionNotices())
        panels.register("today", requests_of_region)
        panels.register("today", baseline_of_today)
        panels.register("dashboard", requests_of_region)
        panels.register("activity", of_activity)
        panels.register("campaign", of_campaign)
        panels.register("activity", meetings_of_activity)
        panels.register("stage", baseline_of_stage)
        panels.register("stage", meetings_of_stage)
        panels.register("roadmap", meetings_of_roadmap)
