"""The first screen of mentors and mentees: the own pairs, what comes next, what was agreed, what is asked of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..first_screen import ended_rows, own_mentees, own_rows, own_screen, said_of, to_say
from ..forms.mine import HelpForm, SayForm
from ..models import Presence
from ..services import saying
from ..visibility import of_mentee, own_pairings

PER_PAGE = 10
MOST_ENDED = 20


@require_safe
@requires("pairs.mine", own=True)
def pairs_mine(request):
    return render(request, "pairs/mine.html", screen_of(request))


def screen_of(request):
    page = Paginator(own_rows(request), PER_PAGE).get_page(request.GET.get("page"))
    own = own_screen(request, page.object_list)
    return {
        "page_obj": page,
        "own": own,
        "forms": [SayForm(presence=one) for one in to_say(request)],
        "ended": [] if page.number > 1 else list(ended_rows(request)[:MOST_ENDED]),
        "is_mentee": any(not one.is_led for one in own),
        "may_train": request.access.can("training.view") and any(one.is_led for one in own),
    }


@require_http_methods(["GET", "POST"])
@requires("help.call", own=True)
def mine_say(request, pair_meeting_id):
    """What the mentee says of one meeting; a page of its own for whoever thinks again."""
    presence = get_object_or_404(said_of(request), meeting__public_id=pair_meeting_id)
    data = request.POST if request.method == "POST" else None
    form = SayForm(data, presence=presence)
    if data is not None and form.is_valid() and say(request, form):
        messages.success(request, _("Thank you: your answer is kept."))
        return redirect("pairs_mine")
    status = 422 if form.errors else 200
    return render(request, "pairs/mine_say.html", {"form": form, "meeting": presence.meeting}, status=status)


def say(request, form):
    """Keep everything that was said, or show why it cannot be."""
    try:
        saying.say(form.presence, **form.said, way=Presence.Way.ACCOUNT)
    except RuleBroken as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "POST"])
@requires("help.call", own=True)
def mine_help(request):
    """«Нужна помощь»: says who reads it before anything is written."""
    mentee = own_mentees(request).order_by("pk").first()
    if mentee is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = HelpForm(data)
    if data is not None and form.is_valid():
        pair = own_pairings(request, of_mentee).order_by("state", "-starts_on", "pk").first()
        saying.call_for_help(mentee=mentee, pairing=pair, text=form.cleaned_data["text"], key=form.cleaned_data["key"])
        messages.success(request, _("Your call is sent. The coordinator or the psychologist will find you."))
        return redirect("pairs_mine")
    return render(request, "pairs/mine_help.html", {"form": form}, status=422 if form.errors else 200)
