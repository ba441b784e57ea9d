"""What a guest who signs in sees of a group meeting: when, where, what is planned."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..meeting_calendar import FILE_NAME, MIME, calendar_of
from ..models import GroupMeeting
from ..notices import meetings_of


def invited_to(request, meeting_id):
    """The meeting for its guests, and for those who hold it; nobody else learns that there is one."""
    if request.access.can("matching.view"):
        rows = GroupMeeting.objects.filter(deleted_at=None)
    else:
        rows = meetings_of(request.user)
    if request.school is None:
        raise Http404
    return get_object_or_404(rows.select_related("programme", "school"), public_id=meeting_id)


@require_safe
@requires("today.view")
def matching_invitation(request, meeting_id):
    return render(request, "matching/invitation.html", {"meeting": invited_to(request, meeting_id)})


@require_safe
@requires("today.view")
def matching_invitation_file(request, meeting_id):
    """The meeting for the own calendar."""
    content = calendar_of(invited_to(request, meeting_id))
    name = f'attachment; filename="{FILE_NAME}"'
    return HttpResponse(content, content_type=f"{MIME}; charset=utf-8", headers={"Content-Disposition": name})
