"""Pages that everybody may open: how the site is shown, help, the list of components."""

from dataclasses import asdict, replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseServerError
from django.shortcuts import redirect, render, resolve_url
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .display import Display, display_for, display_of, remember, stored, theme_for
from .forms import DisplayForm, ThemeForm
from .styleguide import examples


def back_to(request):
    """Where the person came from, if it is a page of ours."""
    address = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return address if is_ours else resolve_url("accessibility")


@login_not_required
@require_POST
def low_vision(request):
    """Switches the version for the visually impaired in one click; its settings wait for the next time."""
    display = display_for(request)
    return remember(request, redirect(back_to(request)), display=replace(display, is_on=not display.is_on))


@login_not_required
@require_http_methods(["GET", "POST"])
def accessibility(request):
    if request.method == "POST" and "reset" in request.POST:
        messages.success(request, _("The usual look is back."))
        return remember(request, redirect("accessibility"), display=Display(), theme="auto")
    form = DisplayForm(request.POST if request.method == "POST" else None, initial=asdict(display_for(request)))
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("The settings of the version for the visually impaired are saved."))
        return remember(request, redirect("accessibility"), display=Display(is_on=True, **form.cleaned_data))
    page = {"form": form, "theme_form": ThemeForm(initial={"theme": theme_for(request)})}
    return render(request, "common/accessibility.html", page, status=422 if form.errors else 200)


@login_not_required
@require_POST
def theme(request):
    form = ThemeForm(request.POST)
    answer = redirect(back_to(request))
    return remember(request, answer, theme=form.cleaned_data["theme"]) if form.is_valid() else answer


@require_POST
def shortcuts(request):
    """Switches the keys of a single letter off and on: for some people they fire by themselves."""
    request.user.has_shortcuts = not request.user.has_shortcuts
    request.user.save(update_fields=["has_shortcuts"])
    words = _("The keys are switched on.") if request.user.has_shortcuts else _("The keys are switched off.")
    messages.success(request, words)
    return redirect("accessibility")


@login_not_required
@require_GET
def help_page(request):
    return render(request, "common/help.html")


@login_not_required
@require_GET
def styleguide(request):
    """Every component on one page; it exists while the product is being worked on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "common/styleguide.html", examples(request))


def server_error(request):
    """The page of a failure. It reads the cookie only: the database may be what failed."""
    chosen = stored(request)
    page = {"html_classes": display_of(chosen).html_classes, "theme": chosen.get("theme", "auto")}
    return HttpResponseServerError(loader.render_to_string("500.html", page))
