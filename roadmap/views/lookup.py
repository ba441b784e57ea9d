"""Finding the row of a page: what a person may not see is not there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ..queries import activities_for_page

UNDO_KEPT = 10


def activity_for(request, pk, action="activity.view"):
    """The activity: 404 for whom it does not exist, 403 for those who see it and may not do this."""
    activity = get_object_or_404(activities_for_page(request.user, request.memberships), pk=pk)
    if not request.access.can("activity.view", own=activity.is_mine):
        raise Http404
    if not request.access.can(action, own=activity.is_mine):
        raise PermissionDenied
    return activity


def decides(request):
    """The person may say for everybody what is done: checks, approves, declares not required."""
    return request.access.can("activity.complete")


def safe_next(request, default):
    """Where to go back to: an address of our own, else the default."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and is_ours else default


def remember_undo(request, activity, snapshot, back):
    """Keep the state before an act in the session, and answer the tag of the message that offers to undo it.

    The session is the right place: the offer ends with it, and nobody else can use it.
    """
    kept = request.session.get("undo", {})
    kept[str(activity.pk)] = {"before": snapshot, "version": activity.version, "back": back}
    request.session["undo"] = dict(list(kept.items())[-UNDO_KEPT:])
    return f"undo:{reverse('activity_undo', args=[activity.pk])}"
