"""How activities read on the pages: words of statuses, of terms and of those who answer."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.common import ru

from .models import Activity
from .outline import TermKind

Status = Activity.Status


def status_label(activity, today):
    """The words beside the icon, or "" where the usual word of the status says enough."""
    late = activity.days_late(today)
    if late:
        return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", late) % {"days": late}
    if activity.status == Status.DONE and activity.done_on:
        return _("Done on %(day)s") % {"day": day_words(activity.done_on, today)}
    return ""


def day_words(day, today):
    """«14 марта», with the year when it is not the present one."""
    return ru.day_month(day) if day.year == today.year else ru.long_date(day)


def deadline(activity, today):
    """When it is due, as a list says it."""
    if activity.term_kind == TermKind.WHOLE:
        return _("the whole period")
    if not activity.last_on:
        return activity.term_text or _("no term")
    return _("until %(day)s") % {"day": day_words(activity.last_on, today)}


def term_days(activity):
    """The computed days of a term, for those who want to be sure: «1 марта 2022 г. — 31 марта 2022 г.»."""
    first, last = activity.first_on, activity.last_on
    if not last:
        return ""
    if not first or first == last:
        return ru.long_date(last)
    return f"{ru.long_date(first)} — {ru.long_date(last)}"


def is_me(party, memberships):
    """The party is this very person, by name."""
    return bool(party.membership_id) and party.membership_id in {one.pk for one in memberships}


def names(activity, memberships):
    """Who answers, in the order of the document; the reader is «вы». Needs the assignments to be fetched along."""
    parties = [one.party for one in activity.assignments.all()]
    return ", ".join(_("you") if is_me(party, memberships) else party.short_title for party in parties)


TO_MANY = {
    2: gettext_lazy("Remind two"),
    3: gettext_lazy("Remind three"),
    4: gettext_lazy("Remind four"),
    5: gettext_lazy("Remind five"),
    6: gettext_lazy("Remind six"),
    7: gettext_lazy("Remind seven"),
    8: gettext_lazy("Remind eight"),
    9: gettext_lazy("Remind nine"),
    10: gettext_lazy("Remind ten"),
}


@dataclass(frozen=True)
class Reminding:
    """How many people may be reminded of an activity, and the day on which somebody last was."""

    count: int
    last_on: date | None = None
    today: date | None = None

    @property
    def last_words(self):
        """«напоминали сегодня», «напоминали 12 марта»; nothing when nobody has reminded."""
        if not self.last_on:
            return ""
        if self.last_on == self.today:
            return _("reminded today")
        return _("reminded on %(day)s") % {"day": day_words(self.last_on, self.today)}

    @property
    def words(self):
        """What stands on the button: «Напомнить», «Напомнить двоим», «Напомнить 23 людям»."""
        if self.count == 1:
            return _("Remind")
        many = ngettext("Remind %(count)s person", "Remind %(count)s people", self.count) % {"count": self.count}
        return TO_MANY.get(self.count, many)


@dataclass(frozen=True)
class ActivityRow:
    """One activity in a list."""

    activity: Activity
    status: str
    label: str
    deadline: str
    names: str
    may_act: bool = False
    may_complete: bool = False
    is_first: bool = False
    reminding: Reminding | None = None


def rows_of(activities, request, *, with_primary=False, reminding=None):
    """The rows of a list; with ``with_primary`` the first one that may be completed has the page's main button.

    ``reminding`` is ``{pk: Reminding}`` where the list offers to remind those who answer.
    """
    rows, has_primary = [], not with_primary
    for activity in activities:
        is_mine = getattr(activity, "is_mine", False)
        is_open = not activity.is_closed and activity.status != Status.CHECK
        may_act = request.access.can("activity.complete", own=is_mine)
        may_complete = is_open and may_act
        rows.append(
            ActivityRow(
                activity=activity,
                status=activity.status_on(request.today),
                label=status_label(activity, request.today),
                deadline=deadline(activity, request.today),
                names=names(activity, request.memberships),
                may_act=may_act,
                may_complete=may_complete,
                is_first=may_complete and not has_primary,
                reminding=(reminding or {}).get(activity.pk),
            )
        )
        has_primary = has_primary or may_complete
    return rows


ACTIONS = {
    "activity.created": gettext_lazy("added the activity"),
    "activity.edited": gettext_lazy("changed the activity"),
    "activity.started": gettext_lazy("took the activity up"),
    "activity.set_aside": gettext_lazy("put the activity back"),
    "activity.completed": gettext_lazy("marked the activity as done"),
    "activity.sent_to_check": gettext_lazy("sent the activity for a check"),
    "activity.approved": gettext_lazy("confirmed that the activity is done"),
    "activity.sent_back": gettext_lazy("sent the activity back"),
    "activity.reopened": gettext_lazy("opened the activity again"),
    "activity.skipped": gettext_lazy("marked the activity as not required"),
    "activity.undone": gettext_lazy("undid the last act"),
    "activity.commented": gettext_lazy("wrote a comment"),
    "activity.reminded": gettext_lazy("reminded those who answer"),
    "activity.moved": gettext_lazy("moved the activity"),
    "activity.deleted": gettext_lazy("deleted the activity"),
    "activity.restored": gettext_lazy("restored the activity"),
    "step.ticked": gettext_lazy("ticked a step"),
    "step.unticked": gettext_lazy("took the tick off a step"),
    "step.described": gettext_lazy("wrote about a step"),
    "step.created": gettext_lazy("added a step"),
    "step.edited": gettext_lazy("changed a step"),
    "step.moved": gettext_lazy("moved a step"),
    "step.deleted": gettext_lazy("deleted a step"),
    "step.restored": gettext_lazy("restored a step"),
    "evidence.added": gettext_lazy("added a proof"),
    "evidence.removed": gettext_lazy("removed a proof"),
    "stage.edited": gettext_lazy("changed the stage"),
}


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the history: who, when, what, before and after."""

    at: object
    who: str
    what: str
    changes: list


def history_of(events):
    """The log of a row in sentences."""
    return [
        HistoryLine(
            event.at,
            event.actor_name or _("The system"),
            str(ACTIONS.get(event.action, event.action)),
            [(name, before, after) for name, (before, after) in event.changes.items()],
        )
        for event in events
    ]
