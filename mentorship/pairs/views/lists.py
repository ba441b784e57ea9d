"""Pairs and groups of the programme."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import requires

from ..models import Pairing


@require_safe
@requires("pairs.view", own=True)
def pairs(request):
    rows = Pairing.objects.of(request.programme)[:20]
    return render(request, "pairs/list.html", {"rows": rows})
