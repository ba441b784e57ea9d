"""Programmes that are over: anybody of the staff reads one, nobody changes it."""

from .models import Programme

SESSION_KEY = "archive"
CLOSED_TO_CHANGES = {
    "roadmap.edit",
    "roadmap.approve",
    "activity.complete",
    "activity.comment",
    "activity.remind",
    "selection.edit",
    "training.edit",
    "surveys.edit",
    "surveys.send",
    "surveys.enter",
    "matching.edit",
    "matching.choices",
    "matching.approve",
    "pairs.edit",
    "pairs.pay",
    "meetings.edit",
    "plans.edit",
    "plans.approve",
    "health.edit",
    "help.call",
    "care.edit",
    "care.notes",
    "portfolio.edit",
    "portfolio.confirm",
    "monitoring.edit",
    "formula.edit",
    "nominations.make",
}
"""Acts on the rows of a programme. What belongs to the school goes on: people and their consents, papers that are
printed from what happened, awards, what is published and withdrawn, settings and roles."""

READ_BY_WHO_WRITES = {"care.notes", "matching.choices"}
"""The same right opens these for reading."""
NOT_OFFERED = frozenset(CLOSED_TO_CHANGES - READ_BY_WHO_WRITES)


def shown_to(request):
    """The past programme that the person has opened, or None; one click leads back to the present."""
    chosen = request.session.get(SESSION_KEY)
    if not chosen or not request.school or not request.access.can("archive.view"):
        return None
    return Programme.objects.filter(pk=chosen, school=request.school).exclude(closed_on=None).first()


def look_at(request, programme):
    request.session[SESSION_KEY] = programme.pk


def leave(request):
    request.session.pop(SESSION_KEY, None)


def is_closed_to(request, view):
    """Would the request change something of a closed programme?"""
    programme = getattr(request, "programme", None)
    if programme is None or programme.closed_on is None or request.method in ("GET", "HEAD", "OPTIONS"):
        return False
    return getattr(view, "required_action", None) in CLOSED_TO_CHANGES
