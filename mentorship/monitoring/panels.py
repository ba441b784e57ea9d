"""What monitoring adds to the pages of a campaign and of an activity."""

import re

from django.template.loader import render_to_string

from roadmap.models import Step
from roadmap.queries import current_roadmap
from surveys.own import leads

from .baseline import baseline_of
from .meeting_steps import named, with_progress
from .models import FiguresAnswer
from .step_links import can_tie, ties_of

ABOUT_PAIRS = re.compile(r"\b(?:пар|встреч|групп)", re.I)
"""Where an activity says this, a meeting of the pairs may be tied to a step that does not name it."""
ABOUT_REGISTERS = re.compile(r"\b(?:баз|банк)[аыу]?\b", re.I)
"""A stage of this title gathers people: there the measurement before is made."""
LIVING = {"deleted_at": None, "activity__deleted_at": None}


def of_campaign(request, campaign):
    """The steps that the campaign completes, and the way to choose one."""
    ties = ties_of(request, campaign=campaign)
    may_tie = can_tie(request) and leads(request, campaign)
    if not ties and not may_tie:
        return ""
    context = {"campaign": campaign, "ties": ties, "may_tie": may_tie}
    return render_to_string("monitoring/_of_campaign.html", context, request)


def of_activity(request, activity):
    """The questionnaires that complete steps of the activity, and the way to choose one."""
    ties = ties_of(request, step__activity=activity)
    may_act = request.access.can("activity.complete", own=activity.is_mine)
    may_tie = may_act and can_tie(request) and not activity.is_closed
    if not ties and not may_tie:
        return ""
    context = {"activity": activity, "ties": ties, "may_tie": may_tie}
    return render_to_string("monitoring/_of_activity.html", context, request)


def meetings_of_activity(request, activity):
    """How many pairs have had the meetings of which the steps speak, and the way to choose other ones."""
    may_choose = request.access.can("activity.complete", own=activity.is_mine) and not activity.is_closed
    is_offered = ABOUT_PAIRS.search(f"{activity.stage.title} {activity.title}")
    steps = Step.objects.filter(activity=activity, deleted_at=None)
    roadmap = activity.stage.roadmap
    context = {"activity": activity, "may_choose": may_choose, "is_offered": is_offered}
    return meetings(request, steps, roadmap, **context)


def meetings_of_stage(request, stage):
    return meetings(request, Step.objects.filter(activity__stage=stage, **LIVING), stage.roadmap)


def baseline_of_stage(request, stage):
    """On the stages that gather mentees and mentors: the measurement before that is still to be made."""
    programme = stage.roadmap.programme
    if programme is None or not ABOUT_REGISTERS.search(stage.title) or not request.access.can("monitoring.view"):
        return ""
    context = {
        "baseline": baseline_of(programme, request.today),
        "may_send": request.access.can("surveys.send") and programme.closed_on is None,
    }
    return render_to_string("monitoring/_baseline.html", context, request)


def baseline_of_today(request, _row):
    """To who sends questionnaires, while the measurement before can still be made."""
    if request.programme is None or not request.access.can("surveys.send"):
        return ""
    baseline = baseline_of(request.programme, request.today)
    if not baseline.in_time or request.programme.closed_on:
        return ""
    return render_to_string("monitoring/_baseline_in_time.html", {"rows": baseline.in_time, "may_send": True}, request)


def meetings_of_roadmap(request, roadmap):
    steps = Step.objects.filter(activity__stage__roadmap=roadmap, activity__stage__deleted_at=None, **LIVING)
    return meetings(request, steps, roadmap)


def meetings(request, steps, roadmap, **context):
    """Each kind of meeting once, in the order of the steps; only the roadmap by which the programme lives."""
    steps = steps.order_by("activity__stage__position", "activity__position", "position", "pk")
    found, programme = named(steps), roadmap.programme
    if not (found or context.get("is_offered")) or programme is None or current_roadmap(programme) != roadmap:
        return ""
    rows = {}
    for one in with_progress(found, programme):
        rows.setdefault(one.kind, one)
    context |= {"rows": list(rows.values()), "sees_pairs": request.access.can("pairs.view")}
    return render_to_string("monitoring/_meetings.html", context, request)


def requests_of_region(request, _row):
    """To leaders: what the region asks for and the school has not given yet."""
    if not request.access.can("region.answer") or not request.school.region_id or not request.programme:
        return ""
    rows = FiguresAnswer.objects.waiting().select_related("request")
    answers = list(rows.order_by("request__due_on")[:5])
    if not answers:
        return ""
    return render_to_string("monitoring/_region_requests.html", {"answers": answers, "today": request.today}, request)
