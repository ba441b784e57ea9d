"""The deadlines of the roadmap in a person's own calendar."""

from textwrap import shorten

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from mentorship.notifications.models import Notification
from mentorship.notifications.sources import CalendarEvent, Source
from mentorship.programmes.models import AuditEvent

from .models import Activity
from .presenters import is_me, term_days
from .queries import answered_by, current_roadmap, with_responsible
from .reminders.kinds import ASSIGNED, CHANGED, DEADLINES

Status = Activity.Status
TOLD_TO_RESPONSIBLE = (*DEADLINES, ASSIGNED, CHANGED)
"""Kinds of notifications of which an activity's own people are told: whoever got one had it in the calendar."""
TITLE_LENGTH = 120


class Deadlines(Source):
    """The last days of what the person answers for, in the current roadmap of the current programme.

    What is done, not required or thrown away, and what somebody else answers for by now, comes as cancelled.
    """

    def events(self, user, memberships, school, day):
        roadmap = current_roadmap(school.current_programme)
        if roadmap is None:
            return []
        return [event_of(activity, memberships) for activity in deadlines(roadmap, user, memberships)]


def deadlines(roadmap, user, memberships):
    """The activities with a last day that are the person's now, or were when they were told of them: two queries."""
    told = Notification.objects.filter(recipient=user, kind__in=TOLD_TO_RESPONSIBLE).order_by().values("object_id")
    entries = AuditEvent.objects.filter(object_type=Activity._meta.label_lower, object_id=OuterRef("pk"))
    rows = Activity.objects.filter(stage__roadmap=roadmap, last_on__isnull=False).annotate(
        is_mine=answered_by(user, memberships),
        changed_at=Coalesce(Subquery(entries.order_by("-at").values("at")[:1]), "stage__roadmap__created_at"),
    )
    return with_responsible(rows.filter(Q(is_mine=True) | Q(pk__in=told)).select_related("stage").order_by("pk"))


def event_of(activity, memberships):
    """A cancellation counts as one more change than the activity has seen: it is always newer than what it ends."""
    is_gone = bool(activity.deleted_at or activity.stage.deleted_at or not activity.is_mine)
    is_cancelled = is_gone or activity.is_closed
    title = " ".join(activity.title.split())
    return CalendarEvent(
        uid=f"activity-{activity.pk}",
        title=f"{prefix(activity, is_gone)} {shorten(title, TITLE_LENGTH, placeholder='…')}",
        first=activity.last_on,
        last=activity.last_on,
        url=activity.get_absolute_url(),
        note=note(activity, title, memberships),
        sequence=2 * activity.version + is_cancelled,
        is_cancelled=is_cancelled,
        has_alarm=activity.status != Status.CHECK,
        changed_at=activity.changed_at,
    )


def prefix(activity, is_gone):
    """What the day is, in a word: some calendars show what is cancelled too."""
    if is_gone:
        return _("Taken off:")
    words = {Status.DONE: _("Done:"), Status.SKIP: _("Not required:"), Status.CHECK: _("Being checked:")}
    return words.get(activity.status, _("Deadline:"))


def note(activity, title, memberships):
    """The words of the document. Those who answer are named by their posts: the file lies with a provider outside."""
    lines = [title] if len(title) > TITLE_LENGTH else []
    days = term_days(activity)
    words = f"{activity.term_text} ({days})" if activity.term_text and days != activity.term_text else days
    lines.append(_("Term: %(days)s") % {"days": words})
    if who := posts(activity, memberships):
        lines.append(_("Responsible: %(who)s") % {"who": who})
    return "\n".join(lines)


def posts(activity, memberships):
    """«вы, директор школы, рабочая группа»."""
    parties = [one.party for one in activity.assignments.all()]
    others = [party.role_text for party in parties if not is_me(party, memberships)]
    named = [_("you"), *others] if len(others) < len(parties) else others
    return ", ".join(dict.fromkeys(word for word in named if word))
