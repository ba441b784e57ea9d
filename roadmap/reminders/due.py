"""What is due in the roadmaps of many schools on one morning: a fixed number of queries for all of them."""

from dataclasses import dataclass, field

from mentorship.notifications.sources import Due
from mentorship.programmes.models import Programme

from ..models import Activity, Assignment, Roadmap
from . import rules
from .kinds import ESCALATION_COORDINATOR, WEEK_PLAN, WEEK_SUMMARY
from .people import People

Status = Activity.Status
TO_DO = (Status.PLAN, Status.WORK)
"""What waits for those who answer; under a check it waits for those who decide."""


@dataclass
class Plan:
    """The current roadmap of one school on a morning, with what is open in it: ``[(pk, last day, status)]``."""

    morning: object
    programme: Programme
    roadmap_id: int
    open: list = field(default_factory=list)

    @property
    def to_do(self):
        return [(pk, last_on) for pk, last_on, status in self.open if last_on and status in TO_DO]


def everything_due(mornings):
    """``Due`` of every milestone that has been reached: asked again it answers the same."""
    plans = plans_of(mornings)
    if not plans:
        return
    links = Assignment.objects.filter(activity__stage__roadmap__in=[plan.roadmap_id for plan in plans])
    links = links.filter(activity__status__in=TO_DO, activity__deleted_at=None)
    people = People(links, [plan.programme for plan in plans], mornings[0].day)
    for plan in plans:
        yield from due_of_deadlines(plan, people)
        yield from due_of_week(plan, people)


def plans_of(mornings):
    """The current roadmap of every school that has one and whose programme is not long over: three queries."""
    by_school = {one.school.pk: one for one in mornings}
    current = [one.school.current_programme_id for one in mornings if one.school.current_programme_id]
    programmes = {one.pk: one for one in Programme.objects.filter(pk__in=current)}
    plans = {}
    rows = Roadmap.objects.living().filter(programme__in=programmes).order_by("-created_at", "-pk")
    for pk, programme_id in rows.values_list("pk", "programme"):
        programme = programmes[programme_id]
        morning = by_school[programme.school_id]
        if not rules.is_over(programme, morning.day):
            plans.setdefault(programme_id, Plan(morning, programme, pk))
    by_roadmap = {plan.roadmap_id: plan for plan in plans.values()}
    activities = Activity.objects.living().open().filter(stage__roadmap__in=by_roadmap).order_by("pk")
    for roadmap_id, *activity in activities.values_list("stage__roadmap", "pk", "last_on", "status"):
        by_roadmap[roadmap_id].open.append(tuple(activity))
    return list(by_roadmap.values())


def due_of_deadlines(plan, people):
    """The last milestone of every activity for those behind it, and the escalations above them."""
    morning, school = plan.morning, plan.morning.school.pk
    for pk, last_on in plan.to_do:
        told = rules.milestone(last_on, morning.day, morning.settings, morning.calendar)
        if told:
            yield from (Due(school, told.kind, pk, told.day, one) for one in people.hearing(pk, school))
        for told in rules.escalations(last_on, morning.day, morning.settings):
            yield from (Due(school, told.kind, pk, told.day, one) for one in above(people, told.kind, school))


def above(people, kind, school_id):
    """Whom an escalation is for."""
    return people.coordinators(school_id) if kind == ESCALATION_COORDINATOR else people.directors(school_id)


def due_of_week(plan, people):
    """The plan of the week for everybody who has something to do in it, and the director's summary.

    Due from the first working morning of the week until its end, so a Monday on which nothing ran is made up for.
    """
    morning, school = plan.morning, plan.morning.school.pk
    monday, sunday = rules.monday_of(morning.day), rules.sunday_of(morning.day)
    if morning.settings.has_monday_plan:
        busy = {one: None for pk, last_on in plan.to_do if last_on <= sunday for one in people.hearing(pk, school)}
        yield from (Due(school, WEEK_PLAN, plan.roadmap_id, monday, one) for one in busy)
    if morning.settings.has_weekly_summary and plan.open and plan.programme.starts_on <= sunday:
        yield from (Due(school, WEEK_SUMMARY, plan.roadmap_id, monday, one) for one in people.directors(school))
