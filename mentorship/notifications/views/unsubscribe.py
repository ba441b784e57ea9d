"""The way out of letters for people who do not sign in, and for the button of their mail provider (RFC 8058)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from mentorship.programmes.models import Membership
from mentorship.programmes.views.invitations import private

from ..models import Mode
from ..services import choosing


@csrf_exempt  # the token in the address is the secret, and a mail provider has no cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """Looking changes nothing: mail programs open links by themselves."""
    found = choosing.read_stop_token(token)
    if found is None:
        return private(render(request, "notifications/stop_unknown.html", status=404))
    school, user = found
    with scope(school=school):
        answer = act(request, school, user) if request.method == "POST" else None
        return private(answer or stop_page(request, school, user))


def act(request, school, user):
    """What the buttons do. The provider's own button must not be redirected; None for a POST that asks for nothing."""
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choosing.stop_letters(school=school, user=user)
        return HttpResponse(_("The letters are switched off."), content_type="text/plain; charset=utf-8")
    if "stop" in request.POST:
        choosing.stop_letters(school=school, user=user)
    elif "undo" in request.POST:
        choosing.take_letters_back(user=user)
        messages.success(request, _("The letters are switched on again, the way they were."))
    else:
        return None
    return redirect(request.path)


def stop_page(request, school, user):
    roles = Membership.objects.active_on(school.today).filter(user=user).values_list("role", flat=True)
    kinds, modes = choosing.kinds_for(roles), choosing.modes_of(user)
    page = {
        "school": school,
        "address": masked(user.email),
        "coming": [kind for kind in kinds if not kind.is_locked and modes[kind.code] != Mode.BELL],
        "locked": [kind for kind in kinds if kind.is_locked],
        "can_undo": choosing.stopped_of(user).exists(),
    }
    return render(request, "notifications/stop.html", page, status=422 if request.method == "POST" else 200)


def masked(email):
    """«о***@school.ru»: enough for its owner to know it, too little for anybody else."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}***@{host}"
