"""What questionnaires add to pages of other apps."""

from django.template.loader import render_to_string

from .mine import open_questionnaires
from .running import running_campaigns

MOST = 5


def of_today(request, _row):
    """The first page: what the person is asked to fill in, and how far the campaigns that she leads have come."""
    context = {
        "tickets": open_questionnaires(request.user, request.today)[:MOST],
        "running": running_campaigns(request),
        "may_remind": request.access.can("surveys.send", own=True),
    }
    return render_to_string("surveys/_today.html", context, request)
