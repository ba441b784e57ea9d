"""Who is to hear of an activity on a day: those behind its parties, and those above them."""

from collections import defaultdict

from django.db.models import Q

from mentorship.programmes.access import ALL, MATRIX
from mentorship.programmes.models import GroupMember, Membership
from mentorship.programmes.roles import Role

from ..outline import PartyKind

DECIDING = tuple(role for role, cell in MATRIX["activity.complete"].items() if cell == ALL)
"""Who says whether an activity that waits for a check is done."""
PARTY = (
    "activity_id",
    "school_id",
    "party__kind",
    "party__membership_id",
    "party__role",
    "party__group_id",
    "party__group__role",
)


def links_of(activities):
    """The assignments of activities that have them fetched along, in order, as ``PARTY`` reads them."""
    return [
        (
            one.pk,
            one.school_id,
            link.party.kind,
            link.party.membership_id,
            link.party.role,
            link.party.group_id,
            link.party.group.role if link.party.group else None,
        )
        for one in activities
        for link in one.assignments.all()
    ]


class People:
    """The people of some schools on one day, by their user ids: three queries for all schools.

    ``links`` are the assignments of the activities in question, a queryset or ``links_of`` activities that have them
    fetched along. A role means its holders in the activity's own school and nobody else's, so the schools may be read
    together.
    """

    def __init__(self, links, programmes, day, roles=()):
        self.day = day
        self.links = defaultdict(list)
        rows = links if isinstance(links, list) else links.order_by("position", "pk").values_list(*PARTY)
        for activity, *party in rows:
            self.links[activity].append(party)
        self.named_coordinator = {one.school_id: one.coordinator_id for one in programmes}
        self.user_of, self.holders = {}, defaultdict(dict)
        for pk, school, user, role in self.memberships({Role.COORDINATOR, Role.DIRECTOR, *roles}):
            self.user_of[pk] = user
            self.holders[school, role][user] = None
        self.members = self.members_of_groups()

    def parties(self):
        return [party for parties in self.links.values() for party in parties]

    def memberships(self, roles):
        """The roles held on the day that a party, a programme or the ladder of escalation speaks of."""
        named = {pk for pk in self.named_coordinator.values() if pk}
        for _school, _kind, person, role, _group, group_role in self.parties():
            roles |= {role, group_role} - {"", None}
            named |= {person} - {None}
        held = Membership.objects.active_on(self.day).filter(Q(role__in=roles) | Q(pk__in=named))
        return held.order_by("user__surname", "user__given_name", "pk").values_list("pk", "school", "user", "role")

    def members_of_groups(self):
        groups = {group for *_words, group, _role in self.parties() if group}
        members = defaultdict(list)
        if groups:
            active = Membership.objects.active_on(self.day).values("pk")
            rows = GroupMember.objects.filter(group__in=groups, membership__in=active).order_by("pk")
            for group, user in rows.values_list("group", "membership__user"):
                members[group].append(user)
        return members

    def behind(self, activity_id):
        """Everybody who answers for the activity, once, in the order of the document; nobody is an empty list."""
        found = {}
        for school, kind, person, role, group, group_role in self.links[activity_id]:
            if kind == PartyKind.PERSON:
                found |= {self.user_of[person]: None} if person in self.user_of else {}
                continue
            for one in (role, group_role):
                found |= self.holders[school, one] if one else {}
            found |= dict.fromkeys(self.members[group])
        return list(found)

    def hearing(self, activity_id, school_id):
        """Those behind the activity; where nobody is, the coordinators in their place, so that somebody hears of it."""
        return self.behind(activity_id) or self.coordinators(school_id)

    def coordinators(self, school_id):
        """The programme's coordinator; else whoever holds the role; else the director, so that there is somebody."""
        named = self.user_of.get(self.named_coordinator.get(school_id))
        return [named] if named else self.with_role(school_id, Role.COORDINATOR) or self.directors(school_id)

    def directors(self, school_id):
        return self.with_role(school_id, Role.DIRECTOR)

    def deciding(self, school_id):
        return self.with_role(school_id, *DECIDING)

    def with_role(self, school_id, *roles):
        """Holders of any of the roles; only of roles that were asked for when the people were read."""
        return list({user: None for role in roles for user in self.holders[school_id, role]})


SEES_EVERYTHING = tuple(role for role, cell in MATRIX["activity.view"].items() if cell == ALL)
