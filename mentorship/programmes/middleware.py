"""Puts the school of the signed-in person around the request, and asks for the second factor where it is due.

``request.school, .memberships, .access, .programme, .today`` are set; scoped managers answer for that school only.
``request.programme`` is the current one, or the past one that the person has opened in the archive.
"""

from contextlib import nullcontext
from dataclasses import replace

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django_scopes import scope

from mentorship.common import clock

from . import archive
from .access import STAFF, Access
from .models import Membership

SESSION_KEY = "school"


class SchoolMiddleware:
    """Scope of the request. The school is the one chosen in the session, else the first one of the person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        memberships = self.memberships_of(request)
        request.school = self.chosen_school(request, memberships)
        request.memberships = [one for one in memberships if one.school == request.school]
        request.access = Access(frozenset(one.role for one in request.memberships))
        request.today = request.school.today if request.school else clock.today()
        request.schools = list(dict.fromkeys(one.school for one in memberships))
        around = scope(school=request.school) if request.school else nullcontext()
        clocks = timezone.override(request.school.time_zone) if request.school else nullcontext()
        with around, clocks:
            request.archive = archive.shown_to(request)
            request.programme = request.archive or (request.school.current_programme if request.school else None)
            if request.programme and request.programme.closed_on:
                request.access = replace(request.access, shut=archive.NOT_OFFERED)
            response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        """A closed programme is read and not changed, whatever page the button stood on."""
        if archive.is_closed_to(request, view):
            return render(request, "programmes/closed.html", status=409)
        return None

    @staticmethod
    def memberships_of(request):
        """The roles that the person holds today, in all schools: the one look across schools that a request makes."""
        if not request.user.is_authenticated:
            return []
        rows = Membership.unscoped.filter(user=request.user).select_related("school__current_programme")
        return [one for one in rows.order_by("school__short_name", "pk") if one.is_active_on(one.school.today)]

    @staticmethod
    def chosen_school(request, memberships):
        chosen = request.session.get(SESSION_KEY) if memberships else None
        schools = [one.school for one in memberships]
        return next((school for school in schools if school.pk == chosen), schools[0] if schools else None)


class SecondFactorMiddleware:
    """Leads those who see other people's minors, and the administrator, to the second factor before anything else."""

    OPEN_PATHS = (
        "/me/",
        "/logout/",
        "/login/",
        "/accessibility/",
        "/static/",
        "/school/switch/",
        "/invite/",
        "/help/",
        "/public/",
        "/notifications/stop/",
        "/calendar/",
        "/f/",
        "/m/",
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.is_due(request):
            return redirect("second_factor_first")
        return self.get_response(request)

    def is_due(self, request):
        if not request.user.is_authenticated or request.path.startswith(self.OPEN_PATHS):
            return False
        return self.must_have_it(request) and not get_mfa_adapter().is_mfa_enabled(request.user)

    @staticmethod
    def must_have_it(request):
        if settings.ADMIN_PATH and request.path.startswith(f"/{settings.ADMIN_PATH}"):
            return request.user.is_superuser
        if not request.school or not request.school.needs_second_factor:
            return False
        return any(one.role in STAFF for one in request.memberships)
