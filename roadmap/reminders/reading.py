"""What the lines of one school are made of, read once for all of them, each part only when a line needs it."""

from functools import cached_property

from django.db.models import Count, Q

from mentorship.accounts.models import User
from mentorship.common.clock import days
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import Membership, ReminderSettings
from mentorship.programmes.roles import Role

from ..models import Activity, Comment, Roadmap
from ..queries import with_responsible
from . import rules
from .due import TO_DO
from .kinds import ABOUT_ACTIVITY, COMMENTED, WEEKLY
from .people import DECIDING, SEES_EVERYTHING, People, links_of

Status = Activity.Status

CALENDAR = days(140)
"""The farthest milestone stands sixty days from a deadline; whole summers off are read along."""


class Reading:
    """A fixed number of queries, however many notifications there are."""

    def __init__(self, notifications, school, day):
        self.school, self.day = school, day
        self.has_comments = any(one.kind == COMMENTED for one in notifications)
        said = {one.object_id for one in notifications if one.kind == COMMENTED}
        comments = Comment.objects.filter(pk__in=said).select_related("author") if said else ()
        self.comments = {one.pk: one for one in comments}
        self.roadmap = self.current_roadmap()
        self.programme = self.roadmap.programme if self.roadmap else None
        self.about = {one.object_id for one in notifications if one.kind in ABOUT_ACTIVITY}
        self.about |= {one.activity_id for one in self.comments.values()}
        sundays = [rules.sunday_of(one.due_on) for one in notifications if one.kind in WEEKLY]
        self.activities = {one.pk: one for one in self.rows(max(sundays, default=None))}
        self.actor_ids = {one.actor_id for one in notifications} - {None}

    def current_roadmap(self):
        """The roadmap that the school lives by, with its programme."""
        programme = self.school.current_programme_id
        living = Roadmap.objects.living().select_related("programme")
        return living.filter(programme=programme).first() if programme else None

    def rows(self, sunday):
        """What is spoken of, thrown away or not, and what is to be done by a Sunday, the most overdue first."""
        wanted = Q(pk__in=self.about)
        if sunday and self.roadmap:
            lives = Q(deleted_at=None, stage__deleted_at=None, stage__roadmap=self.roadmap.pk)
            wanted |= lives & Q(status__in=TO_DO, last_on__lte=sunday)
        elif not self.about:
            return ()
        rows = with_responsible(Activity.objects.filter(wanted)).select_related("stage__roadmap")
        return rows.order_by("last_on", "stage__position", "position", "pk")

    def to_do_by(self, sunday):
        """What is to be done in the current roadmap by the end of a week, the most overdue first."""
        return [one for one in self.activities.values() if self.is_to_do(one) and one.last_on <= sunday]

    def is_to_do(self, activity):
        is_here = self.roadmap and activity.stage.roadmap_id == self.roadmap.pk
        lives = activity.deleted_at is None and activity.stage.deleted_at is None
        return is_here and lives and activity.status in TO_DO and activity.last_on

    def activity_of(self, notification):
        """The activity that a notification is about, thrown away or not; None when it is gone for good."""
        if notification.kind != COMMENTED:
            return self.activities.get(notification.object_id)
        comment = self.comments.get(notification.object_id)
        return self.activities.get(comment.activity_id) if comment else None

    @cached_property
    def settings(self):
        return ReminderSettings.objects.first() or ReminderSettings(school=self.school)

    @cached_property
    def calendar(self):
        return WorkingCalendar.of(self.school, self.day - CALENDAR, self.day + CALENDAR)

    @cached_property
    def counts(self):
        """How many activities of the current roadmap are required, done and open."""
        rows = Activity.objects.living().filter(stage__roadmap=self.roadmap)
        return rows.aggregate(
            total=Count("pk", filter=~Q(status=Status.SKIP)),
            done=Count("pk", filter=Q(status=Status.DONE)),
            open=Count("pk", filter=~Q(status__in=Activity.CLOSED)),
        )

    @cached_property
    def people(self):
        programmes = [self.programme] if self.programme else []
        roles = SEES_EVERYTHING if self.has_comments else DECIDING
        return People(links_of(self.activities.values()), programmes, self.day, roles)

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
        links = [link for one in self.activities.values() for link in one.assignments.all()]
        parties = {link.party.membership_id for link in links} - {None}
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
