"""Reading for the pages of plans: which plans a pair has, how far they are, what may be done with one."""

from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, Q

from .models import DevelopmentPlan, PlanItem, PlanKind, PlanSection, PlanTemplate
from .ready_plans import form_of, ready_plans
from .visibility import leads, own_pairings

State = DevelopmentPlan.State
LOOKS = {State.DRAFT: "plan", State.AGREED: "check", State.APPROVED: "work", State.DONE: "done"}


@dataclass(frozen=True)
class Ready:
    """A ready template that the school has not taken, offered beside the school's own."""

    code: str
    title: str
    form: object
    kind: str

    @property
    def code_or_pk(self):
        return self.code


def with_progress(plans, day):
    """Plans with ``total``, ``done``, ``late`` and ``next_due`` of their items, in the same query."""
    there = Q(sections__items__deleted_at=None)
    open_ones = there & Q(sections__items__done_on=None)
    return plans.annotate(
        total=Count("sections__items", filter=there),
        done=Count("sections__items", filter=there & Q(sections__items__done_on__isnull=False)),
        late=Count("sections__items", filter=open_ones & Q(sections__items__due_on__lt=day)),
        next_due=Min("sections__items__due_on", filter=open_ones),
    )


def plans_of(pairing, day):
    """Living plans of a pair, the mentees' before the group's."""
    rows = DevelopmentPlan.objects.living().filter(pairing=pairing).select_related("mentee__person__school_class")
    return list(with_progress(rows, day).order_by("kind", "mentee__person__name_key", "pk"))


def with_items(plans):
    """Plans with their sections and items, in two more queries."""
    items = Prefetch("items", queryset=PlanItem.objects.filter(deleted_at=None).order_by("position", "pk"))
    sections = PlanSection.objects.order_by("position", "pk").prefetch_related(items)
    return plans.prefetch_related(Prefetch("sections", queryset=sections))


def templates_for(pairing, are_employees):
    """The school's templates and the ready ones not taken yet, those of the pair's form first."""
    own = list(PlanTemplate.objects.filter(deleted_at=None).select_related("form"))
    taken = {one.code for one in own}
    forms = [pairing.form] if pairing.form else []
    ready = [
        Ready(code, entry["title"], form_of(entry, forms), entry.get("kind", PlanKind.PLAN))
        for code, entry in ready_plans().items()
        if code not in taken
    ]
    fitting = [one for one in (*own, *ready) if are_employees or one.kind == PlanKind.PLAN]
    return sorted(fitting, key=lambda one: (one.form != pairing.form or one.form is None, one.kind != PlanKind.PLAN))


def numbered(plan):
    """``[(section's number, section, [(«1.2», item)])]``: lines are numbered «section.line» as in the paper."""
    return [
        (place, section, [(f"{place}.{number}", item) for number, item in enumerate(section.items.all(), 1)])
        for place, section in enumerate(plan.sections.all(), 1)
    ]


@dataclass(frozen=True)
class Rights:
    """What the person may do with the plan now."""

    edit: bool = False
    agree: bool = False
    give_back: bool = False
    approve: bool = False
    finish: bool = False
    take_up: bool = False


def rights_on(request, plan):
    """By the roles and by where the plan is."""
    is_mentor = leads(request, plan.pairing)
    may_edit = request.access.can("plans.edit") or (request.access.can("plans.edit", own=True) and is_mentor)
    is_open = plan.state != State.DONE
    may_approve = request.access.can("plans.approve")
    return Rights(
        edit=may_edit and is_open,
        agree=is_open and not plan.agreed_by_mentor_on and may_edit,
        give_back=is_open and may_approve and plan.state != State.DRAFT,
        approve=may_approve and plan.state == State.AGREED,
        finish=may_edit and plan.state in (State.AGREED, State.APPROVED),
        take_up=may_edit and plan.state == State.DONE,
    )


def is_own_mentee(request, plan):
    """Is it the signed-in mentee's own plan (or that of the whole group)?"""
    if plan.mentee_id:
        return plan.mentee.person.user_id == request.user.pk
    return own_pairings(request).filter(pk=plan.pairing_id).exists()
