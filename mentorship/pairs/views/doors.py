"""The own page of a mentee who has come by a link or a code: no account, no cookie, nothing kept in the browser."""

from functools import wraps

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.common.panels import panels
from mentorship.people.views.files import stored
from surveys.doors import ticket_of_slip
from surveys.guessing import count_wrong, is_paused
from surveys.street import go, street, street_page
from surveys.tokens import link_token, typed

from ..doors import door_of, is_open, token_of_code
from ..forms.mine import HelpForm, SayForm
from ..mentee_screen import material_of, meeting_to_say, pairs_of, plan_of, screen_of
from ..models import Presence
from ..services import plans, saying


def inside(view):
    """``view(request, guest, …)`` in the scope and the zone of the guest's school."""

    @wraps(view)
    def wrapped(request, token, *args, **kwargs):
        guest = door_of(token)
        if guest is None:
            return street_page(request, "pairs/door/unknown.html", status=404)
        with scope(school=guest.school), timezone.override(guest.school.time_zone):
            if not is_open(guest):
                return street_page(request, "pairs/door/shut.html", school=guest.school, status=410)
            return view(request, guest, *args, **kwargs)

    return street(wrapped)


def inner_page(request, guest, name, *, status=200, **context):
    context |= {"guest": guest, "school": guest.school}
    return street_page(request, f"pairs/door/{name}.html", status=status, **context)


@street
def door_enter(request):
    """Eight letters of the slip."""
    text = request.POST.get("code", request.GET.get("code", ""))[:40]
    if request.method != "POST":
        return street_page(request, "pairs/door/enter.html", text=text)
    if is_paused(request):
        error = _("Too many wrong codes from here. Try in an hour.")
        return street_page(request, "pairs/door/enter.html", text=text, error=error, status=429)
    code = typed(text)
    if token := token_of_code(code):
        return go(request, "door", token)
    if ticket := ticket_of_slip(code):
        return go(request, "answer", link_token(ticket))
    count_wrong(request)
    error = _("There is no such code. Look at the letters once more.")
    return street_page(request, "pairs/door/enter.html", text=text, error=error, status=422)


@inside
def door(request, guest):
    said = request.GET.get("said", "")
    screen = screen_of(guest.mentee, guest.day)
    return inner_page(request, guest, "home", screen=screen, said=said, added=panels("door", request, guest))


@inside
def door_meeting(request, guest, pair_meeting_id):
    """Was it so, how was it."""
    presence = meeting_to_say(guest.mentee, pair_meeting_id)
    if presence is None:
        raise Http404
    form = SayForm(request.POST if request.method == "POST" else None, presence=presence, shows_said=False)
    if request.method == "POST" and form.is_valid():
        try:
            saying.say(presence, **form.said, way=Presence.Way.CODE)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return go(request, "door", guest.token, said="meeting")
    context = {"form": form, "meeting": presence.meeting}
    return inner_page(request, guest, "meeting", status=422 if form.errors else 200, **context)


@inside
def door_plan(request, guest, plan_id):
    """The own plan, and the yes to it."""
    plan = plan_of(guest.mentee, plan_id, guest.day)
    if plan is None:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            plans.agree(plan=plan, side=plans.MENTEE, by=None, day=guest.day)
        except RuleBroken as broken:
            error = str(broken)
        else:
            return go(request, "door", guest.token, said="plan")
    return inner_page(request, guest, "plan", plan=plan, error=error, status=422 if error else 200)


@inside
def door_file(request, guest, pair_file_id):
    """A material that the mentor has given."""
    row = material_of(guest.mentee, pair_file_id)
    if row is None:
        raise Http404
    return stored(row.file, row.file_name, row.content_type)


@inside
def door_help(request, guest):
    """«Нужна помощь»: who reads it is said before anything is written."""
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        pair = pairs_of(guest.mentee).first()
        saying.call_for_help(mentee=guest.mentee, pairing=pair, **form.cleaned_data)
        return go(request, "door", guest.token, said="help")
    return inner_page(request, guest, "help", form=form, status=422 if form.errors else 200)
