"""How much a mentor carries: mentees against the places, hours of the month against the hours promised."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.people.models import Mentor

from .journal import hours_of
from .models import LIVING, Meeting, Pairing, PairingMentee, Substitution

HOUR = 60
TOO_MUCH = Q(load_mentees__gt=F("capacity")) | Q(load_minutes__gt=F("hours_a_month") * HOUR)
"""Of a row of ``with_load``: more than the mentor has agreed to."""


@dataclass(frozen=True)
class Load:
    """Of one mentor. ``minutes`` are of the meetings held this month; ``hours`` promised a month, None is not said."""

    mentees: int = 0
    capacity: int = 1
    pairs: int = 0
    substitutes: int = 0
    minutes: int = 0
    hours: int | None = None

    @property
    def hours_spent(self):
        return self.minutes / HOUR

    @property
    def spent_words(self):
        return hours_of(self.minutes)

    @property
    def is_over_places(self):
        return self.mentees > self.capacity

    @property
    def is_over_hours(self):
        return self.hours is not None and self.minutes > self.hours * HOUR

    @property
    def is_over(self):
        return self.is_over_places or self.is_over_hours

    @property
    def warnings(self):
        """What is too much, in words; nothing is forbidden by it."""
        found = []
        if self.is_over_places:
            words = ngettext(
                "%(mentees)d mentees, though the mentor takes %(capacity)d.",
                "%(mentees)d mentees, though the mentor takes %(capacity)d.",
                self.mentees,
            )
            found.append(words % {"mentees": self.mentees, "capacity": self.capacity})
        if self.is_over_hours:
            words = _("Meetings of this month took %(spent)s h, the mentor has %(hours)s h a month.")
            found.append(words % {"spent": f"{self.minutes / HOUR:.1f}".replace(".", ","), "hours": self.hours})
        return found


def with_load(mentors, first, last):
    """Mentors with what they carry: columns of ``Load``, in the one query of the page."""
    living = Pairing.objects.filter(mentor=OuterRef("pk"), state__in=LIVING, deleted_at=None).order_by()
    places = PairingMentee.objects.filter(
        pairing__mentor=OuterRef("pk"), pairing__state__in=LIVING, pairing__deleted_at=None, left_on=None
    ).order_by()
    standing_in = Substitution.objects.filter(
        mentor=OuterRef("pk"), deleted_at=None, starts_on__lte=last, ends_on__gte=first
    ).order_by()
    held = Meeting.objects.held().filter(day__range=(first, last)).order_by()
    own = held.filter(mentor=None, pairing__mentor=OuterRef("pk"))
    for_others = held.filter(mentor=OuterRef("pk"))

    def number(rows, by, what):
        return Coalesce(Subquery(rows.values(by).annotate(n=what).values("n"), output_field=IntegerField()), 0)

    rows = mentors.annotate(
        load_pairs=number(living, "mentor", Count("pk")),
        load_mentees=number(places, "pairing__mentor", Count("pk")),
        load_substitutes=number(standing_in, "mentor", Count("pk")),
        load_minutes=number(own, "pairing__mentor", Sum("minutes")) + number(for_others, "mentor", Sum("minutes")),
    )
    return rows.annotate(load_over=Case(When(TOO_MUCH, then=1), default=0))


def over(rows):
    """Of ``with_load`` those who carry more than they said."""
    return rows.filter(TOO_MUCH)


def load_of(mentor):
    """Of a row of ``with_load``."""
    return Load(
        mentor.load_mentees,
        mentor.capacity,
        mentor.load_pairs,
        mentor.load_substitutes,
        mentor.load_minutes,
        mentor.hours_a_month,
    )


def load_of_one(mentor, month):
    """What one mentor carries in the month."""
    return load_of(with_load(Mentor.objects.filter(pk=mentor.pk), month.first, month.last).get())
