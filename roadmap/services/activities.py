"""What happens to an activity: it is begun, completed, checked, reopened, found not required, and undone."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import Activity, Evidence, Step
from ..reminders import events
from . import comments
from . import evidence as proofs
from .approval import note_change

Status = Activity.Status
STATE = ("status", "done_on", "done_by_id", "actual_result", "skip_reason")
"""What an act on an activity changes, and undo restores."""


def snapshot_of(activity):
    """The state before an act, as plain values that a session can keep."""
    day = activity.done_on.isoformat() if activity.done_on else None
    return {field: getattr(activity, field) for field in STATE} | {"done_on": day, "proofs": []}


def locked(activity):
    """The activity as it is now; nobody changes it until the transaction ends."""
    return Activity.objects.select_for_update().get(pk=activity.pk)


def words(changes):
    """The changes as the log shows them: names of fields, values before and after in words."""
    return {str(Activity._meta.get_field(field).verbose_name): pair for field, pair in changes.items()}


def change_state(activity, *, by, action, status, **fields):
    """Write a new status and its circumstances, and an entry of the log."""
    before, result = activity.get_status_display(), activity.actual_result
    activity.swap(activity.version, status=status, **fields)
    changes = {"status": [str(before), str(activity.get_status_display())]}
    if activity.done_on and status in (Status.DONE, Status.CHECK):
        changes["done_on"] = ["", f"{activity.done_on:%d.%m.%Y}"]
    if activity.actual_result != result:
        changes["actual_result"] = [result, activity.actual_result]
    if status == Status.SKIP:
        changes["skip_reason"] = ["", activity.skip_reason]
    audit.record(by=by, action=action, row=activity, changes=words(changes))
    return activity


@transaction.atomic
def start(*, activity, by):
    """Somebody has taken it up."""
    activity = locked(activity)
    if activity.status != Status.PLAN:
        raise RuleBroken(_("The activity has already been started or closed."))
    return change_state(activity, by=by, action="activity.started", status=Status.WORK)


@transaction.atomic
def set_aside(*, activity, by):
    """It was taken up too early: back among those not started."""
    activity = locked(activity)
    if activity.status != Status.WORK:
        raise RuleBroken(_("Only an activity in progress can be put back."))
    return change_state(activity, by=by, action="activity.set_aside", status=Status.PLAN)


@transaction.atomic
def complete(*, activity, by, done_on, actual_result="", url="", file=None, needs_check=False):
    """Say that it is done, with the proof.

    Where the director checks (``needs_check``) it waits for the check; the day of completion is kept all the same.
    Answers the activity and the proofs that were added.
    """
    activity = locked(activity)
    if activity.is_closed or (needs_check and activity.status == Status.CHECK):
        raise RuleBroken(_("The activity is already closed: “%(status)s”.") % {"status": activity.get_status_display()})
    change_state(
        activity,
        by=by,
        action="activity.sent_to_check" if needs_check else "activity.completed",
        status=Status.CHECK if needs_check else Status.DONE,
        done_on=done_on,
        done_by=by,
        actual_result=actual_result or activity.actual_result,
    )
    if needs_check:
        events.sent_to_check(activity=activity, by=by)
    return activity, proofs.add(activity=activity, by=by, url=url, file=file)


@transaction.atomic
def approve(*, activity, by, today):
    """The one who decides agrees that it is done. The day of completion stays the one that was named."""
    activity = locked(activity)
    if activity.status != Status.CHECK:
        raise RuleBroken(_("The activity does not wait for a check any more."))
    done_on = activity.done_on or today
    return change_state(activity, by=by, action="activity.approved", status=Status.DONE, done_on=done_on)


@transaction.atomic
def send_back(*, activity, by, comment):
    """The one who decides does not agree; the reason goes into the discussion."""
    activity = locked(activity)
    if activity.status != Status.CHECK:
        raise RuleBroken(_("The activity does not wait for a check any more."))
    change_state(activity, by=by, action="activity.sent_back", status=Status.WORK, done_on=None, done_by=None)
    if comment:
        comments.say(activity=activity, by=by, text=comment)
    return activity


@transaction.atomic
def reopen(*, activity, by):
    """It turned out not to be over. Proofs and the actual result stay."""
    activity = locked(activity)
    if not activity.is_closed:
        raise RuleBroken(_("The activity is open already."))
    return change_state(
        activity, by=by, action="activity.reopened", status=Status.WORK, done_on=None, done_by=None, skip_reason=""
    )


@transaction.atomic
def skip(*, activity, by, reason):
    """The school will not do it, and says why; it leaves the count of progress."""
    activity = locked(activity)
    if activity.is_closed:
        raise RuleBroken(_("The activity is already closed: “%(status)s”.") % {"status": activity.get_status_display()})
    return change_state(activity, by=by, action="activity.skipped", status=Status.SKIP, skip_reason=reason)


@transaction.atomic
def undo(*, activity, snapshot, version, by):
    """Restore the state before an act exactly, and take away the proofs that came with it.

    Only while nobody has changed the activity since: ``version`` is the one that the act made.
    """
    activity = locked(activity)
    if activity.version != version:
        raise RuleBroken(_("The activity has been changed since, so it cannot be undone. Open it and correct it."))
    before = activity.get_status_display()
    fields = {field: snapshot[field] for field in STATE}
    fields["done_on"] = date.fromisoformat(fields["done_on"]) if fields["done_on"] else None
    activity.swap(version, **fields)
    for proof in Evidence.objects.filter(activity=activity, pk__in=snapshot["proofs"]):
        proofs.drop(proof)
    changes = words({"status": [str(before), str(activity.get_status_display())]})
    audit.record(by=by, action="activity.undone", row=activity, changes=changes)
    return activity


@transaction.atomic
def tick(*, step, is_done, by, today):
    """Tick a step or take the tick away. The same tick twice is one, so nobody's work is undone by a slow page."""
    step = Step.objects.select_for_update().get(pk=step.pk)
    if step.is_done == is_done:
        return step
    step.swap(step.version, is_done=is_done, done_on=today if is_done else None, done_by=by if is_done else None)
    action = "step.ticked" if is_done else "step.unticked"
    audit.record(by=by, action=action, row=step.activity, changes={str(_("step")): ["", step.title]})
    return step


@transaction.atomic
def tick_many(*, activity, ticks, by, today):
    """The checklist sent as a whole: ``ticks`` holds only the steps that the person changed, ``{"id": is done}``."""
    wanted = [(step, ticks.get(str(step.pk), step.is_done)) for step in activity.steps.filter(deleted_at=None)]
    changed = [(step, is_done) for step, is_done in wanted if is_done != step.is_done]
    return [tick(step=step, is_done=is_done, by=by, today=today) for step, is_done in changed]


@transaction.atomic
def describe_step(*, step, version, by, url="", file=None, name="", **fields):
    """Write what a step was to give and what it gave, and add its proof; ``name`` is shown in place of the link."""
    before = {field: getattr(step, field) for field in fields}
    step.swap(version, **fields)
    names = {field: str(Step._meta.get_field(field).verbose_name) for field in fields}
    changes = {names[field]: [before[field], value] for field, value in fields.items() if before[field] != value}
    if changes:
        audit.record(by=by, action="step.described", row=step.activity, changes=changes)
    if before.keys() & {"planned_result", "document_kind"} and changes:
        note_change(step.activity.stage.roadmap, by=by)
    proofs.add(activity=step.activity, step=step, by=by, url=url, file=file, name=name)
    return step
