"""Development plans: those of a pair, one plan, what is done with it as a whole."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import docx, pdf
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..annex import mentees_of, with_people
from ..forms.plans import FinishForm, NewPlanForm, PlanForm, ReturnForm, are_employees
from ..models import LIVING, DevelopmentPlan, Pairing
from ..papers.plan import paper_of, plan_to_docx, plan_to_pdf
from ..plan_texts import TEXTS
from ..planning import LOOKS, is_own_mentee, numbered, plans_of, rights_on, templates_for, with_items, with_progress
from ..ready_plans import ready_plans, take
from ..services import plans as services
from ..visibility import may
from .meetings import pair_to


def plan_to(request, action, plan_id, *, in_bin=False):
    """The plan, if the person may do this with its pair; a mentee sees the own plan only."""
    rows = DevelopmentPlan.objects.filter(pairing__programme=request.programme, pairing__deleted_at=None)
    rows = rows if in_bin else rows.living()
    rows = with_progress(with_items(rows), request.today).select_related(
        "school", "mentee__person__school_class", "approved_by", "pairing__mentor__person", "pairing__form"
    )
    plan = get_object_or_404(rows, public_id=plan_id)
    if not may(request, action, plan.pairing):
        raise Http404
    if not (request.access.can(action) or is_own_mentee(request, plan) or may(request, "plans.edit", plan.pairing)):
        raise Http404
    return plan


@require_http_methods(["GET", "POST"])
@requires("plans.view", own=True)
def pair_plan(request, pairing_id):
    """The plans of a pair; the only one opens at once. Who may writes begins a new one here."""
    pair = pair_to(request, "plans.view", pairing_id)
    plans = [one for one in plans_of(pair, request.today) if sees(request, one)]
    mentees = mentees_of(pair)
    may_begin = may(request, "plans.edit", pair) and pair.state in LIVING
    if request.method == "POST" and not may_begin:
        raise Http404
    if (
        len(plans) == 1
        and request.method == "GET"
        and (len(mentees) <= 1 or not may_begin)
        and "new" not in request.GET
    ):
        return redirect(plans[0])
    form = new_form(request, pair, mentees) if may_begin else None
    if request.method == "POST" and form.is_valid():
        try:
            plan = begin(request, pair, form)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The plan is begun: fill the terms in and agree to it together."))
            return redirect(plan)
    for one in plans:
        one.look = LOOKS[one.state]
    context = {"pair": pair, "plans": plans, "form": form}
    return render(request, "pairs/pair_plans.html", context, status=422 if form and form.errors else 200)


def sees(request, plan):
    return request.access.can("plans.view") or may(request, "plans.edit", plan.pairing) or is_own_mentee(request, plan)


def new_form(request, pair, mentees):
    first = max(request.today, pair.starts_on or request.today)
    last = max(first, pair.ends_on or request.programme.ends_on)
    return NewPlanForm(
        request.POST if request.method == "POST" else None,
        pairing=pair,
        mentees=mentees,
        templates=templates_for(pair, are_employees(pair, mentees)),
        today=request.today,
        initial={"starts_on": first, "ends_on": last},
    )


def begin(request, pair, form):
    data = form.cleaned_data
    chosen = form.templates.get(data["template"])
    if chosen and data["template"] in ready_plans():
        chosen = take(request.school, data["template"])
    return services.begin(
        pairing=pair,
        mentee=data["mentee"],
        kind=chosen.kind if chosen else "plan",
        template=chosen,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        goal=data["goal"] or (chosen.texts.get("goal", "") if chosen else ""),
        by=request.user,
    )


@require_safe
@requires("plans.view", own=True)
def plan(request, plan_id):
    row = plan_to(request, "plans.view", plan_id)
    row.look = LOOKS[row.state]
    context = {
        "plan": row,
        "pair": row.pairing,
        "rights": rights_on(request, row),
        "sections": numbered(row),
        "texts": [(title, row.texts[name]) for name, title in TEXTS.items() if row.texts.get(name)],
        "today": request.today,
        "may_agree_as_mentee": is_own_mentee(request, row)
        and row.state != DevelopmentPlan.State.DONE
        and not row.agreed_by_mentee_on,
        "may_write_for_mentee": request.access.can("plans.edit"),
        "may_open_pair": request.access.can("pairs.view", own=True),
    }
    return render(request, "pairs/plan.html", context)


@require_http_methods(["GET", "POST"])
@requires("plans.edit", own=True)
def plan_edit(request, plan_id):
    row = plan_to(request, "plans.edit", plan_id)
    form = PlanForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)

    def save(form):
        services.edit(
            plan=row, version=form.seen_version, changes=form.changes, words=form.changes_in_words, by=request.user
        )

    return edit_page(
        request,
        form=form,
        save=save,
        done=row.get_absolute_url(),
        message=_("The plan is saved."),
        template="pairs/plan_edit.html",
        page={"plan": row},
    )


def do(request, row, act, words):
    """One act on a plan by one button: what cannot be done now is said, nothing breaks."""
    try:
        act()
    except (RuleBroken, EditConflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect(row)


@require_POST
@requires("plans.view", own=True)
def plan_agree(request, plan_id):
    """The mentor, or the mentee on the own page, says yes; the coordinator may write it down for either side."""
    row = plan_to(request, "plans.view", plan_id)
    side = services.MENTEE if request.POST.get("side") == services.MENTEE else services.MENTOR
    is_allowed = may(request, "plans.edit", row.pairing)
    if side == services.MENTEE:
        is_allowed = is_own_mentee(request, row) or request.access.can("plans.edit")
    if not is_allowed:
        raise Http404

    def act():
        services.agree(plan=row, side=side, by=request.user, day=request.today)

    return do(request, row, act, _("The agreement is written down."))


@require_POST
@requires("plans.approve")
def plan_approve(request, plan_id):
    row = plan_to(request, "plans.view", plan_id)

    def act():
        services.approve(plan=row, version=version_in(request), day=request.today, by=request.user)

    return do(request, row, act, _("The plan is approved."))


def version_in(request):
    """The version that the page showed; a broken one is none that is saved."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


