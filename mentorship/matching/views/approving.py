"""The check page of a draft and its approval."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.pairs.letters import filled, parents_of, readers_of, values_of, words_of_school
from mentorship.pairs.models import PairLetter
from mentorship.pairs.services.orders import next_kind
from mentorship.pairs.services.pairing import new_pair
from mentorship.programmes.access import requires

from ..approval import Check, check_of, needs_place, planned_of, reach_of
from ..forms.approving import USUAL_PLACE, ApproveForm
from ..models import MatchingRun
from ..services.approving import approve, terms_of

PER_PAGE = 25
MOST_HELD = 50
State = MatchingRun.State


@require_http_methods(["GET", "POST"])
@requires("matching.approve")
def matching_approve(request, run_id):
    runs = MatchingRun.objects.filter(programme=request.programme, deleted_at=None)
    run = get_object_or_404(runs.select_related("programme__school", "form", "order"), public_id=run_id)
    if run.state == State.APPROVED and run.order:
        return redirect(run.order)
    if run.state != State.READY:
        return redirect(run)
    sent = request.POST if request.method == "POST" else request.GET
    without = without_of(sent)
    if "shown" in request.GET:
        page = [("page", request.GET["page"])] if request.GET.get("page") else []
        query = urlencode([("without", one) for one in sorted(without)] + page)
        return redirect(f"{reverse('matching_approve', args=[run_id])}?{query}#pairs")
    check = check_of(run, without=without, day=request.today)
    has_adults = any(needs_place(mentor, [row.mentee for row in rows], request.today) for mentor, rows in check.groups)
    data = request.POST if request.method == "POST" else None
    form = ApproveForm(
        data, programme=run.programme, today=request.today, has_adults=has_adults, initial={"seen": check.seen}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return approved(request, run, form.cleaned_data, without)
        except RuleBroken as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["seen"] = check.seen
    return check_page(request, run, check, form, without)


def approved(request, run, cleaned, without):
    with_letters = request.POST.get("letters") != "no"
    order, count = approve(
        run,
        seen=cleaned["seen"],
        without=without,
        terms=terms_of(run.programme, cleaned["starts_on"], cleaned["ends_on"], request.user),
        place=cleaned.get("place", ""),
        day=request.today,
        order_day=request.today,
        with_letters=with_letters,
        by=request.user,
    )
    if count:
        words = ngettext("%(count)d pair is approved.", "%(count)d pairs are approved.", count) % {"count": count}
        if with_letters:
            letters = PairLetter.objects.filter(pairing__order=order).count()
            words = f"{words} {letters_in_words(letters)}"
        messages.success(request, words)
    return redirect(order)


def letters_in_words(count):
    if not count:
        return _("There was nobody to write to: no addresses are known.")
    return ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count) % {"count": count}


def without_of(sent):
    """Numbers of proposals that are not to be approved: those carried along and those unticked on this page."""
    carried = set(numbers(sent.getlist("without")))
    shown, ticked = set(numbers(sent.getlist("shown"))), set(numbers(sent.getlist("take")))
    return frozenset((carried - shown) | (shown - ticked))


def numbers(texts):
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def check_page(request, run, check, form, without):
    listed = sorted([*check.taken, *check.left_out], key=lambda row: (row.mentor.person.name_key, row.pk))
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    shown = {row.pk for row in page}
    for row in page:
        row.is_taken = row.pk not in without
        row.is_grown_up_with_child = needs_place(row.mentor, [row.mentee], request.today)
    context = {
        "run": run,
        "check": check,
        "group_count": len(check.groups),
        "form": form,
        "held": [with_open_doors(one, request.access) for one in check.held[:MOST_HELD]],
        "held_more": max(len(check.held) - MOST_HELD, 0),
        "reach": reach_of(check, request.today),
        "previews": previews_of(request, run, check),
        "without": sorted(without),
        "elsewhere": sorted(without - shown),
        "has_adults": "place" in form.fields,
        "is_mixed": len({needs_place(row.mentor, [row.mentee], request.today) for row in listed}) > 1,
        "page_obj": page,
        "is_change": next_kind(run.programme) == "change",
    }
    return render(request, "matching/approve.html", context, status=422 if form.errors else 200)


def with_open_doors(held, access):
    """What is missing of a pair, with links to where this person may put it right."""
    problems = [one if access.can(one.right) else replace(one, url="") for one in held.problems]
    return replace(held, problems=problems)


def previews_of(request, run, check):
    """A letter to each side as it would go: about a pair with parents to write to, where there is one."""
    parents = parents_of([row.mentee for row in check.taken])
    groups = sorted(check.groups, key=lambda one: not any(row.mentee.person_id in parents for row in one[1]))
    if not groups:
        return []
    words, found = words_of_school(), {}
    [one] = planned_of(Check(taken=groups[0][1]), run, place=USUAL_PLACE, day=request.today)
    terms = terms_of(run.programme, max(request.today, run.programme.starts_on), run.programme.ends_on, request.user)
    pairing = new_pair(run.programme, one, terms)
    for reader in readers_of(one.mentor, one.mentees, parents, request.today):
        text = filled(words[reader.side].text, values_of(pairing, one.mentees, reader))
        found.setdefault(reader.side, replace(words[reader.side], text=text))
    return list(found.values())
