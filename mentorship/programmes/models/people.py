"""The people of a school's programme: roles, classes, groups, invitations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock

from ..ownership import SchoolOwned, Versioned, scoped
from ..roles import Role
from .school import Region


class SchoolClass(SchoolOwned):
    """A class of pupils: «8 Б». It stands here because a class teacher's rights are bound to classes.

    ``building`` and ``shift`` say where and when it learns, in schools that have several of them.
    """

    grade = models.PositiveSmallIntegerField(_("year of study"))
    letter = models.CharField(_("letter"), max_length=10, blank=True)
    building = models.CharField(_("building"), max_length=60, blank=True)
    shift = models.PositiveSmallIntegerField(_("shift"), null=True, blank=True)

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["grade", "letter"]
        constraints = [models.UniqueConstraint(fields=["school", "grade", "letter"], name="class_once_in_a_school")]

    def __str__(self):
        return f"{self.grade}\u00a0«{self.letter}»" if self.letter else str(self.grade)


class MembershipQuerySet(models.QuerySet):
    def active_on(self, day):
        """Roles held on the day, of people who may sign in."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day), user__is_active=True
        )


class Membership(SchoolOwned, Versioned):
    """A user holds a role in a school, from a day to a day; a role without a last day goes on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    post = models.CharField(_("post"), max_length=150, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    classes = models.ManyToManyField(SchoolClass, through="MembershipClass", related_name="class_teachers", blank=True)

    objects = scoped(MembershipQuerySet)

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["user__surname", "user__given_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "user", "role"], name="role_once_for_a_person")]
        indexes = [models.Index(fields=["school", "role"])]

    def __str__(self):
        return f"{self.user} ({self.post or self.get_role_display()})"

    def is_active_on(self, day):
        """The role is held on the day."""
        return (not self.starts_on or self.starts_on <= day) and (not self.ends_on or day <= self.ends_on)


class MembershipClass(SchoolOwned):
    """A class teacher leads this class."""

    membership = models.ForeignKey(Membership, models.CASCADE)
    school_class = models.ForeignKey(SchoolClass, models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "membership", "school_class"], name="class_once_for_a_teacher")
        ]


class Group(SchoolOwned, Versioned):
    """Several people named together: «Рабочая группа». With ``role`` it is whoever holds the role that day."""

    title = models.CharField(_("title"), max_length=150)
    role = models.CharField(_("everyone with the role"), max_length=20, choices=Role, blank=True)
    members = models.ManyToManyField(Membership, through="GroupMember", related_name="groups", blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="group_once_in_a_school")]

    def __str__(self):
        return self.title


class GroupMember(SchoolOwned):
    """A person of a group."""

    group = models.ForeignKey(Group, models.CASCADE)
    membership = models.ForeignKey(Membership, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "group", "membership"], name="person_once_in_a_group")]


class Invitation(SchoolOwned):
    """A one-time link by e-mail into a role. Only the SHA-256 of the token is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    surname = models.CharField(_("surname"), max_length=80)
    given_name = models.CharField(_("first name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    post = models.CharField(_("post"), max_length=150, blank=True)
    class_names = models.JSONField(_("classes"), default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "email", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_a_role",
            )
        ]


class RegionOperator(models.Model):
    """A user who looks at the schools of a region from above: figures, never names."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="region_posts")
    region = models.ForeignKey(Region, models.CASCADE, related_name="operators")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "region"], name="region_once_for_an_operator")]
