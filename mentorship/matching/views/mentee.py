"""One mentee of a draft: why this mentor, who else, what another would change; put together, part, forbid."""

import uuid
from collections import Counter
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentor
from mentorship.programmes.access import requires

from ..candidates import PER_PAGE, candidates_of, column_of, named
from ..effects import name_of, told
from ..forms.workbench import ForbidForm
from ..models import Proposal
from ..rules import forbids
from ..services import changing
from ..services.computing import loaded
from ..telling import Telling
from ..tracing import meeting_of, traces_of
from ..workbench import places_of, whole
from .drafts import PAIR, draft_for, may_edit, sees_choices, whole_draft_for

EXACT_AT_ONCE = 10
QUICK_PAIRS, QUICK_GROUP_PAIRS = 10_000, 1_000
"""Mentors times mentees up to which ten wishes are computed while somebody waits for the page."""
UNDO = "matching_change"


def place_for(run, mentee_id):
    """The mentee's place in the draft."""
    rows = Proposal.objects.filter(run=run).select_related(*PAIR, "mentee__form", "mentee__variant", "mentor__form")
    return get_object_or_404(rows, mentee__public_id=mentee_id)


def mentor_for(run, text):
    """The mentor whom a form or an address names by number; 404 for anything else."""
    try:
        number = uuid.UUID(text)
    except ValueError:
        raise Http404 from None
    mentors = Mentor.objects.filter(programme=run.programme_id).select_related("person__school_class")
    return get_object_or_404(mentors, public_id=number)


@require_safe
@requires("matching.view")
def matching_mentee(request, run_id, mentee_id):
    run = whole_draft_for(request, run_id)
    place, known = place_for(run, mentee_id), loaded(run)
    if place.mentee_id not in known.mentees:
        raise Http404
    what = mentor_for(run, request.GET["what"]) if "what" in request.GET else None
    if what and request.htmx:
        return render(request, "matching/_effect.html", {"effect": effect_of(run, known, place, what)})
    telling = Telling(known.knowledge, known.rules, sees_choices(request))
    context = {
        "run": run,
        "proposal": place,
        "mentee": place.mentee,
        "may_edit": may_edit(request, run),
        "may_see_card": request.access.can("people.view"),
        **(pair_of(run, known, place, telling) if place.mentor else unpaired_of(known, place, telling)),
        **candidates_for(request, run, known, place, telling, what),
    }
    return render(request, "matching/mentee.html", context)


def pair_of(run, known, place, telling):
    """The present pair: every point of it with what both have said, and which rule it goes against."""
    if place.mentor_id not in known.mentors:
        raise Http404
    mentor, mentee = known.mentors[place.mentor_id], known.mentees[place.mentee_id]
    bits = forbids(known.rules, mentor, mentee, known.knowledge)
    return {
        "score": whole(place.points),
        "traces": traces_of(known, mentor.id, mentee.id, telling),
        "lacks": telling.lacks(place.parts),
        "places": places_of(run, [mentor.id])[mentor.id],
        "broken": telling.forbidden(bits),
        "meeting": meeting_of(mentor, mentee),
    }


def unpaired_of(known, place, telling):
    """Why there is nobody: by how many mentors each rule keeps away, or that those who suit are taken."""
    bits = [one for _pk, _points, one in column_of(known, place.mentee_id)]
    if not all(bits):
        return {"suit": bits.count(0), "kept_away": []}
    kept_away = Counter(words for one in bits for words in telling.forbidden(one))
    return {"suit": 0, "kept_away": kept_away.most_common()}


def candidates_for(request, run, known, place, telling, what):
    """A page of everybody who could be the mentor; a search finds the forbidden too and tells why not."""
    query = request.GET.get("q", "").strip()[:100]
    rows = column_of(known, place.mentee_id)
    rows = named(rows, query) if query else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = candidates_of(run, known, place.mentee_id, list(page), telling, present=place.mentor_id)
    page.object_list = with_effects(run, known, place, shown, what)
    return {"page_obj": page, "q": query}


def effect_of(run, known, place, mentor):
    """What this mentor would change, in words."""
    return told(changing.what_if(run, place.mentee_id, mentor.pk, known=known))


