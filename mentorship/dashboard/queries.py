"""What the first pages gather from the parts of the product."""

from dataclasses import dataclass

from django.db.models import Count
from django_scopes import scope

from mentorship.people.funnel import Funnel, with_state
from mentorship.people.models import Mentee, Mentor

FEWEST = 5
"""A smaller number of people would point at persons: a region sees that there are fewer."""


@dataclass
class Participants:
    """How many take part in a school's current programme, and how many of them may be matched. No names."""

    mentees: int = 0
    mentors: int = 0
    ready_mentees: int = 0
    ready_mentors: int = 0

    @property
    def cells(self):
        """The four numbers as a region may see them: ``(number, whether it is too small to be shown)``."""
        numbers = (self.mentees, self.ready_mentees, self.mentors, self.ready_mentors)
        return [(number, 0 < number < FEWEST) for number in numbers]


def participants_of(schools, day):
    """``{school's id: Participants}`` in two questions however many schools there are."""
    counted = {school.pk: Participants() for school in schools}
    programmes = [school.current_programme_id for school in schools if school.current_programme_id]
    with scope(school=list(schools)):
        for model, total, ready in (
            (Mentee, "mentees", "ready_mentees"),
            (Mentor, "mentors", "ready_mentors"),
        ):
            rows = with_state(model.objects.living().filter(programme__in=programmes), day)
            for row in rows.order_by().values("school", "funnel").annotate(people=Count("pk")):
                one = counted[row["school"]]
                setattr(one, total, getattr(one, total) + row["people"])
                if row["funnel"] == Funnel.READY:
                    setattr(one, ready, row["people"])
    return counted
