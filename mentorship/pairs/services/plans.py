"""Development plans: begun from a template, agreed by both sides, approved, marked, done."""

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import DevelopmentPlan, PairingState, PlanItem, PlanSection
from .pairing import name_of

audit.ACTION_TITLES |= {
    "plan.begun": gettext_lazy("Development plan begun"),
    "plan.edited": gettext_lazy("Development plan changed"),
    "plan.agreed": gettext_lazy("Development plan agreed by one side"),
    "plan.returned": gettext_lazy("Development plan returned"),
    "plan.approved": gettext_lazy("Development plan approved"),
    "plan.done": gettext_lazy("Development plan done"),
    "plan.reopened": gettext_lazy("Development plan taken up again"),
    "plan.binned": gettext_lazy("Development plan thrown away"),
    "plan.restored": gettext_lazy("Development plan taken out of the bin"),
}
State = DevelopmentPlan.State
MENTOR, MENTEE = "mentor", "mentee"
UNAGREED = {"state": State.DRAFT, "agreed_by_mentor_on": None, "agreed_by_mentee_on": None, "approved_on": None}


@transaction.atomic
def begin(*, pairing, mentee, kind, template, starts_on, ends_on, goal, by):
    """A plan of one mentee, or of the whole group with ``mentee=None``. The second press opens the first one's plan."""
    if pairing.deleted_at or pairing.state == PairingState.FINISHED:
        raise RuleBroken(_("This pair has ended."))
    try:
        with transaction.atomic():
            plan = DevelopmentPlan.objects.create(
                school_id=pairing.school_id,
                pairing=pairing,
                mentee=mentee,
                kind=kind,
                goal=goal,
                starts_on=starts_on,
                ends_on=ends_on,
                mark_scale=template.mark_scale if template else "words",
                texts=dict(template.texts) if template else {},
                created_by=by,
            )
    except IntegrityError:
        return DevelopmentPlan.objects.living().get(pairing=pairing, mentee=mentee, kind=kind)
    fill(plan, template.sections if template else [])
    record("plan.begun", plan, by)
    return plan


def fill(plan, sections):
    """Sections and items of a template as rows of the plan."""
    for position, one in enumerate(sections):
        section = PlanSection.objects.create(
            school_id=plan.school_id, plan=plan, position=position, title=one["title"][:300]
        )
        PlanItem.objects.bulk_create(
            PlanItem(
                school_id=plan.school_id,
                section=section,
                position=place,
                task=item["task"],
                planned=item.get("planned", ""),
            )
            for place, item in enumerate(one.get("items", []))
        )


def must_change(plan):
    """A done plan and a thrown away one stay as they are."""
    if plan.deleted_at or plan.state == State.DONE:
        raise RuleBroken(_("This plan is done: take it up again to change it."))


@transaction.atomic
def edit(*, plan, version, changes, words, by):
    """Goal, term, texts. Both sides agreed to other words: the plan is a draft again."""
    must_change(plan)
    plan.swap(version, **changes | (UNAGREED if set(changes) - {"result"} else {}))
    record("plan.edited", plan, by, words)
    return plan


@transaction.atomic
def add_section(*, plan, title, by):
    must_change(plan)
    last = plan.sections.aggregate(last=Max("position"))["last"]
    section = PlanSection.objects.create(
        school_id=plan.school_id, plan=plan, title=title, position=0 if last is None else last + 1
    )
    changed(plan, by)
    return section


@transaction.atomic
def add_item(*, section, values, by):
    """A line at the end of the section."""
    must_change(section.plan)
    last = section.items.aggregate(last=Max("position"))["last"]
    item = PlanItem.objects.create(
        school_id=section.school_id, section=section, position=0 if last is None else last + 1, **values
    )
    changed(section.plan, by)
    return item


AFTERWARDS = {"actual", "mark", "done_on"}
"""What is written of an item while the plan works: it needs nobody's agreement."""


@transaction.atomic
def edit_item(*, item, version, changes, by):
    """Change one line. Task, term and planned result take the plan back to a draft; results and marks do not."""
    plan = item.section.plan
    must_change(plan)
    item.swap(version, **changes)
    if set(changes) - AFTERWARDS:
        changed(plan, by)
    return item


