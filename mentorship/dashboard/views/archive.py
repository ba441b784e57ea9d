"""Programmes of the school: the one that runs, its closing, the next one, and those of past years to read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import archive as past
from mentorship.programmes.access import requires
from mentorship.programmes.models import Programme

from ..closing import checklist
from ..forms.closing import ClosingForm, NextYearForm
from ..services import closing

PER_PAGE = 20


@require_safe
@requires("archive.view")
def archive(request):
    """The current programme with what may be done with it, and those that are over."""
    current = request.school.current_programme
    rows = Programme.objects.exclude(pk=current.pk if current else None)
    page = {
        "current": current,
        "is_last": current is not None and closing.followed_by(current) is None,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_close": request.access.can("programme.close"),
    }
    return render(request, "dashboard/archive.html", page)


@require_POST
@requires("archive.view")
def archive_look(request, programme_pk):
    """Open a closed programme: all pages show it until the person comes back."""
    programme = get_object_or_404(Programme.objects.exclude(closed_on=None), pk=programme_pk)
    past.look_at(request, programme)
    return redirect("roadmap")


@require_POST
@requires("archive.view")
def archive_leave(request):
    past.leave(request)
    return redirect("home")


@require_http_methods(["GET", "POST"])
@requires("programme.close")
def programme_close(request):
    """What is missing, and the closing itself."""
    programme = current_or_404(request)
    if programme.closed_on:
        return redirect("archive")
    counts = closing.counts(programme)
    form = ClosingForm(request.POST or None, programme=programme, today=request.today, pairs=counts["pairs"])
    if request.method == "POST" and form.is_valid() and did_close(request, form, programme):
        return redirect("archive")
    items = checklist(programme, request.today)
    page = {
        "form": form,
        "programme": programme,
        "items": items,
        "missing": sum(not one.is_done for one in items),
    }
    return render(request, "dashboard/programme_close.html", page, status=422 if form.errors else 200)


def did_close(request, form, programme):
    data = form.cleaned_data
    try:
        closing.close(
            programme=programme,
            version=data["version"],
            day=data["day"],
            ends_pairs=data.get("ends_pairs", False),
            by=request.user,
        )
    except EditConflict:
        form.add_error(None, _("Somebody has changed the programme in the meantime: look once more and close it."))
    except RuleBroken as error:
        form.add_error(None, str(error))
    else:
        words = _("“%(title)s” is closed and is the archive now.") % {"title": programme.title}
        messages.success(request, words, extra_tags=f"undo:{reverse('programme_reopen')}")
        return True
    form.data = form.data.copy()
    form.data["version"] = str(Programme.objects.get(pk=programme.pk).version)
    return False


@require_POST
@requires("programme.close")
def programme_reopen(request):
    """Take the closing back, while nothing follows."""
    try:
        programme = closing.reopen(programme=current_or_404(request), by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        words = _("“%(title)s” is open again. Pairs and questionnaires that the closing ended stay ended.")
        messages.success(request, words % {"title": programme.title})
    return redirect("archive")


@require_http_methods(["GET", "POST"])
@requires("programme.close")
def programme_next(request):
    """The programme of the next year out of this one."""
    programme = current_or_404(request)
    counts = closing.counts(programme)
    form = NextYearForm(request.POST or None, programme=programme, counts=counts)
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = closing.begin_next(programme=programme, plan=form.plan, by=request.user)
        except RuleBroken as error:
            form.add_error("title", str(error))
        else:
            if is_new:
                messages.success(request, _("“%(title)s” has begun.") % {"title": made.title})
            return redirect("archive")
    page = {"form": form, "programme": programme}
    return render(request, "dashboard/programme_next.html", page, status=422 if form.errors else 200)


def current_or_404(request):
    """The school's current programme: an old one is neither closed nor followed again from the archive."""
    if request.school.current_programme is None:
        raise Http404
    return request.school.current_programme
