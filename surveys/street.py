"""Pages for people without accounts: no cookie, nothing kept in the browser, no trace of the address elsewhere."""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django_scopes import scope

from mentorship.common import clock
from mentorship.common.display import display_for

from . import doors

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def street(view):
    """Open to everybody. Without a cookie there is nothing that another site could use in the person's name, so there
    is no token against forgery; the browser's own word on where a form comes from is checked instead."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method not in {"GET", "HEAD", "POST"}:
            response = HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        elif request.method == "POST" and is_foreign(request):
            response = page(request, "foreign", status=403)
        else:
            response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return login_not_required(csrf_exempt(gzip_page(wrapped)))


def is_foreign(request):
    """Was the form sent by a page of another site? An old browser that says nothing is believed: the secret stands in
    the address, and no other site knows it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.get_host()


def inside(view):
    """``view(request, way, …)`` in the scope and the zone of the school whose way in it is."""

    @wraps(view)
    def wrapped(request, token, *args, **kwargs):
        way = doors.way_of(token)
        if way is None:
            return page(request, "unknown", status=404)
        with scope(school=way.school), timezone.override(way.school.time_zone):
            if way.is_revoked:
                return page(request, "revoked", way, status=410)
            return view(request, way, *args, **kwargs)

    return street(wrapped)


def is_large(request):
    return request.GET.get("view") == "large" or display_for(request).is_on


def page(request, name, way=None, *, status=200, **context):
    """A page of answering."""
    context |= {"way": way, "campaign": way.campaign if way else None, "school": way.school if way else None}
    return street_page(request, f"surveys/answer/{name}.html", status=status, **context)


def street_page(request, template, *, status=200, **context):
    """A page of the street. It is made without the context of signed-in pages: nobody is asked who is there."""
    chosen = request.GET.get("view") == "large"
    context |= {
        "is_large": is_large(request),
        "query": "?view=large" if chosen else "",
        "other_view": other_view(request, chosen),
    }
    return HttpResponse(render_to_string(template, context), status=status)


def other_view(request, is_chosen):
    query = request.GET.copy()
    query.pop("view", None)
    if not is_chosen:
        query["view"] = "large"
    return f"?{query.urlencode()}"


def go(request, name, *args, **query):
    """To the next page, with the look that the person has chosen."""
    if request.GET.get("view") == "large":
        query["view"] = "large"
    address = reverse(name, args=args, query=query or None)
    return HttpResponseRedirect(address, status=303)


def day_at(way):
    """The present day of the school."""
    return clock.today(way.school.time_zone)
