"""How the schools of a region answer a request, as its operator reads it: who gave, who joined later, who was reminded.

To be asked within the scope of the region's schools.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from mentorship.common import clock
from mentorship.programmes.models import AuditEvent

from .models import FiguresAnswer
from .region_notices import reminded_days
from .services.region import ASKED_LATER, not_told_today


@dataclass(frozen=True)
class Asked:
    """A school's row of the list; the days are of the school's own calendar."""

    answer: FiguresAnswer
    joined_on: date | None
    reminded_on: date | None

    @property
    def is_reminded_today(self):
        return self.reminded_on == self.answer.school.today


def answers_to(request, missing_only=False):
    """A row for every school that was asked, by its name."""
    rows = FiguresAnswer.objects.filter(request=request).select_related("school", "request")
    return (rows.filter(sent_at=None) if missing_only else rows).order_by("school__short_name", "pk")


def with_days(answers):
    """``[Asked]`` of some answers: two queries for any number of them."""
    joined, reminded = joined_days(answers), reminded_days(answers)
    return [Asked(one, joined.get(one.pk), reminded.get(one.pk)) for one in answers]


def joined_days(answers):
    """``{answer's id: the day}`` on which a school that joined later was asked."""
    of_these = {one.pk: one.school.time_zone for one in answers}
    rows = AuditEvent.objects.filter(
        action=ASKED_LATER, object_type=FiguresAnswer._meta.label_lower, object_id__in=of_these
    )
    asked = rows.order_by().values_list("object_id").annotate(Max("at"))
    return {pk: clock.local(at, of_these[pk]).date() for pk, at in asked}


def counts_of(requests):
    """``{request's id: (how many gave, how many were asked)}``, one query."""
    rows = FiguresAnswer.objects.filter(request__in=requests).order_by().values_list("request")
    return {pk: (given, whole) for pk, given, whole in rows.annotate(Count("sent_at"), Count("pk"))}


def to_remind(request):
    """How many schools a press of «remind» would reach now, and how many were reminded today already."""
    waiting = list(FiguresAnswer.objects.waiting().filter(request=request).select_related("school"))
    fresh = not_told_today(waiting)
    return len(fresh), len(waiting) - len(fresh)
