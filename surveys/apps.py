from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"

    def ready(self):
        from mentorship.notifications import sources as notifications
        from mentorship.programmes import audit

        from .audience import register_own
        from .log import ACTIONS
        from .notices import QuestionnaireNotices

        register_own()
        notifications.register(QuestionnaireNotices())
        audit.ACTION_TITLES.update(ACTIONS)
