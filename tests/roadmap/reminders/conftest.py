"""A school in Samara with a roadmap, its people, and mornings on which it is looked through."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django_scopes import scope

from mentorship.notifications.models import Channel, Notification
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.services.sending import deliver
from mentorship.programmes.roles import Role
from roadmap.outline import PartyKind
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory


class Scene:
    """What the tests of reminders speak of: people, activities, mornings, and who has heard of what."""

    def __init__(self, school, roadmap, member):
        self.school, self.roadmap, self.member = school, roadmap, member
        self.stage = StageFactory(roadmap=roadmap)
        self.director = member(Role.DIRECTOR)
        self.coordinator = member(Role.COORDINATOR)

    def deputy(self, **fields):
        return self.member(Role.DEPUTY, **fields)

    def activity(self, last_on, *memberships, **fields):
        """An activity with a deadline, and people who answer for it by name."""
        fields = {"stage": self.stage, "first_on": None, "last_on": last_on} | fields
        activity = ActivityFactory(**fields)
        for membership in memberships:
            self.assign(activity, membership)
        return activity

    def assign(self, activity, membership):
        party = PartyFactory(school=activity.school, kind=PartyKind.PERSON, membership=membership)
        return AssignmentFactory(activity=activity, party=party)

    def at(self, day, hour=8, minute=0, school=None):
        """An instant on the school's clock."""
        return datetime.combine(day, time(hour, minute), ZoneInfo((school or self.school).time_zone))

    def morning(self, day, hour=8):
        """The scan of a morning; answers what it issued."""
        return scan(self.at(day, hour), schools=None).issued

    def send(self, day, hour=8, minute=5):
        """What waits goes out by the truth of that moment."""
        return deliver(moment=lambda: self.at(day, hour, minute))

    def settings(self, **fields):
        from mentorship.programmes.models import ReminderSettings

        with scope(school=self.school):
            return ReminderSettings.objects.update_or_create(school=self.school, defaults=fields)[0]

    def told(self, *kinds, school=None):
        """``{(kind, object, day, user)}`` of everything that has been issued."""
        with scope(school=school or self.school):
            rows = Notification.objects.filter(channel=Channel.BELL)
            rows = rows.filter(kind__in=kinds) if kinds else rows
            return set(rows.values_list("kind", "object_id", "due_on", "recipient"))

    def days(self, kind, activity, membership=None):
        """The days for which a kind was told of an activity, in order."""
        people = {membership.user_id} if membership else None
        rows = self.told(kind)
        return sorted({day for _kind, pk, day, user in rows if pk == activity.pk and (not people or user in people)})


@pytest.fixture
def scene(school, roadmap, member):
    return Scene(school, roadmap, member)


MONDAY = date(2022, 3, 14)
