"""What the coordinator does with pairs by hand: a new one, a mentee more or less, another mentor, the end."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.models import Mentee
from mentorship.programmes.access import requires

from ..forms.pairing import EndForm, JoinForm, LeaveForm, NewPairForm, OtherMentorForm
from ..models import PairingState
from ..services import pairing as services
from .card import pair_for


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_new(request):
    if request.programme is None:
        messages.error(request, _("The school has no programme yet: make it in the settings first."))
        return redirect("pairs")
    data = request.POST if request.method == "POST" else None
    form = NewPairForm(data, programme=request.programme, today=request.today, initial=first_values(request))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        planned = services.Planned(
            cleaned["mentor"],
            (cleaned["mentee"],),
            cleaned["form"] or cleaned["mentee"].form or cleaned["mentor"].form,
            cleaned["mentee"].variant,
            cleaned["place"],
        )
        terms = services.Terms(cleaned["starts_on"], cleaned["ends_on"], coordinator_of(request))
        try:
            pair = services.make_by_hand(
                programme=request.programme,
                planned=planned,
                terms=terms,
                day=request.today,
                by=request.user,
                reason=cleaned["reason"],
                is_proposed=cleaned["is_proposed"],
            )
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(pair)s: the pair is made.") % {"pair": services.name_of(pair)})
            return redirect(pair)
    return render(request, "pairs/new.html", {"form": form}, status=422 if form.errors else 200)


def first_values(request):
    first = max(request.today, request.programme.starts_on)
    return {
        "mentor": known_uuid(request.GET.get("mentor")),
        "mentee": known_uuid(request.GET.get("mentee")),
        "starts_on": first,
        "ends_on": max(first, request.programme.ends_on),
    }


def known_uuid(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def coordinator_of(request):
    coordinator = request.programme.coordinator
    return coordinator.user if coordinator else request.user


def act(request, pair, form, do, template, page=None):
    """One change of a living pair: the form, the act, what can go wrong."""
    if pair.state == PairingState.FINISHED:
        messages.error(request, _("This pair has ended."))
        return redirect(pair)
    if request.method == "POST" and form.is_valid():
        try:
            done, words = do(form.cleaned_data)
        except (RuleBroken, EditConflict) as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            pair.refresh_from_db(fields=["version"])
            form.data["version"] = pair.version
        else:
            messages.success(request, words)
            return redirect(done)
    return render(request, template, {"form": form, "pair": pair, **(page or {})}, status=422 if form.errors else 200)


def form_of(request, pair, kind):
    return kind(request.POST if request.method == "POST" else None, pairing=pair, today=request.today)


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_end(request, pairing_id):
    pair = pair_for(request, pairing_id)
    name = services.name_of(pair)

    def do(data):
        services.end(
            pairing=pair,
            version=data["version"],
            ending=data["ending"],
            reason=data["reason"],
            day=data["day"],
            by=request.user,
        )
        return pair, _("%(pair)s: the pair has ended.") % {"pair": name}

    return act(request, pair, form_of(request, pair, EndForm), do, "pairs/end.html")


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_mentor(request, pairing_id):
    pair = pair_for(request, pairing_id)

    def do(data):
        new = services.change_mentor(
            pairing=pair,
            version=data["version"],
            mentor=data["mentor"],
            reason=data["reason"],
            day=data["day"],
            by=request.user,
        )
        return new, _("%(pair)s: the pair is made.") % {"pair": services.name_of(new)}

    return act(request, pair, form_of(request, pair, OtherMentorForm), do, "pairs/mentor.html")


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_join(request, pairing_id):
    pair = pair_for(request, pairing_id)

    def do(data):
        services.join(pairing=pair, version=data["version"], mentee=data["mentee"], day=data["day"], by=request.user)
        return pair, _("%(mentee)s is in the group.") % {"mentee": data["mentee"].person}

    form = form_of(request, pair, JoinForm)
    form.initial["mentee"] = known_uuid(request.GET.get("mentee"))
    return act(request, pair, form, do, "pairs/join.html")


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_leave(request, pairing_id, mentee_id):
    pair = pair_for(request, pairing_id)
    mentee = get_object_or_404(Mentee.objects.select_related("person"), public_id=mentee_id)
    if not any(place.mentee_id == mentee.pk for place in pair.places.all()):
        raise Http404

    def do(data):
        services.leave(
            pairing=pair,
            version=data["version"],
            mentee=mentee,
            day=data["day"],
            reason=data["reason"],
            by=request.user,
        )
        return pair, _("%(mentee)s has left the group.") % {"mentee": mentee.person}

    return act(request, pair, form_of(request, pair, LeaveForm), do, "pairs/leave.html", {"mentee": mentee})
