from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"

    def ready(self):
        from mentorship.common import panels
        from mentorship.notifications import sources as notifications
        from mentorship.programmes import audit

        from .audience import register_own
        from .log import ACTIONS
        from .notices import QuestionnaireNotices
        from .panels import of_today

        register_own()
        notifications.register(QuestionnaireNotices())
        panels.register("today", of_today)
        panels.register("mine", of_today)
        audit.ACTION_TITLES.update(ACTIONS)
