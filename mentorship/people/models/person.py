"""Who somebody is. The one table with names and contacts of minors: everything else says ``person_id``."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import SchoolClass
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from ..names import name_key, same_person_key

ADULT_AGE = 18


class PersonKind(models.TextChoices):
    """What a person is to the school."""

    PUPIL = "pupil", _("Pupil")
    TEACHER = "teacher", _("Teacher")
    PARENT = "parent", _("Parent")
    ALUMNUS = "alumnus", _("Alumnus")
    PARTNER = "partner", _("Partner's employee")


class PersonQuerySet(models.QuerySet):
    def living(self):
        """Not thrown away and not made nameless."""
        return self.filter(deleted_at=None, anonymised_at=None)

    def named(self, text):
        """Whose name has every word of the text in any place; ё is е."""
        rows = self
        for word in name_key(text).split():
            rows = rows.filter(name_key__contains=word)
        return rows

    def of_classes(self, classes):
        """Pupils of these classes."""
        return self.filter(school_class__in=classes)


class Person(SchoolOwned, Versioned):
    """A pupil, a teacher, a parent, an alumnus or a partner's employee, once in a school whatever the person does.

    The year of birth and not the date, no address, no health and no social category: the programme does not need
    them. ``name_key`` and ``same_key`` are made from the name when the row is saved, to search by and to find
    the same person twice. ``user`` is the account of those who sign in. An anonymised person keeps the number and
    the kind, so that counts of past years stay true.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("who"), max_length=10, choices=PersonKind)
    surname = models.CharField(_("surname"), max_length=80)
    given_name = models.CharField(_("first name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    name_key = models.CharField(max_length=250, editable=False)
    same_key = models.CharField(max_length=250, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("class")
    )
    post = models.CharField(_("post"), max_length=150, blank=True)
    workplace = models.CharField(_("place of work or study"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="people")
    has_left = models.BooleanField(_("has left the school"), default=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(PersonQuerySet)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"], condition=Q(user__isnull=False), name="one_person_an_account"
            )
        ]
        indexes = [
            models.Index(fields=["school", "name_key"], name="people_by_name"),
            models.Index(fields=["school", "same_key"], name="people_by_same_name"),
            models.Index(fields=["school", "school_class"], name="people_of_a_class"),
        ]

    def __str__(self):
        return self.short_name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.surname, self.given_name, self.patronymic)
        self.same_key = same_person_key(self.surname, self.given_name, self.patronymic)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("person", args=[self.public_id])

    @property
    def full_name(self):
        """«Иванов Пётр Сергеевич»."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def short_name(self):
        """«Иванов П. С.», with spaces that do not break."""
        initials = "\u00a0".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.surname}\u00a0{initials}" if initials else self.surname

    def age_in(self, year):
        """How old the person gets in a year, or None when the year of birth is not known."""
        return year - self.birth_year if self.birth_year else None

    def is_minor(self, today):
        """A pupil of unknown age is a minor; who gets eighteen this year may still be one."""
        if self.birth_year is None:
            return self.kind == PersonKind.PUPIL
        return today.year - self.birth_year <= ADULT_AGE

    @property
    def contacts(self):
        """Telephone and e-mail in one line."""
        return ", ".join(part for part in (self.phone, self.email) if part)


class Representative(SchoolOwned):
    """Who answers for a minor: a parent or a guardian, a person of the school like all."""

    minor = models.ForeignKey(Person, models.CASCADE, related_name="representatives")
    person = models.ForeignKey(Person, models.CASCADE, related_name="minors")
    relation = models.CharField(_("who it is to the child"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("legal representative")
        verbose_name_plural = _("legal representatives")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "minor", "person"], name="representative_once_for_a_minor"),
            models.CheckConstraint(condition=~Q(minor=models.F("person")), name="nobody_represents_oneself"),
        ]
