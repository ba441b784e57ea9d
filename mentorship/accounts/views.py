"""The person's own pages: profile and sessions. Signing in itself is allauth's."""

from functools import wraps

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common import clock

from .devices import device_name
from .forms import ProfileForm


def unprocessable(view):
    """A form of allauth that comes back with errors answers 422, like every form here."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response

    return answered


@login_not_required
def closed(request):
    """Sign-up and other doors of allauth that are walled up here."""
    raise Http404


@require_http_methods(["GET", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("me")
    has_second_factor = get_mfa_adapter().is_mfa_enabled(request.user)
    page = {"form": form, "has_second_factor": has_second_factor}
    return render(request, "accounts/profile.html", page, status=422 if form.errors else 200)


@require_GET
def sessions(request):
    """Living sessions, this one first, then the latest seen."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    rows = list(UserSession.objects.filter(user=request.user, session_key__in=alive).order_by("-last_seen_at"))
    rows.sort(key=lambda row: not row.is_current())
    listed = [{"row": row, "device": device_name(row.user_agent), "is_current": row.is_current()} for row in rows]
    return render(request, "accounts/sessions.html", {"sessions": listed})


@require_POST
def session_end(request, session_pk):
    get_object_or_404(UserSession, user=request.user, pk=session_pk).end()
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@require_POST
def sessions_end_others(request):
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    for row in others:
        row.end()
    messages.success(request, _("All other sessions are ended."))
    return redirect("usersessions_list")


@require_GET
def second_factor_first(request):
    """Says why nothing else opens yet, and leads to the set-up."""
    return render(request, "accounts/second_factor_first.html")