def with_effects(run, known, place, shown, what):
    """The candidates with what each would change: of the first ten at once where that is quick, of one who is asked
    for always."""
    is_quick = known.pairs <= (QUICK_GROUP_PAIRS if known.rules.chooses_groups else QUICK_PAIRS)
    left = EXACT_AT_ONCE if is_quick else 0
    found = []
    for one in shown:
        is_asked = what is not None and one.mentor == what
        if one.may_be and not one.is_present and (is_asked or (left and not one.rules)):
            one = replace(one, effect=effect_of(run, known, place, one.mentor))
            left = max(0, left - 1)
        found.append(one)
    return found


@require_POST
@requires("matching.edit")
def matching_replace(request, run_id, mentee_id):
    """Put the mentee together with a mentor; the page says whom it touched, one press takes it back."""
    run = whole_draft_for(request, run_id)
    place, mentor = place_for(run, mentee_id), mentor_for(run, request.POST.get("mentor", ""))
    return change(
        request,
        run,
        place,
        act=partial(changing.replace, run, place.mentee_id, mentor.pk),
        words=_("%(mentor)s — %(mentee)s: the pair is made and locked.")
        % {"mentor": mentor.person.short_name, "mentee": name_of(place.mentee.person)},
    )


@require_POST
@requires("matching.edit")
def matching_apart(request, run_id, mentee_id):
    """Leave the mentee without a mentor in this draft."""
    run = whole_draft_for(request, run_id)
    place = place_for(run, mentee_id)
    return change(
        request,
        run,
        place,
        act=partial(changing.part, run, place.mentee_id),
        words=_("%(mentee)s: the pair is taken apart.") % {"mentee": name_of(place.mentee.person)},
    )


def change(request, run, place, *, act, words):
    """Do what the page has shown; a draft that is not the shown one any more is shown anew instead."""
    here = redirect("matching_mentee", run.public_id, place.mentee.public_id)
    version = request.POST.get("version", "")
    try:
        effect, before = act(by=request.user, expected_version=int(version) if version.isdecimal() else None)
    except RuleBroken as error:
        messages.error(request, str(error))
        return here
    touched = {str(one.mentee): before[one.mentee] for one in effect.changes if one.mentee in before}
    request.session[UNDO] = {"draft": str(run.public_id), "before": touched}
    undo = reverse("matching_change_undo", args=[run.public_id])
    messages.success(request, f"{words} {told(effect, is_done=True).words}", extra_tags=f"undo:{undo}")
    return here


@require_POST
@requires("matching.edit")
def matching_change_undo(request, run_id):
    """Take the last change of this person back."""
    run = draft_for(request, run_id)
    last = request.session.pop(UNDO, {})
    try:
        count = changing.put_back(run, last["before"], by=request.user) if is_of(last, run) else 0
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(run)
    if count:
        words = ngettext("%(count)d pair is as it was.", "%(count)d pairs are as they were.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.error(request, _("There is nothing to take back."))
    return redirect(run)


def is_of(last, run):
    return last.get("draft") == str(run.public_id)


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_forbid(request, run_id, mentee_id):
    """«Не сводить», with a reason: these two in no draft of the programme."""
    run = whole_draft_for(request, run_id)
    place = place_for(run, mentee_id)
    mentor = mentor_for(run, request.GET["mentor"]) if "mentor" in request.GET else place.mentor
    if mentor is None:
        raise Http404
    form = ForbidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            effect, _before = changing.forbid(
                run, place.mentee_id, mentor.pk, reason=form.cleaned_data["reason"], by=request.user
            )
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            words = _("%(mentor)s — %(mentee)s: the pair is forbidden. The list of those kept apart takes it back.")
            words %= {"mentor": mentor.person.short_name, "mentee": name_of(place.mentee.person)}
            messages.success(request, f"{words} {told(effect, is_done=True).words}")
            return redirect("matching_mentee", run.public_id, place.mentee.public_id)
    page = {"run": run, "mentee": place.mentee, "mentor": mentor, "form": form}
    return render(request, "matching/forbid.html", page, status=422 if form.errors else 200)
