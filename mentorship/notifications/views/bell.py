"""What a person was told, and what of it is read. Opening a page reads nothing by itself: every mark is a POST."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mentorship.common import clock
from mentorship.programmes.access import requires

from ..entries import by_day, entries_of
from ..forms.lists import BellFilterForm
from ..models import Notification

ENTRIES_A_PAGE = 30


def told(request):
    """What the present person was told in the present school."""
    return Notification.objects.bell_of(request.user)


def entry_of(request, public_id):
    """The entry of the person; 404 for everybody else's."""
    row = get_object_or_404(told(request).select_related("actor"), public_id=public_id)
    return entries_of([row], request.school)[0]


def list_address(request):
    """The list as the person has filtered it."""
    query = request.GET.urlencode()
    return reverse("notifications") + (f"?{query}" if query else "")


@require_GET
@requires("today.view")
def notifications(request):
    form = BellFilterForm(request.GET, codes=told(request).order_by().values_list("kind", flat=True).distinct())
    form.is_valid()
    rows = told(request)
    if kind := form.cleaned_data.get("kind"):
        rows = rows.filter(kind=kind)
    if form.cleaned_data["unread"]:
        rows = rows.unread()
    page_obj = Paginator(rows.select_related("actor"), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "page_obj": page_obj,
        "days": by_day(entries_of(list(page_obj), request.school), request.school.time_zone),
        "kind": kind,
        "is_unread_only": form.cleaned_data["unread"],
        "today": request.today,
        "yesterday": request.today - clock.days(1),
        "seen_until": clock.now(),
    }
    return render(request, "notifications/list.html", page)


@require_POST
@requires("today.view")
def open_entry(request, public_id):
    """Read it and go to what it speaks of."""
    entry = entry_of(request, public_id)
    told(request).unread().filter(public_id=public_id).update(read_at=clock.now())
    return redirect(entry.line.url if entry.line and entry.line.url else "notifications")


@require_POST
@requires("today.view")
def read(request, public_id):
    entry = entry_of(request, public_id)
    told(request).unread().filter(public_id=public_id).update(read_at=clock.now())
    undo = reverse("notification_unread", args=[public_id])
    messages.success(request, _("Read: “%(title)s”.") % {"title": entry.title}, extra_tags=f"undo:{undo}")
    return redirect(list_address(request))


@require_POST
@requires("today.view")
def unread(request, public_id):
    entry = entry_of(request, public_id)
    told(request).filter(public_id=public_id).update(read_at=None)
    messages.success(request, _("“%(title)s” is unread again.") % {"title": entry.title})
    return redirect(list_address(request))


@require_POST
@requires("today.view")
def read_all(request):
    """Read everything that the person has had before the eyes: what came since the page was made stays unread."""
    now = clock.now()
    seen_until = moment_of(request.POST.get("until")) or now
    count = told(request).unread().filter(created_at__lte=seen_until).update(read_at=now)
    if count:
        words = ngettext("%(count)d notification is read.", "%(count)d notifications are read.", count)
        undo = f"{reverse('notifications_unread_again')}?{urlencode({'at': now.isoformat()})}"
        messages.success(request, words % {"count": count}, extra_tags=f"undo:{undo}")
    return redirect("notifications")


@require_POST
@requires("today.view")
def unread_again(request):
    """Take «read all» back: what was read at exactly that moment."""
    moment = moment_of(request.GET.get("at"))
    if moment is None:
        raise Http404
    told(request).filter(read_at=moment).update(read_at=None)
    messages.success(request, _("The notifications are unread again."))
    return redirect("notifications")


def moment_of(text):
    """An aware instant of its ISO text, or None."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
