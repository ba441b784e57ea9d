"""One mentor of a draft: with whom, how many places are left, whom else the mentor would suit."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mentorship.people.models import Mentor
from mentorship.programmes.access import requires

from ..candidates import row_of
from ..models import Proposal
from ..services.computing import loaded
from ..telling import Telling
from ..workbench import pairs_of, places_of, rows_of, whole
from .drafts import PAIR, may_edit, sees_choices, whole_draft_for

BEST_MENTEES = 10


@require_safe
@requires("matching.view")
def matching_mentor(request, run_id, mentor_id):
    run = whole_draft_for(request, run_id)
    mentors = Mentor.objects.filter(programme=run.programme_id).select_related("person__school_class", "form")
    mentor, known = get_object_or_404(mentors, public_id=mentor_id), loaded(run)
    if mentor.pk not in known.mentors:
        raise Http404
    pairs = pairs_of(run).filter(mentor=mentor).select_related(*PAIR)
    pairs = pairs.order_by("-points", "mentee__person__name_key", "pk")
    rows = rows_of(run, pairs, Telling(known.knowledge, known.rules, sees_choices(request)))
    context = {
        "run": run,
        "mentor": mentor,
        "known": known.mentors[mentor.pk],
        "places": places_of(run, [mentor.pk])[mentor.pk],
        "rows": rows,
        "others": best_mentees(run, known, mentor.pk, {row.proposal.mentee_id for row in rows}),
        "may_edit": may_edit(request, run),
        "may_see_card": request.access.can("people.view"),
        "order": "mentor",
    }
    return render(request, "matching/mentor.html", context)


def best_mentees(run, known, mentor, own):
    """``(place in the draft, score with this mentor, score as it is)`` of those whom the mentor suits best."""
    scores = {pk: whole(points) for pk, points in row_of(known, mentor) if pk not in own}
    chosen = list(scores)[:BEST_MENTEES]
    rows = Proposal.objects.filter(run=run, mentee__in=chosen).select_related(*PAIR)
    return sorted(((one, scores[one.mentee_id], whole(one.points)) for one in rows), key=lambda one: -one[1])
