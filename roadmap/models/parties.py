"""Who answers for activities: people, roles and groups, in the document's words and bound to the school's people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import Group, Membership
from mentorship.programmes.ownership import SchoolOwned, scoped
from mentorship.programmes.roles import Role

from ..outline import PartyKind, Responsible
from .activity import Activity


class Party(SchoolOwned):
    """One who may answer, as the roadmap names them.

    ``role_text`` and ``name`` are the document's words. ``membership``, ``role`` or ``group`` say who that is today; a
    person without an account stays a name, and is printed all the same.
    """

    KINDS = [(PartyKind.PERSON, _("person")), (PartyKind.ROLE, _("role")), (PartyKind.GROUP, _("group"))]

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    role_text = models.CharField(_("post, role or group"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="parties")
    role = models.CharField(_("whoever holds the role"), max_length=20, choices=Role, blank=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="parties")

    class Meta:
        verbose_name = _("responsible party")
        verbose_name_plural = _("responsible parties")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "role_text", "name"], name="party_once_in_a_school")
        ]

    def __str__(self):
        return self.short_title

    @property
    def short_title(self):
        """«Лебедева О. Н.» for a person, the words of the document for a role or a group."""
        return self.name or self.role_text

    @property
    def full_title(self):
        """«Заместитель директора по УВР Лебедева О. Н.»."""
        return " ".join(part for part in (self.role_text, self.name) if part)

    def as_responsible(self):
        """The party as a plain value."""
        return Responsible(PartyKind(self.kind), self.role_text or None, self.name or None)

    def people(self, day):
        """The memberships behind the party on a day: the person, the holders of the role, the group."""
        everyone = Membership.objects.active_on(day).select_related("user")
        if self.kind == PartyKind.PERSON:
            return everyone.filter(pk=self.membership_id)
        roles = [role for role in (self.role, self.group.role if self.group else "") if role]
        named = Q(groups=self.group_id) if self.group_id else Q(pk=None)
        return everyone.filter(Q(role__in=roles) | named).distinct()


class AssignmentQuerySet(models.QuerySet):
    def in_order(self):
        """As the document lists them."""
        return self.select_related("party__group").order_by("position", "pk")


class Assignment(SchoolOwned):
    """A party answers for an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assignments")
    party = models.ForeignKey(Party, models.CASCADE, related_name="assignments")
    position = models.PositiveSmallIntegerField(default=1)

    objects = scoped(AssignmentQuerySet)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "activity", "party"], name="party_once_for_an_activity")
        ]
