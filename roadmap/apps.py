from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"

    def ready(self):
        from mentorship.notifications import sources

        from .by_hand import ByHand
        from .feed import Deadlines
        from .reminders.source import RoadmapSource

        sources.register(RoadmapSource())
        sources.register(Deadlines())
        sources.register(ByHand())