@require_http_methods(["GET", "POST"])
@requires("plans.approve")
def plan_return(request, plan_id):
    row = plan_to(request, "plans.view", plan_id)

    def act(data):
        services.give_back(plan=row, version=data["version"], reason=data["reason"], by=request.user)

    return asked(request, row, ReturnForm, act, _("The plan is returned to the mentor."), "pairs/plan_return.html")


@require_http_methods(["GET", "POST"])
@requires("plans.edit", own=True)
def plan_finish(request, plan_id):
    row = plan_to(request, "plans.edit", plan_id)

    def act(data):
        services.finish(plan=row, version=data["version"], result=data["result"], day=request.today, by=request.user)

    return asked(request, row, FinishForm, act, _("The plan is done."), "pairs/plan_finish.html")


def asked(request, row, kind, act, words, template):
    """A page with one small form: it comes back with what was typed when the act cannot be done."""
    data = request.POST if request.method == "POST" else None
    form = kind(data, initial={"version": row.version, "result": row.result})
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (RuleBroken, EditConflict) as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            row.refresh_from_db(fields=["version"])
            form.data["version"] = row.version
        else:
            messages.success(request, words)
            return redirect(row)
    return render(request, template, {"form": form, "plan": row}, status=422 if form.errors else 200)


@require_POST
@requires("plans.edit", own=True)
def plan_reopen(request, plan_id):
    row = plan_to(request, "plans.edit", plan_id)

    def act():
        services.take_up(plan=row, version=version_in(request), by=request.user)

    return do(request, row, act, _("The plan goes on."))


@require_POST
@requires("plans.edit", own=True)
def plan_bin(request, plan_id):
    row = plan_to(request, "plans.edit", plan_id)
    services.throw_away(plan=row, by=request.user)
    undo = reverse("plan_restore", args=[row.public_id])
    messages.success(request, _("The plan is in the bin."), extra_tags=f"undo:{undo}")
    return redirect("pair_plan", row.pairing.public_id)


@require_POST
@requires("plans.edit", own=True)
def plan_restore(request, plan_id):
    row = plan_to(request, "plans.edit", plan_id, in_bin=True)

    def act():
        services.restore(plan=row, by=request.user)

    return do(request, row, act, _("The plan is back."))


@require_safe
@requires("plans.view", own=True)
def plan_file(request, plan_id, extension):
    """The paper as a PDF or a DOCX."""
    if extension not in FILES:
        raise Http404
    row = plan_to(request, "plans.view", plan_id)
    row.pairing = with_people(Pairing.objects.filter(pk=row.pairing_id)).get()
    mime, write = FILES[extension]
    try:
        data = write(paper_of(row, school=request.school))
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(row)
    answer = HttpResponse(data, content_type=mime)
    answer["Content-Disposition"] = content_disposition_header(True, f"{row.get_kind_display()}.{extension}")
    return answer


FILES = {"pdf": (pdf.MIME, plan_to_pdf), "docx": (docx.MIME, plan_to_docx)}
