"""Guests of a group meeting, found, counted and paged by the database."""

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import SchoolClass

from .gathering import free_mentees, participants_of
from .models import MeetingGuest
from .services.inviting import guests_of

HAS_ADDRESS = (
    Q(mentor__person__email__gt="")
    | Q(mentee__person__email__gt="")
    | Q(mentor__person__user__is_active=True, mentor__person__user__email__gt="")
    | Q(mentee__person__user__is_active=True, mentee__person__user__email__gt="")
)
"""As ``pairs.letters.address_of``, asked of the database."""


def guests(meeting, *, text="", side="", school_class=None):
    """Mentors before mentees, each by class and name."""
    rows = guests_of(meeting).annotate(
        name_key=of_person("name_key"),
        grade=of_person("school_class__grade"),
        letter_of_class=of_person("school_class__letter"),
        is_mentee=Case(When(mentee=None, then=0), default=1),
        written=F("letter__state"),
    )
    for word in text.split():
        rows = rows.filter(name_key__contains=word)
    if side:
        rows = rows.exclude(**{side: None})
    if school_class:
        rows = rows.filter(of_class(school_class))
    return rows.order_by("is_mentee", F("grade").asc(nulls_first=True), "letter_of_class", "name_key", "pk")


def of_person(field):
    return Coalesce(f"mentor__person__{field}", f"mentee__person__{field}")


def of_class(school_class):
    return Q(mentor__person__school_class=school_class) | Q(mentee__person__school_class=school_class)


def without_address(meeting):
    """Guests whom no letter reaches: they get the invitation on paper."""
    return guests(meeting).exclude(HAS_ADDRESS)


def classes_of(meeting):
    """Classes that some guests are from."""
    there = meeting.living_guests().order_by().annotate(of=of_person("school_class")).values("of")
    return SchoolClass.objects.filter(pk__in=there)


def counts_of(meeting):
    """How many mentors and mentees are invited, how many of them came, how many are told by letter or on paper."""
    mentor, came = Q(mentor__isnull=False), Q(has_come=True)
    return meeting.living_guests().aggregate(
        mentors=Count("pk", filter=mentor),
        mentees=Count("pk", filter=~mentor),
        mentors_came=Count("pk", filter=mentor & came),
        mentees_came=Count("pk", filter=~mentor & came),
        marked=Count("has_come"),
        letters=Count("letter"),
        unwritten=Count("pk", filter=HAS_ADDRESS & Q(letter=None)),
        on_paper=Count("pk", filter=~HAS_ADDRESS),
    )


def others(meeting, model, *, day):
    """Those who are ready for the matching, in any form, and not invited."""
    invited = MeetingGuest.objects.filter(meeting=meeting)
    if model is Mentor:
        rows = participants_of(Mentor, meeting.programme, day=day)
        rows = rows.exclude(pk__in=invited.exclude(mentor=None).values("mentor"))
    else:
        rows = free_mentees(meeting.programme, day=day)
        rows = rows.exclude(pk__in=invited.exclude(mentee=None).values("mentee"))
    return rows.select_related("person__school_class").order_by(
        F("person__school_class__grade").asc(nulls_first=True),
        "person__school_class__letter",
        "person__name_key",
        "pk",
    )


def classes_of_others(rows):
    return SchoolClass.objects.filter(pk__in=rows.order_by().values("person__school_class"))


MODELS = {"mentor": Mentor, "mentee": Mentee}
