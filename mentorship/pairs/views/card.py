"""The page of a pair: who, where, since when, why it was made, what happened to it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from .. import states
from ..annex import with_people
from ..forms.pairing import PairForm
from ..looks import gone_from, look_of
from ..models import PairingEvent, PairingState, PairLetter
from ..services import pairing as services
from ..visibility import pairings_for


def pair_for(request, pairing_id):
    return get_object_or_404(with_people(pairings_for(request)).select_related("order"), public_id=pairing_id)


@require_safe
@requires("pairs.view", own=True)
def pairing(request, pairing_id):
    pair = pair_for(request, pairing_id)
    places = list(pair.places.all())
    sees_reasons, sees_orders = request.access.can("matching.view"), request.access.can("orders.view")
    events = PairingEvent.objects.filter(pairing=pair).select_related("mentee__person", "by", "order")
    next_one = getattr(pair, "replaced_by", None)
    context = {
        "pair": pair,
        "look": look_of(pair),
        "has_left": gone_from(pair, request.today),
        "places": [place for place in places if place.left_on is None],
        "gone": [place for place in places if place.left_on],
        "events": list(events),
        "reasons": reasons_of(pair, places) if sees_reasons else [],
        "letters": list(letters_of(pair)) if sees_orders else [],
        "sees_orders": sees_orders,
        "sees_texts": request.access.can("pairs.edit") or request.access.can("matching.approve"),
        "next_one": next_one,
        "may_edit": request.access.can("pairs.edit") and pair.state != PairingState.FINISHED,
        "acts": acts_of(pair),
    }
    return render(request, "pairs/card.html", context)


def acts_of(pair):
    """What the state of the pair allows now: ``[(act, words, address)]``."""
    return [
        (act, ACT_WORDS[act], reverse(f"pairing_{act}", args=[pair.public_id]))
        for act in states.acts_of(pair.state)
        if act in ACT_WORDS
    ]


ACT_WORDS = {
    "agree": _("Both sides have agreed"),
    "begin": _("At work already"),
    "pause": _("Pause…"),
    "resume": _("The pair goes on"),
}


def reasons_of(pair, places):
    """What the matching said of each mentee, with points of 100."""
    people = {place.mentee_id: place.mentee.person for place in places}
    return [
        {"person": people.get(one["mentee"]), "points": round((one["points"] or 0) / 100), "lines": one["lines"]}
        for one in pair.reasons
        if one.get("lines")
    ]


def letters_of(pair):
    return PairLetter.objects.filter(pairing=pair).select_related("person", "about").order_by("side", "pk")


@require_http_methods(["GET", "POST"])
@requires("pairs.edit")
def pairing_edit(request, pairing_id):
    pair = pair_for(request, pairing_id)
    data = request.POST if request.method == "POST" else None
    form = PairForm(data, instance=pair, today=request.today)
    before = {"pair": pair}

    def save(form):
        services.edit_pair(
            pairing=pair,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        )

    return edit_page(
        request,
        form=form,
        save=save,
        done=pair.get_absolute_url(),
        message=services.name_of(pair),
        template="pairs/edit.html",
        page=before,
    )
