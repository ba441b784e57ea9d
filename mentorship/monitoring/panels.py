"""What monitoring adds to the pages of a campaign and of an activity."""

from django.template.loader import render_to_string

from surveys.own import leads

from .step_links import can_tie, ties_of


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
