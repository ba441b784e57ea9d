"""Why a notification must not be sent any more: the truth of the moment of sending, in words."""

from django.utils.translation import gettext as _

from ..models import Activity
from . import rules
from .due import above
from .kinds import (
    ASSIGNED,
    CHANGED,
    COMMENTED,
    DEADLINE_OVER,
    DEADLINE_SOON,
    ESCALATION_COORDINATOR,
    ESCALATION_DIRECTOR,
    TO_CHECK,
    WEEK_PLAN,
)
from .people import SEES_EVERYTHING

Status = Activity.Status


def reason_about_activity(notification, activity, reading):
    """The reason why a notification about an activity is not to go, or an empty text."""
    return of_place(activity, reading) or RULES[notification.kind](notification, activity, reading)


def of_place(activity, reading):
    """Only what stands in the current roadmap of a programme that goes on is spoken of."""
    if activity.deleted_at or activity.stage.deleted_at or activity.stage.roadmap.deleted_at:
        return _("The activity has been deleted.")
    if reading.roadmap is None or activity.stage.roadmap_id != reading.roadmap.pk:
        return _("The activity is not in the current roadmap any more.")
    return of_programme(reading)


def of_programme(reading):
    return _("The programme is over.") if rules.is_over(reading.programme, reading.day) else ""


def of_state(activity):
    if activity.status == Status.DONE:
        return _("The activity is done.")
    if activity.status == Status.SKIP:
        return _("The activity is not required.")
    return _("The activity waits for a check.") if activity.status == Status.CHECK else ""


def of_work(notification, activity, reading):
    """There is something to do, and this person is the one to do it."""
    hearing = reading.people.hearing(activity.pk, reading.school.pk)
    is_mine = notification.recipient_id in hearing
    return of_state(activity) or ("" if is_mine else _("The person does not answer for the activity any more."))


def of_deadline(notification, activity, reading):
    """The milestone is the last one reached: an earlier one has nothing to add to it."""
    told = activity.last_on and rules.milestone(activity.last_on, reading.day, reading.settings, reading.calendar)
    if told and (told.kind, told.day) == (notification.kind, notification.due_on):
        return of_work(notification, activity, reading)
    is_older = told and told.day > notification.due_on
    words = _("A later reminder has taken its place.") if is_older else _("The deadline has been moved.")
    return of_state(activity) or words


def of_escalation(notification, activity, reading):
    reached = rules.escalations(activity.last_on, reading.day, reading.settings) if activity.last_on else []
    is_true = (notification.kind, notification.due_on) in reached
    reason = of_state(activity) or ("" if is_true else _("The deadline has been moved."))
    if reason or notification.recipient_id in above(reading.people, notification.kind, reading.school.pk):
        return reason
    if notification.kind == ESCALATION_COORDINATOR:
        return _("The person is not the coordinator any more.")
    return _("The person is not the director any more.")


def of_check(notification, activity, reading):
    if activity.status != Status.CHECK:
        return _("The activity does not wait for a check any more.")
    if notification.recipient_id not in reading.people.deciding(reading.school.pk):
        return _("The person does not check activities any more.")
    return ""


def of_comment(notification, activity, reading):
    """Those behind the activity hear of a comment, and who took part in the discussion while they may see it."""
    person, school = notification.recipient_id, reading.school.pk
    if person in reading.people.hearing(activity.pk, school):
        return ""
    sees = person in reading.people.with_role(school, *SEES_EVERYTHING)
    if sees and (activity.pk, person) in reading.writers:
        return ""
    return _("The person does not take part in the activity any more.")


RULES = {
    DEADLINE_SOON: of_deadline,
    DEADLINE_OVER: of_deadline,
    ESCALATION_COORDINATOR: of_escalation,
    ESCALATION_DIRECTOR: of_escalation,
    ASSIGNED: of_work,
    CHANGED: of_work,
    TO_CHECK: of_check,
    COMMENTED: of_comment,
}


def reason_about_week(notification, rows, reading):
    """The reason why a plan or a summary is not to go, or an empty text. ``rows`` is what it would list."""
    if reading.roadmap is None or notification.object_id != reading.roadmap.pk:
        return _("The roadmap is not the current one any more.")
    if over := of_programme(reading):
        return over
    if reading.day > rules.sunday_of(notification.due_on):
        return _("The week is over.")
    is_plan = notification.kind == WEEK_PLAN
    if not (reading.settings.has_monday_plan if is_plan else reading.settings.has_weekly_summary):
        return _("The school has switched these letters off.")
    if is_plan:
        return "" if rows else _("There is nothing left to do this week.")
    if notification.recipient_id not in reading.people.directors(reading.school.pk):
        return _("The person is not the director any more.")
    return "" if reading.counts["open"] else _("Everything is done.")
