"""Writing the log: services call it in the transaction of the act."""

from django.utils.translation import gettext_lazy as _

from .models import AuditEvent, School

ACTION_TITLES = {
    "invitation.sent": _("Invitation sent"),
    "invitation.sent_again": _("Invitation sent again"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "invitation.accepted": _("Invitation accepted"),
    "role.given": _("Role given"),
    "role.edited": _("Role changed"),
    "role.ended": _("Role ended"),
    "school.edited": _("School changed"),
    "programme.created": _("Programme created"),
    "programme.edited": _("Programme changed"),
    "programme.chosen": _("Programme made current"),
    "mentoring_form.created": _("Form of mentoring added"),
    "mentoring_form.edited": _("Form of mentoring changed"),
    "mentoring_form.deleted": _("Form of mentoring removed"),
    "reminders.edited": _("Reminders changed"),
    "calendar.holidays_added": _("Holidays of a year added"),
    "calendar.day_added": _("Special day added"),
    "calendar.day_removed": _("Special day removed"),
    "created": _("Created"),
    "changed": _("Changed"),
    "member_added": _("Person added to a group"),
    "member_removed": _("Person taken out of a group"),
    "activity.created": _("Activity added"),
    "activity.edited": _("Activity changed"),
    "activity.started": _("Activity taken up"),
    "activity.set_aside": _("Activity put back"),
    "activity.completed": _("Activity marked as done"),
    "activity.sent_to_check": _("Activity sent for a check"),
    "activity.approved": _("Activity accepted"),
    "activity.sent_back": _("Activity sent back"),
    "activity.reopened": _("Activity opened again"),
    "activity.skipped": _("Activity marked as not required"),
    "activity.undone": _("Last act undone"),
    "activity.commented": _("Comment written"),
    "activity.reminded": _("Reminder sent by hand"),
    "activity.moved": _("Activity moved"),
    "activity.deleted": _("Activity deleted"),
    "activity.restored": _("Activity restored"),
    "step.ticked": _("Step ticked"),
    "step.unticked": _("Step unticked"),
    "step.described": _("Result of a step written"),
    "step.created": _("Step added"),
    "step.edited": _("Step changed"),
    "step.moved": _("Step moved"),
    "step.deleted": _("Step deleted"),
    "step.restored": _("Step restored"),
    "evidence.added": _("Proof added"),
    "evidence.removed": _("Proof removed"),
    "stage.created": _("Stage added"),
    "stage.edited": _("Stage changed"),
    "stage.moved": _("Stage moved"),
    "stage.deleted": _("Stage deleted"),
    "stage.restored": _("Stage restored"),
    "roadmap.edited": _("Roadmap changed"),
    "roadmap.approved": _("Roadmap approved"),
    "roadmap.published": _("Roadmap published"),
    "roadmap.unpublished": _("Roadmap taken off the public page"),
    "roadmap.deleted": _("Roadmap deleted"),
    "roadmap.restored": _("Roadmap restored"),
    "template.created": _("Template created"),
    "template.deleted": _("Template deleted"),
    "template.restored": _("Template restored"),
    "letter.sent_again": _("Letter sent again"),
    "campaign.answers_exported": _("Filled questionnaires taken out as a file"),
    "register.exported": _("Register taken out as a file"),
    "register.imported": _("List taken into a register"),
    "register.import_undone": _("Import of a list taken back"),
    "register.changed": _("Several rows of a register changed"),
    "register.change_undone": _("Change of several rows taken back"),
    "class.placed": _("Building or shift of a class changed"),
    "mentor.decided": _("Decision about a mentor"),
    "mentor.decision_undone": _("Decision about a mentor taken back"),
    "interview.saved": _("Interview with a mentor written down"),
    "criterion.created": _("Criterion of selection added"),
    "criterion.edited": _("Criterion of selection changed"),
    "criterion.moved": _("Criterion of selection moved"),
    "criterion.deleted": _("Criterion of selection removed"),
    "criterion.restored": _("Criterion of selection put back"),
    "training.created": _("Training added"),
    "training.edited": _("Training changed"),
    "training.deleted": _("Training removed"),
    "training.restored": _("Training put back"),
    "training.attended": _("Attendance of a training marked"),
    "material.added": _("Material added to the library"),
    "material.edited": _("Material of the library edited"),
    "material.removed": _("Material removed from the library"),
    "register.printed": _("Paper with names printed"),
}
"""What the entries are called on the page of the log; a part of the product above adds its own."""


def record(*, by, action, row, changes=None, name=""):
    """Add one entry. ``by`` is None when the product itself acts; ``changes`` is ``{field: [before, after]}``."""
    event = entry(by, action, row, changes, name)
    event.save()
    return event


def record_each(*, by, action, rows, name=""):
    """An entry for every row at once: the same act on the rows of many schools."""
    AuditEvent.objects.bulk_create(entry(by, action, row, None, name) for row in rows)


def entry(by, action, row, changes, name):
    return AuditEvent(
        school_id=row.pk if isinstance(row, School) else row.school_id,
        actor=by,
        actor_name=by.short_name if by else "",
        action=action,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        object_name=(name or str(row))[:300],
        changes=changes or {},
    )


def action_title(action):
    """The title of an entry; the code itself where nobody gave a title."""
    return ACTION_TITLES.get(action, action)


def known_actions():
    """Choices for a filter, in the order of the titles."""
    return sorted(((action, str(title)) for action, title in ACTION_TITLES.items()), key=lambda pair: pair[1])
