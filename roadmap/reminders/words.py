"""How a deadline reads in a reminder, by today's truth."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import ru
from mentorship.common.clock import days
from mentorship.notifications.sources import Section

from ..models import Activity
from ..presenters import day_words

Status = Activity.Status


def section_of(activity, day):
    """Where the activity stands in a digest today."""
    if not activity.last_on or activity.last_on > day:
        return Section.SOON
    return Section.TODAY if activity.last_on == day else Section.OVERDUE


def deadline_words(activity, day):
    """«срок завтра, 15 марта», «просрочено на 3 дня, срок был 12 марта», or how it ended."""
    if activity.status == Status.DONE:
        return _("done on %(day)s") % {"day": day_words(activity.done_on, day)}
    if activity.status == Status.SKIP:
        return _("not required any more")
    if activity.status == Status.CHECK:
        return _("waits for a check")
    if not activity.last_on:
        return activity.term_text or _("without a deadline")
    last = day_words(activity.last_on, day)
    left = (activity.last_on - day).days
    if left == 0:
        return _("due today, %(day)s") % {"day": last}
    if left == 1:
        return _("due tomorrow, %(day)s") % {"day": last}
    if left > 0:
        return ngettext("due in %(days)s day, %(day)s", "due in %(days)s days, %(day)s", left) % {
            "days": left,
            "day": last,
        }
    return ngettext(
        "overdue by %(days)s day, it was due on %(day)s", "overdue by %(days)s days, it was due on %(day)s", -left
    ) % {"days": -left, "day": last}


def short_deadline(activity, day):
    """The same for a row of a plan, where the dates stand under one another."""
    late = (day - activity.last_on).days
    if late > 0:
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", late) % {"days": late}
    if late == 0:
        return _("today, %(day)s") % {"day": day_words(activity.last_on, day)}
    return _("until %(day)s") % {"day": day_words(activity.last_on, day)}


def week_words(monday):
    """«14–20 марта», «28 марта — 3 апреля»."""
    sunday = monday + days(6)
    if monday.month == sunday.month:
        return f"{monday.day}–{ru.day_month(sunday)}"
    return f"{ru.day_month(monday)} — {ru.day_month(sunday)}"
