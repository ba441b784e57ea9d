import os

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Due, Kind, Line, Section, Source
from mentorship.programmes.models import Membership


class Errands(Source):
    """Errands are told at once and at any hour; ERRANDS_DUE of them are due for everybody every day."""

    kinds = (Kind("errand", "Поручение", default=Mode.AT_ONCE, is_by_hand=True),)

    def due(self, mornings):
        days = {morning.school.pk: morning.day for morning in mornings}
        people = Membership.objects.values_list("school", "user").distinct()
        for number in range(int(os.environ.get("ERRANDS_DUE", 0))):
            for school, person in people:
                yield Due(school, "errand", number, days[school], person)

    def lines(self, notifications, school, day):
        return {
            one.pk: Line(title=f"Поручение {one.object_id}", url="/roadmap/", section=Section.ASKED)
            for one in notifications
        }
