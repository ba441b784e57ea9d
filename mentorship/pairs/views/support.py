"""Mentees without a pair: the queue, decisions, mentors who were found, the psychologist's closed notes."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.funnel import missing_of, with_funnel
from mentorship.people.models import Mentee
from mentorship.people.services.people import note_view
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import conflict_page

from ..care import CALLED, RETURNED, Turn, counts_of, finder, groups_with_room, has_begun, open_calls, queue
from ..forms.care import DecisionForm, NoteForm, QueueFilterForm
from ..hooks import living_places
from ..models import CareCall, CareCase, CareDecision, CareNote, CareStep
from ..services import care as services

A_PAGE = 50
NEAREST = 5
LOOKS = {CALLED: "soon", RETURNED: "late"}
"""The look of those who come first; the others have that of their decision."""
DECISION_LOOKS = {
    "": "plan",
    CareDecision.SEARCH: "work",
    CareDecision.GROUP: "work",
    CareDecision.SUPPORT: "check",
    CareDecision.POSTPONED: "skip",
}


@require_safe
@requires("care.view")
def support(request):
    rows = queue(request.programme, request.today)
    form = QueueFilterForm(request.GET)
    page = Paginator(form.narrow(rows), A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [seen(one, request.today) for one in with_missing(page.object_list, request)]
    context = {
        "page_obj": page,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "counts": counts_of(rows),
        "has_begun": has_begun(request.programme),
        "may_match": request.access.can("matching.view"),
        "may_edit": request.access.can("care.edit"),
    }
    return render(request, "pairs/support.html", context)


def with_missing(rows, request):
    """The rows of a page with what a mentee still lacks to be matched, in one query more."""
    rows = list(rows)
    facts = with_funnel(Mentee.objects.filter(pk__in=[one.pk for one in rows]), request.today)
    missing = {one.pk: missing_of(one) for one in facts.select_related("person")}
    for one in rows:
        one.missing = missing.get(one.pk, [])
        yield one


def seen(row, day):
    """A row of the queue as the page shows it."""
    row.days = max((day - row.since).days, 0)
    row.turn_label = Turn(row.turn).label
    row.decision_label = CareDecision(row.decision).label if row.decision else _("Nothing is decided")
    row.decision_look = DECISION_LOOKS[row.decision]
    row.look = LOOKS.get(row.urgency, row.decision_look)
    row.is_called, row.is_back = row.urgency == CALLED, row.urgency == RETURNED
    return row


def mentee_for(request, mentee_id):
    rows = Mentee.objects.of(request.programme).select_related("person__school_class", "programme__school", "form")
    return get_object_or_404(rows, public_id=mentee_id)


@require_http_methods(["GET", "POST"])
@requires("care.view")
def support_case(request, mentee_id):
    if request.method == "POST" and not request.access.can("care.edit"):
        return redirect("support_case", mentee_id)
    mentee = mentee_for(request, mentee_id)
    row = queue(request.programme, request.today).filter(pk=mentee.pk).first()
    case = services.case_of(mentee)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, instance=shown(case, row, mentee), today=request.today
    )
    if request.method == "POST" and row and form.is_valid():
        if is_there(case, form, request):
            return redirect("support_case", mentee_id)
        try:
            step = services.decide(
                mentee=mentee,
                version=form.seen_version,
                decision=form.cleaned_data["decision"],
                returns_on=form.cleaned_data["returns_on"],
                comment=form.cleaned_data["comment"],
                by=request.user,
                day=request.today,
            )
        except EditConflict as conflict:
            return conflict_page(request, form=form, theirs=conflict.theirs, back=request.path)
        words = _("%(mentee)s: %(decision)s, back on %(day)s.")
        names = {
            "mentee": mentee.person,
            "decision": CareDecision(step.decision).label,
            "day": f"{step.returns_on:%d.%m.%Y}",
        }
        undo = reverse("support_undo", args=[mentee.public_id, step.pk])
        messages.success(request, words % names, extra_tags=f"undo:{undo}")
        return redirect("support")
    return case_page(request, mentee, row, form=form)


def shown(case, row, mentee):
    """The case as the form begins with it: a decision from before the last pair is not offered once more."""
    found = CareCase(school_id=mentee.school_id, mentee=mentee)
    if case:
        found.pk, found.version = case.pk, case.version
        if row and row.decision:
            found.decision, found.returns_on, found.comment = case.decision, case.returns_on, case.comment
    return found


def is_there(case, form, request):
    """A button that was pressed twice: this person has decided exactly this today."""
    data = form.cleaned_data
    mine = case and case.decided_by_id == request.user.pk and case.decided_on == request.today
    return bool(mine and case.version != form.seen_version) and all(
        getattr(case, name) == data[name] for name in ("decision", "returns_on", "comment")
    )


def case_page(request, mentee, row, *, form, note_form=None):
    note_view(person=mentee.person, user=request.user, today=request.today, zone=request.school.time_zone)
    sees_notes = request.access.can("care.notes")
    facts = with_funnel(Mentee.objects.filter(pk=mentee.pk), request.today).select_related("person").first()
    nearest = finder().nearest(mentee, request.today, sees_choices=request.access.can("matching.choices"))
    may_pair = request.access.can("pairs.edit") and row is not None
    said = set(CareCall.objects.filter(mentee=mentee).values_list("mentor", flat=True))
    steps = CareStep.objects.filter(case__mentee=mentee).select_related("by")
    context = {
        "mentee": mentee,
        "row": seen(row, request.today) if row else None,
        "form": form,
        "steps": steps[:20],
        "missing": missing_of(facts, request.access) if facts else [],
        "nearest": None if nearest is None else [one for one in nearest if one.mentor.pk not in said][:NEAREST],
        "calls": calls_of(mentee) if row else [],
        "pairs": [] if row else living_places().filter(mentee=mentee).select_related("pairing__mentor__person"),
        "may_edit": request.access.can("care.edit"),
        "may_pair": may_pair,
        "groups": groups_with_room(mentee)[:NEAREST] if may_pair and facts and not missing_of(facts) else [],
        "sees_notes": sees_notes,
        "notes": notes_of(mentee) if sees_notes else [],
        "note_form": note_form or (NoteForm(today=request.today) if sees_notes else None),
    }
    has_errors = form.errors or (note_form is not None and note_form.errors)
    return render(request, "pairs/support_case.html", context, status=422 if has_errors else 200)


def calls_of(mentee):
    rows = open_calls().filter(mentee=mentee).select_related("mentor__person__school_class")
    return [(one, round((one.points or 0) / 100)) for one in rows]


def notes_of(mentee):
    return CareNote.objects.filter(mentee=mentee, deleted_at=None).select_related("author")


@require_POST
@requires("care.edit")
def support_undo(request, mentee_id, care_step_pk):
    mentee = mentee_for(request, mentee_id)
    try:
        services.take_back(mentee=mentee, step=care_step_pk, by=request.user)
    except (RuleBroken, EditConflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(mentee)s: the decision is taken back.") % {"mentee": mentee.person})
    return redirect(CareCase(mentee=mentee).get_absolute_url())


def call_for(request, care_call_pk):
    rows = CareCall.objects.filter(mentee__programme=request.programme)
    return get_object_or_404(rows.select_related("mentee__person", "mentor__person"), pk=care_call_pk)


@require_POST
@requires("care.edit")
def support_call_dismiss(request, care_call_pk):
    return act_on_call(
        request, care_call_pk, partial(services.dismiss, day=request.today), _("%(mentor)s is not called again.")
    )


@require_POST
@requires("care.edit")
def support_call_restore(request, care_call_pk):
    return act_on_call(request, care_call_pk, services.call_back, _("%(mentor)s is on the list again."))


def act_on_call(request, care_call_pk, act, words):
    call = call_for(request, care_call_pk)
    act(call=call, by=request.user)
    undo = reverse("support_call_restore", args=[call.pk]) if act is not services.call_back else ""
    messages.success(request, words % {"mentor": call.mentor.person}, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("support_case", call.mentee.public_id)


@require_POST
@requires("care.notes")
def support_note_new(request, mentee_id):
    mentee = mentee_for(request, mentee_id)
    form = NoteForm(request.POST, today=request.today)
    if form.is_valid():
        services.write_note(mentee=mentee, by=request.user, **form.cleaned_data)
        messages.success(request, _("The note is kept sealed."))
        return redirect(CareCase(mentee=mentee).get_absolute_url() + "#notes")
    row = queue(request.programme, request.today).filter(pk=mentee.pk).first()
    decision = DecisionForm(None, instance=shown(services.case_of(mentee), row, mentee), today=request.today)
    return case_page(request, mentee, row, form=decision, note_form=form)


def note_for(request, care_note_id):
    """An own note: what a colleague has written is hers to throw away."""
    rows = CareNote.objects.filter(mentee__programme=request.programme, author=request.user)
    return get_object_or_404(rows.select_related("mentee__person"), public_id=care_note_id)


@require_POST
@requires("care.notes")
def support_note_delete(request, care_note_id):
    note = note_for(request, care_note_id)
    services.throw_note(note=note, by=request.user)
    undo = reverse("support_note_restore", args=[note.public_id])
    messages.success(request, _("The note is thrown away."), extra_tags=f"undo:{undo}")
    return redirect(CareCase(mentee=note.mentee).get_absolute_url() + "#notes")


@require_POST
@requires("care.notes")
def support_note_restore(request, care_note_id):
    note = note_for(request, care_note_id)
    services.restore_note(note=note, by=request.user)
    messages.success(request, _("The note is back."))
    return redirect(CareCase(mentee=note.mentee).get_absolute_url() + "#notes")
