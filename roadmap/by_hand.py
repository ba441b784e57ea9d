"""Reminders by hand: who may be reminded of what, when they last heard of it, and what a reminder says today."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, ExpressionWrapper, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.notifications.models import Channel, Mode, Notification
from mentorship.notifications.sources import Kind, Line, Section, Source

from .models import Activity, ManualReminder
from .outline import PartyKind
from .presenters import Reminding, deadline, status_label
from .queries import people_behind, people_of, with_responsible

Status = Activity.Status
REMINDER = Kind(
    code="reminder",
    title=gettext_lazy("A colleague's reminder"),
    default=Mode.AT_ONCE,
    priority=1,
    is_by_hand=True,
)
AUTOMATIC = ("deadline_soon", "deadline_over")
"""The kinds by which the product itself reminds those who answer."""


def why_not(activity, school):
    """Why nobody is to be reminded of the activity any more, in words; "" when it is still to be done."""
    if activity.deleted_at or activity.stage.deleted_at or activity.stage.roadmap.deleted_at:
        return _("The activity has been deleted.")
    if activity.stage.roadmap.programme_id != school.current_programme_id:
        return _("The activity is not of the present programme.")
    return {
        Status.DONE: _("The activity is done."),
        Status.SKIP: _("The activity is not required."),
        Status.CHECK: _("The activity waits for a check."),
    }.get(activity.status, "")


def reminding(activities, request):
    """What the rows of a list need for «remind»: ``{pk: Reminding}`` where somebody but the reader can be told.

    Three queries for a list of any length. Needs activities of the present programme with their assignments.
    """
    open_ones = [one for one in activities if one.status in (Status.PLAN, Status.WORK)]
    mine = {one.pk: getattr(one, "is_mine", False) for one in open_ones}
    allowed = [one for one in open_ones if request.access.can("activity.remind", own=mine[one.pk])]
    people = people_of(allowed, request.today)
    counts = {pk: len({one.user_id for one in rows} - {request.user.pk}) for pk, rows in people.items()}
    reachable = {pk: count for pk, count in counts.items() if count}
    last = last_days(reachable, request.school)
    return {pk: Reminding(count, last.get(pk), request.today) for pk, count in reachable.items()}


def last_days(activity_ids, school):
    """The day on which people were last reminded by hand, of each of these activities that anybody was reminded of."""
    if not activity_ids:
        return {}
    rows = ManualReminder.objects.filter(activity__in=activity_ids).order_by().values_list("activity")
    return {pk: clock.local(at, school.time_zone).date() for pk, at in rows.annotate(at=Max("sent_at"))}


@dataclass
class Person:
    """One behind an activity: by which names of the document, and what they have been told."""

    user: object
    ways: list = field(default_factory=list)
    by_hand: Notification | None = None
    by_itself: Notification | None = None
    today: Notification | None = None


def people_to_remind(activity, day):
    """Everybody behind the activity on the day, ``{id of the user: Person}``, and the parties with nobody behind."""
    people, nobody = {}, []
    parties = [link.party for link in activity.assignments.in_order()]
    behind = people_behind(parties, day)
    for party in parties:
        for membership in behind[party.pk]:
            person = people.setdefault(membership.user_id, Person(membership.user))
            way = party.role_text if party.kind == PartyKind.PERSON else party.short_title
            person.ways += [way] if way and way not in person.ways else []
        nobody += [] if behind[party.pk] else [party]
    for row in told(activity, people, day):
        person = people[row.recipient_id]
        if row.kind != REMINDER.code:
            person.by_itself = row
            continue
        person.by_hand = row if row.is_about_it else person.by_hand
        person.today = row if row.due_on == day else person.today
    return people, nobody


def told(activity, people, day):
    """What people were told of the activity, by hand and by the product, and by hand of anything today; old first."""
    of_it = Q(kind=REMINDER.code, object_id__in=ManualReminder.objects.filter(activity=activity).values("pk"))
    by_itself = Q(kind__in=AUTOMATIC, object_id=activity.pk)
    rows = Notification.objects.filter(channel=Channel.BELL, recipient__in=people)
    rows = rows.filter(of_it | by_itself | Q(kind=REMINDER.code, due_on=day))
    is_about_it = ExpressionWrapper(of_it | by_itself, BooleanField())
    return rows.annotate(is_about_it=is_about_it).select_related("actor").order_by("created_at", "pk")


def reminded_on(day, people):
    """The last reminder by hand that each of these people got on a day, of whatever: ``{id of the user: row}``."""
    rows = Notification.objects.filter(channel=Channel.BELL, kind=REMINDER.code, due_on=day, recipient__in=people)
    return {row.recipient_id: row for row in rows.select_related("recipient").order_by("created_at", "pk")}


class ByHand(Source):
    """A reminder says the words of its author; it is withheld when there is nothing left to remind this person of.

    It is a thing of its own, so that a digest does not drop the words where it speaks of the activity anyway.
    """

    kinds = (REMINDER,)

    def lines(self, notifications, school, day):
        reminders = ManualReminder.objects.select_related("author").in_bulk({one.object_id for one in notifications})
        rows = with_responsible(Activity.objects.select_related("stage__roadmap"))
        activities = rows.in_bulk({one.activity_id for one in reminders.values()})
        people = people_of(activities.values(), day)
        return {
            one.pk: self.line(one, reminder, activities[reminder.activity_id], people, school, day)
            for one in notifications
            if (reminder := reminders.get(one.object_id))
        }

    @staticmethod
    def line(notification, reminder, activity, people, school, day):
        withheld = why_not(activity, school)
        if not withheld and notification.recipient_id not in {one.user_id for one in people[activity.pk]}:
            withheld = _("The person does not answer for the activity any more.")
        url = activity.get_absolute_url()
        words = (deadline(activity, day), status_label(activity, day))
        return Line(
            title=activity.title,
            url=url,
            section=Section.ASKED,
            note=" · ".join(word for word in words if word),
            act_url=f"{url}#complete",
            thing=f"reminder:{reminder.pk}",
            quote=reminder.text,
            author=reminder.author.short_name if reminder.author else "",
            withheld=withheld,
            last_on=activity.last_on,
        )
