from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..models import Survey


@require_safe
@requires("surveys.view", own=True)
def surveys(request):
    return render(request, "surveys/surveys.html", {"surveys": Survey.objects.living()})
