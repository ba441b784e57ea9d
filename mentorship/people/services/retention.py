"""When the term of keeping is over: who would be made nameless, and doing it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.programmes import audit
from mentorship.programmes.models import Membership, Programme

from ..models import Mentee, Mentor, PeopleSettings, Person
from . import erasing


def settings_of(school):
    """What the school has said, or the usual three years by hand."""
    return PeopleSettings.objects.first() or PeopleSettings(school=school)


@transaction.atomic
def edit_settings(*, school, version, changes, words, by):
    saved = PeopleSettings.objects.get_or_create(school=school)[0].swap(version, **changes)
    audit.record(by=by, action="people.keeping_edited", row=school, changes=words)
    return saved


def years_before(day, years):
    """The same day so many years ago; of 29 February the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Report:
    """What would be done: ``over`` are programmes with how many people of each; ``people`` are those who go."""

    over: list[tuple[Programme, int]]
    people: list[Person]
    held: int


def report(*, years, day):
    """People whose every programme ended so many years ago. Who takes part in a later one, or signs in, stays."""
    over = Programme.objects.filter(ends_on__lt=years_before(day, years))
    later = Programme.objects.exclude(pk__in=over.values("pk"))
    took_part = people_of(over).filter(anonymised_at=None)
    staff = Membership.objects.active_on(day).values("user")
    going = (
        took_part.exclude(pk__in=Mentee.objects.filter(programme__in=later).values("person"))
        .exclude(pk__in=Mentor.objects.filter(programme__in=later).values("person"))
        .exclude(user__in=staff)
    )
    keys = set(going.values_list("pk", flat=True))
    counts = [(one, len(keys & set(people_of([one.pk]).values_list("pk", flat=True)))) for one in over]
    return Report(counts, list(going), took_part.count() - len(keys))


def people_of(programmes):
    mentees = Mentee.objects.filter(programme__in=programmes).values("person")
    mentors = Mentor.objects.filter(programme__in=programmes).values("person")
    return Person.objects.filter(pk__in=mentees) | Person.objects.filter(pk__in=mentors)


@transaction.atomic
def make_nameless(*, school, day, by):
    """Do what the report says now; returns how many, representatives of the children included."""
    going = [person.pk for person in report(years=settings_of(school).years_kept, day=day).people]
    if not going:
        return 0
    people = list(Person.objects.filter(pk__in=going, anonymised_at=None).select_for_update())
    gone = erasing.make_nameless(people)
    audit.record(by=by, action="people.made_nameless", row=school, changes={_("people"): ["", str(len(gone))]})
    return len(gone)
