"""What the lines of one school are made of, read once for all of them, each part only when a line needs it."""

from functools import cached_property

from django.db.models import Q

from mentorship.accounts.models import User
from mentorship.common.clock import days
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import Membership, Programme, ReminderSettings
from mentorship.programmes.roles import Role

from ..models import Activity, Assignment, Comment
from ..queries import current_roadmap, with_responsible
from .kinds import ABOUT_ACTIVITY, COMMENTED, WEEKLY
from .people import DECIDING, SEES_EVERYTHING, People

CALENDAR = days(140)
"""The farthest milestone stands sixty days from a deadline; whole summers off are read along."""


class Reading:
    """A fixed number of queries, however many notifications there are."""

    def __init__(self, notifications, school, day):
        self.school, self.day = school, day
        self.is_weekly = any(one.kind in WEEKLY for one in notifications)
        self.has_comments = any(one.kind == COMMENTED for one in notifications)
        said = {one.object_id for one in notifications if one.kind == COMMENTED}
        comments = Comment.objects.filter(pk__in=said).select_related("author") if said else ()
        self.comments = {one.pk: one for one in comments}
        about = {one.object_id for one in notifications if one.kind in ABOUT_ACTIVITY}
        about |= {one.activity_id for one in self.comments.values()}
        rows = with_responsible(Activity.objects.filter(pk__in=about)).select_related("stage__roadmap")
        self.activities = {one.pk: one for one in rows} if about else {}
        self.actor_ids = {one.actor_id for one in notifications} - {None}

    def activity_of(self, notification):
        """The activity that a notification is about, thrown away or not; None when it is gone for good."""
        if notification.kind != COMMENTED:
            return self.activities.get(notification.object_id)
        comment = self.comments.get(notification.object_id)
        return self.activities.get(comment.activity_id) if comment else None

    @cached_property
    def programme(self):
        return Programme.objects.filter(pk=self.school.current_programme_id).first()

    @cached_property
    def roadmap(self):
        return current_roadmap(self.programme)

    @cached_property
    def settings(self):
        return ReminderSettings.objects.first() or ReminderSettings(school=self.school)

    @cached_property
    def calendar(self):
        return WorkingCalendar.of(self.school, self.day - CALENDAR, self.day + CALENDAR)

    @cached_property
    def plan(self):
        """The activities of the current roadmap in the order of the document, those with the nearest day first."""
        rows = with_responsible(Activity.objects.of(self.roadmap)) if self.roadmap else []
        return sorted(rows, key=lambda one: (one.last_on is None, one.last_on))

    @cached_property
    def people(self):
        links = Q(activity__in=self.activities)
        if self.is_weekly and self.roadmap:
            links |= Q(activity__stage__roadmap=self.roadmap)
        programmes = [self.programme] if self.programme else []
        roles = SEES_EVERYTHING if self.has_comments else DECIDING
        return People(Assignment.objects.filter(links), programmes, self.day, roles)

    @cached_property
    def writers(self):
        """Who has taken part in the discussions: ``{(activity, user)}``."""
        about = {one.activity_id for one in self.comments.values()}
        return set(Comment.objects.filter(activity__in=about).values_list("activity", "author"))

    @cached_property
    def actors(self):
        """«Лебедева О. Н.» of those who did what is told: ``{user id: name}``; a pupil has no name here."""
        users = User.objects.filter(pk__in=self.actor_ids) if self.actor_ids else ()
        names = {one.pk: one.short_name for one in users}
        names |= {one.author_id: one.author.short_name for one in self.comments.values() if one.author}
        return {pk: name for pk, name in names.items() if pk not in self.pupils[0]}

    @cached_property
    def pupils(self):
        """Pupils among those whom a line might name, by user and by membership: letters do not name them."""
        authors = self.actor_ids | {one.author_id for one in self.comments.values()} - {None}
        shown = [*self.activities.values(), *(self.plan if self.is_weekly else ())]
        parties = {link.party.membership_id for one in shown for link in one.assignments.all()} - {None}
        if not authors and not parties:
            return set(), set()
        rows = Membership.objects.filter(Q(user__in=authors) | Q(pk__in=parties), role=Role.MENTEE)
        rows = list(rows.values_list("user", "pk"))
        return {user for user, _pk in rows}, {pk for _user, pk in rows}

    def names(self, activity):
        """Those who answer, in the order of the document; of a pupil only the words of the post."""
        parties = [link.party for link in activity.assignments.all()]
        shown = [one.role_text if one.membership_id in self.pupils[1] else one.short_title for one in parties]
        return ", ".join(name for name in shown if name)
