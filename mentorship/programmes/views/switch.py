"""People of several schools choose the one they work in now."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ..middleware import SESSION_KEY


@require_POST
def switch_school(request):
    """Only a school of one's own can be chosen; anything else changes nothing."""
    chosen = request.POST.get("school", "")
    school = next((one for one in request.schools if str(one.public_id) == chosen or str(one.pk) == chosen), None)
    if school:
        request.session[SESSION_KEY] = school.pk
    return redirect("home")
