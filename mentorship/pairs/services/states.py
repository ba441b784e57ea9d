"""A pair goes on its way: agreed, at work, paused and back again. The end is in ``pairing.end``."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from .. import states
from ..models import Pairing, PairingEvent, PairingState
from .history import tell
from .pairing import name_of

audit.ACTION_TITLES |= {
    "pairing.agreed": gettext_lazy("Both sides have agreed to the pair"),
    "pairing.begun": gettext_lazy("Pair has begun to work"),
    "pairing.paused": gettext_lazy("Pair paused"),
    "pairing.resumed": gettext_lazy("Pair goes on after a pause"),
}


def move(pairing, act, *, version, day, by, reason="", **fields):
    """Do one act of ``states.MOVES`` if nobody changed the pair since ``version``, and write it into the history."""
    if pairing.deleted_at or not states.may(act, pairing.state):
        raise RuleBroken(
            _("This cannot be done now: the pair is in the state «%(state)s».")
            % {"state": pairing.get_state_display().lower()}
        )
    changes = {"state": states.after(act)} | fields
    pairing.swap(version, **changes)
    tell(pairing, PairingEvent.Kind.STATE, day=day, by=by, state=changes["state"], reason=reason)
    return pairing


@transaction.atomic
def agree(*, pairing, version, day, by):
    """Both sides have said yes: from now on the pair holds the mentor's place and waits for the next order."""
    move(pairing, "agree", version=version, day=day, by=by)
    PairingEvent.objects.filter(pairing=pairing, kind=PairingEvent.Kind.MADE, order=None).update(needs_order=True)
    audit.record(by=by, action="pairing.agreed", row=pairing, name=name_of(pairing))
    return pairing


@transaction.atomic
def begin(pairing, *, day, by):
    """The first meeting has been held: an agreed or ordered pair is at work from that day. Does nothing to others."""
    row = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if not states.may("begin", row.state):
        return False
    move(row, "begin", version=row.version, day=day, by=by)
    audit.record(by=by, action="pairing.begun", row=row, name=name_of(row))
    return True


@transaction.atomic
def pause(*, pairing, version, day, resumes_on, reason, by):
    """The pair stands still until a day on which somebody looks at it again; it keeps its place."""
    if resumes_on and resumes_on <= day:
        raise RuleBroken(_("The day to go on must be after the day of the pause."))
    move(pairing, "pause", version=version, day=day, by=by, reason=reason, paused_on=day, resumes_on=resumes_on)
    audit.record(by=by, action="pairing.paused", row=pairing, name=name_of(pairing))
    return pairing


@transaction.atomic
def resume(*, pairing, version, day, by):
    """The pair goes on: at work when it has met before, else where it stood before the pause."""
    state = state_before_pause(pairing)
    move(pairing, "resume", version=version, day=day, by=by, state=state, paused_on=None, resumes_on=None)
    audit.record(by=by, action="pairing.resumed", row=pairing, name=name_of(pairing))
    return pairing


def state_before_pause(pairing):
    """Where the pair stood when it was paused, from its history; at work when nothing tells."""
    told = PairingEvent.objects.filter(pairing=pairing).exclude(state="").exclude(state=PairingState.PAUSED)
    last = told.order_by("-at", "-pk").values_list("state", flat=True).first()
    if last and states.may("pause", last):
        return PairingState.ORDERED if last == PairingState.AGREED and has_signed_order(pairing) else last
    return PairingState.AT_WORK


def has_signed_order(pairing):
    return bool(pairing.order and pairing.order.number)
