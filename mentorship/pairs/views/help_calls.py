"""Calls for help: read and answered by the coordinator and the psychologist alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.visibility import people_for
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import conflict_page

from ..forms.help_calls import CloseForm
from ..help_readers import calls_for
from ..models import HelpCall
from ..services import calls

A_PAGE = 50
State = HelpCall.State
LOOKS = {State.NEW: "late", State.TAKEN: "work", State.CLOSED: "done"}
WORDS = {
    State.NEW: gettext_lazy("Waits for an answer"),
    State.TAKEN: gettext_lazy("Taken up"),
    State.CLOSED: pgettext_lazy("call for help", "Closed"),
}


def seen(call):
    call.look, call.words = LOOKS[call.state], WORDS[call.state]
    return call


@require_safe
@requires("help.view")
def help_calls(request):
    """What waits for an answer, the newest first; the closed ones behind a filter."""
    rows, state = calls_for(request), request.GET.get("state", "open")
    if state in State.values:
        rows = rows.filter(state=state)
    elif state != "all":
        rows, state = rows.exclude(state=State.CLOSED), "open"
    rows = rows.select_related("mentee__person__school_class", "taken_by").order_by("-at", "-pk")
    page = Paginator(rows.defer("text", "outcome"), A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [seen(one) for one in page.object_list]
    states = [("open", _("Not closed")), *WORDS.items(), ("all", pgettext("call for help", "All"))]
    return render(request, "pairs/help_calls.html", {"page_obj": page, "state": state, "states": states})


def call_for(request, help_call_id):
    rows = calls_for(request).select_related("mentee__person__school_class", "taken_by", "pairing__mentor__person")
    return get_object_or_404(rows, public_id=help_call_id)


@require_http_methods(["GET", "POST"])
@requires("help.view")
def help_call(request, help_call_id):
    """What the child wrote, and the words with which the call is closed."""
    call = call_for(request, help_call_id)
    form = CloseForm(request.POST if request.method == "POST" else None, instance=call)
    if request.method == "POST" and form.is_valid():
        if call_for(request, help_call_id).state == State.CLOSED:
            return redirect("help_call", help_call_id)
        try:
            calls.close(call=call, version=form.seen_version, outcome=form.cleaned_data["outcome"], by=request.user)
        except EditConflict as conflict:
            return conflict_page(request, form=form, theirs=conflict.theirs, back=request.path)
        undo = reverse("help_call_reopen", args=[help_call_id])
        messages.success(request, _("The call is closed."), extra_tags=f"undo:{undo}")
        return redirect("help_calls")
    context = {
        "call": seen(call),
        "form": form,
        "may_open_person": people_for(request).filter(pk=call.mentee.person_id).exists(),
    }
    return render(request, "pairs/help_call.html", context, status=422 if form.errors else 200)


@require_POST
@requires("help.view")
def help_call_take(request, help_call_id):
    """«Беру на себя»: the others see that somebody goes to the child."""
    call = call_for(request, help_call_id)
    try:
        calls.take(call=call, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have taken the call up."))
    return redirect("help_call", help_call_id)


@require_POST
@requires("help.view")
def help_call_reopen(request, help_call_id):
    """A call that was closed by mistake waits again."""
    call = call_for(request, help_call_id)
    calls.reopen(call=call, by=request.user)
    messages.success(request, _("The call is open again."))
    return redirect("help_call", help_call_id)
