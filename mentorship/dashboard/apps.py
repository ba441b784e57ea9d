from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "mentorship.dashboard"
    label = "dashboard"

    def ready(self):
        from mentorship.common import panels
        from mentorship.monitoring import figures

        from . import role_homes, work

        panels.register("today", role_homes.classes_of_today)
        panels.register("support", role_homes.worries_of_support)
        figures.keep_beside("dashboard", work.kept)
