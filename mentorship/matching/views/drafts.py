"""How the pages of a draft find it: of the current programme, not thrown away, with as much of it as the page needs."""

from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from ..models import MatchingRun, Proposal
from ..rules import Rules
from ..telling import Telling, words_alone

State = MatchingRun.State
SHOWN = (State.READY, State.APPROVED)
PAIR = ("mentee__person__school_class", "mentor__person__school_class")
"""What a row of a pair shows of both."""


def drafts_of(programme):
    return MatchingRun.objects.filter(programme=programme, deleted_at=None)


def draft_for(request, run_id):
    """A draft without its snapshot, which may be large; ``words``, ``year`` and ``rules`` out of it come along."""
    runs = drafts_of(request.programme).select_related("parent", "form").defer("snapshot", "parent__snapshot")
    known = {name: F(f"snapshot__knowledge__{name}") for name in ("words", "year")}
    runs = runs.annotate(**known, rules=F("snapshot__rules"))
    return get_object_or_404(runs, public_id=run_id)


def whole_draft_for(request, run_id):
    """A draft with its snapshot, to compute with; 404 for one that is not ready."""
    runs = drafts_of(request.programme).filter(state__in=SHOWN).select_related("form")
    return get_object_or_404(runs, public_id=run_id)


def place_for(run, mentee_id):
    """The mentee's place in the draft."""
    return get_object_or_404(
        Proposal.objects.filter(run=run).select_related(*PAIR, "mentee__form", "mentee__variant"),
        mentee__public_id=mentee_id,
    )


def telling_for(request, run):
    """The reasons of a draft from ``draft_for`` for the eyes of this person."""
    return Telling(words_alone(run.words, run.year), Rules.from_dict(run.rules or {}), sees_choices(request))


def sees_choices(request):
    return request.access.can("matching.choices")


def may_edit(request, run):
    return run.state == State.READY and request.access.can("matching.edit")


def back_to(request, run):
    """The page that the form stood on, with its filter, if it is one of this draft."""
    address, home = request.POST.get("next", ""), run.get_absolute_url()
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and address.startswith(home) else home