@transaction.atomic
def remove_item(*, item, by):
    """The line is out of the plan; it can be put back."""
    plan = item.section.plan
    must_change(plan)
    if PlanItem.objects.filter(pk=item.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        changed(plan, by)


@transaction.atomic
def put_item_back(*, item, by):
    """The line stands where it stood."""
    plan = item.section.plan
    must_change(plan)
    rows = PlanItem.objects.filter(pk=item.pk).exclude(deleted_at=None)
    if rows.update(deleted_at=None, version=F("version") + 1):
        changed(plan, by)


@transaction.atomic
def move_item(*, item, up, by):
    """One place up or down within the section; at the edge nothing happens."""
    must_change(item.section.plan)
    items = list(item.section.items.filter(deleted_at=None).order_by("position", "pk"))
    here = next(place for place, one in enumerate(items) if one.pk == item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        for place, one in enumerate(items):
            PlanItem.objects.filter(pk=one.pk).update(position=place)


def changed(plan, by):
    """The tasks are not the ones that both sides agreed to."""
    DevelopmentPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1, **UNAGREED)
    plan.refresh_from_db()
    record("plan.edited", plan, by)


@transaction.atomic
def agree(*, plan, side, by, day):
    """One side says yes; with both the plan is agreed. Twice is once. Raises RuleBroken when the plan is empty."""
    plan = DevelopmentPlan.objects.select_for_update().get(pk=plan.pk)
    must_change(plan)
    if not PlanItem.objects.living().filter(section__plan=plan).exists():
        raise RuleBroken(_("There is nothing in the plan yet: write at least one task."))
    name = f"agreed_by_{side}_on"
    if getattr(plan, name):
        return plan
    fields = {name: day, "returned_reason": ""}
    other = plan.agreed_by_mentee_on if side == MENTOR else plan.agreed_by_mentor_on
    if other and plan.state == State.DRAFT:
        fields["state"] = State.AGREED
    DevelopmentPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1, **fields)
    plan.refresh_from_db()
    record("plan.agreed", plan, by)
    return plan


@transaction.atomic
def give_back(*, plan, version, reason, by):
    """Back to the mentor for more work, with a reason; both sides agree anew."""
    must_change(plan)
    plan.swap(version, returned_reason=reason, **UNAGREED)
    record("plan.returned", plan, by)
    return plan


@transaction.atomic
def approve(*, plan, version, day, by):
    """The coordinator or the director approves what both sides have agreed to."""
    if plan.state != State.AGREED or plan.deleted_at:
        raise RuleBroken(_("Both sides have to agree to the plan first."))
    plan.swap(version, state=State.APPROVED, approved_on=day, approved_by=by)
    record("plan.approved", plan, by)
    return plan


@transaction.atomic
def finish(*, plan, version, result, day, by):
    """The plan is done. It may be finished without an approval: schools write down afterwards what happened."""
    must_change(plan)
    plan.swap(version, state=State.DONE, done_on=day, result=result)
    record("plan.done", plan, by)
    return plan


@transaction.atomic
def take_up(*, plan, version, by):
    """A done plan goes on, where it stood before."""
    if plan.state != State.DONE or plan.deleted_at:
        raise RuleBroken(_("This plan is not done."))
    agreed = plan.agreed_by_mentor_on and plan.agreed_by_mentee_on
    state = State.APPROVED if plan.approved_on else State.AGREED if agreed else State.DRAFT
    plan.swap(version, state=state, done_on=None)
    record("plan.reopened", plan, by)
    return plan


@transaction.atomic
def throw_away(*, plan, by):
    """Into the bin; pressed twice it is thrown away once."""
    if DevelopmentPlan.objects.filter(pk=plan.pk, deleted_at=None).update(
        deleted_at=clock.now(), version=F("version") + 1
    ):
        record("plan.binned", plan, by)


@transaction.atomic
def restore(*, plan, by):
    """Out of the bin, if no other plan has taken its place."""
    there = DevelopmentPlan.objects.living().filter(pairing=plan.pairing_id, mentee=plan.mentee_id, kind=plan.kind)
    if there.exists():
        raise RuleBroken(_("There is another plan in its place already."))
    if (
        DevelopmentPlan.objects.filter(pk=plan.pk)
        .exclude(deleted_at=None)
        .update(deleted_at=None, version=F("version") + 1)
    ):
        record("plan.restored", plan, by)


def record(action, plan, by, changes=None):
    audit.record(by=by, action=action, row=plan, name=name_of(plan.pairing), changes=changes)
