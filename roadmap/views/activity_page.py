"""What stands on the page of an activity."""

import uuid
from collections import defaultdict

from django.shortcuts import render

from mentorship.programmes.models import AuditEvent

from ..by_hand import why_not
from ..forms.proofs import CommentForm, CompleteForm, EvidenceForm, StepForm
from ..models import Activity, Assignment
from ..presenters import Reminding, history_of, is_me, status_label, term_days
from ..queries import people_behind
from .lookup import decides

COMMENTS = 50
HISTORY = 10
Status = Activity.Status


def render_activity(request, activity, *, template="roadmap/activity.html", status=200, **forms):
    """The page, with a form in it that came back with errors when there is one."""
    steps, proofs = steps_of(activity)
    may_act = request.access.can("activity.complete", own=activity.is_mine)
    may_edit = request.access.can("roadmap.edit")
    context = {
        "activity": activity,
        "stage": activity.stage,
        "status": activity.status_on(request.today),
        "label": status_label(activity, request.today),
        "term_days": term_days(activity),
        "steps": steps,
        "done_steps": sum(1 for step in steps if step.is_done),
        "proofs": proofs,
        "may_act": may_act,
        "may_edit": may_edit,
        "may_tick": may_act and not activity.is_closed,
        "decides": decides(request),
        "may_view_roadmap": request.access.can("roadmap.view"),
    } | buttons(activity, may_act=may_act, decides=decides(request))
    if template == "roadmap/activity.html":
        context |= rest_of_page(request, activity, forms)
        open_step = forms.get("step_form")
        for step in steps:
            is_open = open_step is not None and open_step.instance.pk == step.pk
            step.form = open_step if is_open else step_form(step, may_plan=may_edit)
            step.is_open = is_open
    return render(request, template, context, status=status)


def rest_of_page(request, activity, forms):
    """What a checklist alone does not need."""
    events = AuditEvent.objects.about(activity)[: HISTORY + 1]
    comments = list(activity.comments.select_related("author").order_by("-written_at", "-pk")[:COMMENTS])
    key = uuid.uuid4()
    answers = responsible(request, activity)
    return {
        "responsible": answers,
        "reminding": reminding(request, activity, answers),
        "may_see_reminder": request.access.can("activity.remind", own=activity.is_mine),
        "reminder": activity.reminders.select_related("author").first(),
        "comments": comments[::-1],
        "history": history_of(events[:HISTORY]),
        "has_more_history": len(events) > HISTORY,
        "may_comment": request.access.can("activity.comment", own=activity.is_mine),
        "complete_form": CompleteForm(today=request.today, initial={"done_on": request.today, "form_key": key}),
        "comment_form": CommentForm(prefix="comment", initial={"form_key": key}),
        "evidence_form": EvidenceForm(prefix="proof", initial={"form_key": key}),
        "has_errors": any(form.errors for form in forms.values()),
    } | forms


def reminding(request, activity, answers):
    """How many people «remind» would reach; None where the reader is not offered it."""
    if not request.access.can("activity.remind", own=activity.is_mine) or why_not(activity, request.school):
        return None
    people = {person.user_id for one in answers for person in one["people"]} - {request.user.pk}
    return Reminding(len(people)) if people else None


def buttons(activity, *, may_act, decides):
    """Which acts the page offers now."""
    is_open = not activity.is_closed
    return {
        "may_complete": may_act and is_open and activity.status != Status.CHECK,
        "may_start": may_act and activity.status == Status.PLAN,
        "may_reopen": may_act and activity.is_closed,
        "may_check": decides and activity.status == Status.CHECK,
        "may_skip": decides and is_open,
    }


def steps_of(activity):
    """The living steps with their proofs, and the proofs of the activity itself."""
    proofs = defaultdict(list)
    for proof in activity.evidence.select_related("added_by"):
        proofs[proof.step_id].append(proof)
    steps = list(activity.steps.filter(deleted_at=None).select_related("done_by"))
    for number, step in enumerate(steps, 1):
        step.number, step.proofs = number, proofs[step.pk]
        step.activity = activity
    return steps, proofs[None]


def step_form(step, *, may_plan):
    initial = {"version": step.version, "form_key": uuid.uuid4()}
    return StepForm(prefix=f"step{step.pk}", instance=step, initial=initial, may_plan=may_plan)


def responsible(request, activity):
    """Everybody who answers: a group with its people, the reader marked."""
    parties = [
        one.party
        for one in Assignment.objects.filter(activity=activity)
        .select_related("party__group")
        .order_by("position", "pk")
    ]
    people = people_behind(parties, request.today)
    ids = {one.pk for one in request.memberships}
    return [
        {
            "party": party,
            "people": people[party.pk],
            "is_me": is_me(party, request.memberships),
            "has_me": any(one.pk in ids for one in people[party.pk]),
            "is_person": party.kind == "person",
        }
        for party in parties
    ]
