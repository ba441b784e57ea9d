"""What a roadmap's notifications say today: no words are kept, each is read from the roadmap as it is now."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.notifications.sources import Line, Row, Section

from ..models import Activity
from ..presenters import day_words
from . import rules
from .due import TO_DO
from .kinds import ASSIGNED, CHANGED, COMMENTED, DEADLINES, ESCALATIONS, TO_CHECK, WEEK_PLAN, WEEKLY
from .reading import Reading
from .withheld import reason_about_activity, reason_about_week
from .words import deadline_words, section_of, short_deadline, week_words

MOST_ROWS = 20
MOST_LETTERS = 500


def lines_of(notifications, school, day):
    """``{pk of the notification: Line}``; what is gone for good has no line."""
    reading = Reading(notifications, school, day)
    made = {one.pk: line_of(one, reading) for one in notifications}
    return {pk: line for pk, line in made.items() if line}


def line_of(notification, reading):
    if notification.kind in WEEKLY:
        return line_of_week(notification, reading)
    activity = reading.activity_of(notification)
    return line_of_activity(notification, activity, reading) if activity else None


def line_of_activity(notification, activity, reading):
    kind, url = notification.kind, activity.get_absolute_url()
    is_open = activity.status in TO_DO
    line = Line(
        title=activity.title,
        url=url,
        section=section_for(kind, activity, reading.day),
        note=note_for(kind, activity, reading),
        act_url=f"{url}#complete" if is_open and kind not in (COMMENTED, TO_CHECK) else "",
        thing=f"activity:{activity.pk}",
        author=reading.actors.get(notification.actor_id, ""),
        withheld=reason_about_activity(notification, activity, reading),
        last_on=activity.last_on,
    )
    if kind == COMMENTED:
        comment = reading.comments[notification.object_id]
        line.url = f"{url}#comment{comment.pk}"
        line.quote = shortened(comment.text)
        line.author = reading.actors.get(comment.author_id, "")
    return line


def section_for(kind, activity, day):
    if kind in DEADLINES:
        return section_of(activity, day)
    if kind in ESCALATIONS:
        return Section.OVERDUE
    return Section.ASKED if kind == TO_CHECK else Section.NEW


def note_for(kind, activity, reading):
    words = deadline_words(activity, reading.day)
    if kind == ASSIGNED:
        return _("assigned to you; %(deadline)s") % {"deadline": words}
    if kind == CHANGED:
        return _("changed; %(deadline)s") % {"deadline": words}
    if kind == COMMENTED:
        return _("a new comment")
    if kind == TO_CHECK and activity.status == Activity.Status.CHECK and activity.done_on:
        return _("done on %(day)s, waits for your decision") % {"day": day_words(activity.done_on, reading.day)}
    names = reading.names(activity) if kind in ESCALATIONS else ""
    return _("%(deadline)s; responsible: %(names)s") % {"deadline": words, "names": names} if names else words


def shortened(text):
    text = text.strip()
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rsplit(' ', 1)[0]}…"


def line_of_week(notification, reading):
    """The plan of a person's week or the director's summary."""
    if notification.kind == WEEK_PLAN:
        rows = rows_of_plan(notification, reading)
        line = Line(
            title=_("Plan of the week, %(week)s") % {"week": week_words(notification.due_on)},
            url=reverse("today"),
            section=Section.PLAN,
            note=ngettext("%(count)s activity", "%(count)s activities", len(rows)) % {"count": len(rows)},
        )
    else:
        rows = rows_of_summary(notification, reading)
        line = summary_line(notification, reading)
    line.rows = rows if len(rows) <= MOST_ROWS else [*rows[: MOST_ROWS - 1], the_rest(len(rows) - MOST_ROWS + 1, line)]
    line.count = len(rows)
    line.thing = f"{notification.kind}:{notification.object_id}"
    line.withheld = reason_about_week(notification, rows, reading)
    return line


def of_week(notification, reading):
    return reading.to_do_by(rules.sunday_of(notification.due_on))


def rows_of_plan(notification, reading):
    school, person = reading.school.pk, notification.recipient_id
    return [
        Row(one.title, one.get_absolute_url(), short_deadline(one, reading.day))
        for one in of_week(notification, reading)
        if person in reading.people.hearing(one.pk, school)
    ]


def rows_of_summary(notification, reading):
    """Overdue ones with the days and the names, then those of this week."""
    rows = []
    for one in of_week(notification, reading):
        words = [short_deadline(one, reading.day), reading.names(one)]
        rows.append(Row(one.title, one.get_absolute_url(), "; ".join(word for word in words if word)))
    return rows


def summary_line(notification, reading):
    """«Сделано 3 из 11, просрочено 2», then how many deadlines the week has."""
    week = of_week(notification, reading)
    late = sum(one.last_on < reading.day for one in week)
    figures = {"done": reading.counts["done"], "total": reading.counts["total"], "late": late}
    title = _("Done %(done)s of %(total)s, overdue %(late)s") if late else _("Done %(done)s of %(total)s")
    ahead = len(week) - late
    deadlines = ngettext("%(count)s deadline", "%(count)s deadlines", ahead) % {"count": ahead}
    words = {"week": week_words(notification.due_on), "deadlines": deadlines if ahead else _("no deadlines")}
    return Line(
        title=title % figures,
        url=reverse("roadmap"),
        section=Section.SUMMARY,
        note=_("week of %(week)s: %(deadlines)s") % words,
    )


def the_rest(count, line):
    return Row(ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}, line.url)
