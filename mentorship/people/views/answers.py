"""«Ответы для реестров»: the queue, one person's answers beside the register, many at once, and back."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorship.programmes.access import requires

from ..asking.lines import lines_of
from ..asking.registers import Registers
from ..forms.answers import AnswersFilter
from ..models import Proposal
from ..services import deciding, deciding_undo
from ..services import offers as reading
from ..visibility import offers_for, own_classes, people_for

PER_PAGE = 30
MOST_AT_ONCE = 120
"""How many questionnaires one press takes; the next press goes on."""
LINES_SHOWN = 3


def classes_of(request):
    """None for whoever sees all classes."""
    return None if request.access.can("people.edit") else own_classes(request.memberships)


@require_safe
@requires("people.edit", own=True)
def answers(request):
    """What has come since the last look is read first."""
    if request.programme:
        reading.gather(request.programme)
    form = AnswersFilter(request.GET, offers=offers_for(request), classes=classes_of(request))
    rows = listed(form.narrow(offers_for(request)))
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    offers = list(page_obj)
    registers = Registers(request.programme, {one.person_id for one in offers if one.person_id}) if offers else None
    unknown = [one.submission for one in offers if one.person_id is None and one.is_waiting]
    found = reading.candidates_of(unknown, people_for(request, "people.edit"))
    context = {
        "page_obj": page_obj,
        "rows": [row_of(one, registers, found.get(one.submission_id, ())) for one in offers],
        "filter_form": form,
        "chosen": form.chosen(),
        "query": urlencode(form.chosen()),
        "is_decided": form.chosen().get("state") == "decided",
        "most": MOST_AT_ONCE,
    }
    return render(request, "people/answers.html", context)


def listed(rows):
    rows = rows.select_related("person__school_class", "submission__campaign", "submission__invitation__user")
    proposals = Prefetch("proposals", Proposal.objects.select_related("decided_by"))
    return rows.prefetch_related(proposals).order_by("submission__submitted_at", "pk")


def row_of(offer, registers, found):
    """An offer for the list: who, what changes, and what has to be looked at before it can be taken."""
    lines = lines_of(offer, registers)
    answers_of = [one for one in lines if not one.is_day]
    return {
        "offer": offer,
        "name": offer.person.full_name if offer.person else name_said(offer),
        "sure": next((person for person, is_sure in found if is_sure), None),
        "shown": answers_of[:LINES_SHOWN],
        "more": max(0, len(answers_of) - LINES_SHOWN),
        "needs_look": [one for one in lines if not one.is_plain],
        "is_only_day": bool(lines) and not answers_of,
        "decided": next((one.proposal for one in lines if one.proposal.decided_at), None),
        "accepted": sum(one.proposal.state == Proposal.State.ACCEPTED for one in lines),
    }


def name_said(offer):
    surname, given, _group, email = reading.said_by(offer.submission)
    return " ".join(part for part in (surname, given) if part) or email or _("without a name")


@require_POST
@requires("people.edit", own=True)
def answers_accept(request):
    """The ticked questionnaires, or everything that the filter has found."""
    form = AnswersFilter(request.GET, offers=offers_for(request), classes=classes_of(request))
    rows = form.narrow(offers_for(request)).filter(is_waiting=True)
    if "all" not in request.POST:
        rows = rows.filter(public_id__in=uuids(request.POST.getlist("offer")))
    found = listed(rows)[:MOST_AT_ONCE]
    outcome = deciding.accept_many(found, by=request.user, people=people_for(request, "people.edit"))
    say(request, outcome)
    return redirect(f"{reverse('answers')}?{urlencode(form.chosen())}")


def uuids(texts):
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def say(request, outcome):
    if outcome.offers:
        words = ngettext(
            "Answers of %(count)d questionnaire are in the registers.",
            "Answers of %(count)d questionnaires are in the registers.",
            outcome.offers,
        )
        undo = f"undo:{reverse('answers_undo', args=[outcome.batch])}"
        messages.success(request, words % {"count": outcome.offers}, extra_tags=undo)
    if outcome.left:
        words = ngettext(
            "%(count)d questionnaire wants a look: open it and decide.",
            "%(count)d questionnaires want a look: open them and decide.",
            outcome.left,
        )
        messages.info(request, words % {"count": outcome.left})
    if not outcome.offers and not outcome.left:
        messages.info(request, _("Nothing was ticked, or everything is decided already."))


@require_POST
@requires("people.edit", own=True)
def answers_undo(request, batch):
    offers = offers_for(request)
    if not deciding_undo.of_act(batch, offers).exists():
        raise Http404
    count, stayed = deciding_undo.undo(batch, offers, by=request.user)
    if count:
        words = ngettext(
            "The decision about %(count)d questionnaire is taken back.",
            "The decision about %(count)d questionnaires is taken back.",
            count,
        )
        messages.success(request, words % {"count": count})
    if stayed:
        words = ngettext(
            "%(count)d field has been changed since and stays as it is.",
            "%(count)d fields have been changed since and stay as they are.",
            stayed,
        )
        messages.info(request, words % {"count": stayed})
    return redirect("answers")
