"""The first page of the matching: its drafts."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..models import MatchingRun


@require_safe
@requires("matching.view")
def matching(request):
    runs = MatchingRun.objects.filter(programme=request.programme, deleted_at=None)[:20]
    return render(request, "matching/index.html", {"runs": runs})
