"""The roadmap as a source of notifications."""

from mentorship.notifications.sources import Source

from .due import everything_due
from .kinds import KINDS
from .lines import lines_of


class RoadmapSource(Source):
    """Deadlines, escalations, plans of the week, and what happens to activities."""

    kinds = KINDS

    def due(self, mornings):
        return everything_due(mornings)

    def lines(self, notifications, school, day):
        return lines_of(notifications, school, day)
