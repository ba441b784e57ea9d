from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"

    def ready(self):
        from mentorship.notifications import sources

        from .feed import Deadlines

        sources.register(Deadlines())
