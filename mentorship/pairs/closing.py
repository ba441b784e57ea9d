"""What a closing meeting leads to: questionnaires at the end, and the end of the pair."""

from surveys.mine import open_questionnaires
from surveys.models import Campaign
from surveys.models.survey import Purpose
from surveys.own import campaigns_of

from .models import LIVING

AT_THE_END = (Purpose.SATISFACTION, Purpose.AFTER)
READY = ("satisfaction-mentee:adult", "satisfaction-mentor:adult")
"""The product's own questionnaires for the end, mentee's before mentor's."""


def what_closes(request, pair):
    """What the page of a closing meeting offers: to those who send questionnaires the open ones or the way to send
    them, to the others the own questionnaires that wait; to the coordinator the end of the pair."""
    may_send = request.access.can("surveys.send")
    return {
        "may_send": may_send,
        "campaigns": list(open_campaigns(request)) if may_send else [],
        "ready": READY,
        "own": own_questionnaires(request),
        "may_end": request.access.can("pairs.edit") and pair.state in LIVING,
    }


def open_campaigns(request):
    """Running campaigns of the programme about how it was."""
    running = Campaign.objects.open_on(request.today).values("pk")
    rows = campaigns_of(request, "surveys.send").filter(pk__in=running)
    return rows.filter(survey_version__survey__purpose__in=AT_THE_END).order_by("title", "pk")[:5]


def own_questionnaires(request):
    """How many questionnaires wait for the person."""
    return len(open_questionnaires(request.user, request.today))
