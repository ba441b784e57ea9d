"""The person's calendar: the page of its address, and the file that calendars fetch."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe
from django_scopes import scope

from mentorship.programmes.access import requires

from ..calendar_file import calendar_file
from ..services import feeds as services
from ..sources import events_of


@require_http_methods(["GET", "POST"])
@requires("today.view")
def feed(request):
    """A POST makes the address and shows it at once: after that nobody can, only its hash is kept."""
    link = ""
    if request.method == "POST":
        token = services.open_feed(user=request.user, school=request.school)
        link = f"{settings.SITE_URL}{reverse('calendar_file', args=[token])}"
    page = {"feed": services.feed_of(request.user), "link": link, "app_link": re.sub("^https?", "webcal", link)}
    return render(request, "notifications/calendar_feed.html", page)


@require_POST
@requires("today.view")
def revoke(request):
    services.revoke(user=request.user)
    messages.success(request, _("The address of your calendar is switched off."))
    return redirect("calendar_feed")


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def file(request, token):
    """Fetched by calendars without a sign-in, every hour. The ETag spares them what they have already.

    There is no Last-Modified: that a role ended or that a party was bound to somebody else has no moment of its own.
    """
    found = services.find(token)
    if found is None:
        raise Http404
    own, memberships = found
    school = own.school
    with scope(school=school):
        body = calendar_file(school, events_of(own.user, memberships, school, school.today))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="mentorship.ics"'
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
