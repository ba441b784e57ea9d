"""Whom the indicators count: distinct people of the programme as of a day.

A person is in the programme from the day of the entry, or from the first day of a pair that was agreed or has ended.
Who has left since then stays in the count: the indicators are of the whole period up to the reporting date. A person
of several pairs is counted once; a mentee who is a mentor too is counted once on either side. Only the year of birth
is known, so an age is what a person gets in the year of the reporting date.
"""

from django.db.models import Q

from mentorship.pairs.models import LIVING, Pairing, PairingMentee, PairingState
from mentorship.people.models import Mentee, Mentor, Person, PersonKind

from .models.figures import Indicator

AGES = {Indicator.MENTEES: (10, 19), Indicator.MENTORS: (15, 19)}
WORKED = (*LIVING, PairingState.FINISHED)
YOUNG = Q(variant=None) | Q(variant__title__contains="молод") | Q(variant__title__contains="Молод")
"""The length of service is not kept: a variant that speaks of somebody else than the young ones says no."""


def begun(day):
    """Pairs that were agreed and have begun by the day; one without a first day began when it was made."""
    return (Q(starts_on__lte=day) | Q(starts_on=None, created_at__date__lte=day)) & Q(state__in=WORKED)


def mentees_of(programme, day):
    pairs = Pairing.objects.of(programme).filter(begun(day))
    places = PairingMentee.objects.filter(pairing__in=pairs)
    return Mentee.objects.of(programme).filter(Q(entered_on__lte=day) | Q(pk__in=places.values("mentee")))


def mentors_of(programme, day):
    """Who is in reserve or was not selected mentors nobody, unless there is a pair."""
    pairs = Pairing.objects.of(programme).filter(begun(day))
    waiting = Q(decision__in=(Mentor.Decision.RESERVE, Mentor.Decision.REFUSED))
    return Mentor.objects.of(programme).filter((Q(entered_on__lte=day) & ~waiting) | Q(pk__in=pairs.values("mentor")))


def participants(programme, indicator, day):
    """The participations behind one of the first four indicators."""
    if indicator == Indicator.MENTEES:
        return mentees_of(programme, day).filter(person__kind=PersonKind.PUPIL)
    if indicator == Indicator.MENTORS:
        return mentors_of(programme, day).filter(person__kind=PersonKind.PUPIL)
    if indicator == Indicator.YOUNG_TEACHERS:
        return mentees_of(programme, day).filter(YOUNG, person__kind=PersonKind.TEACHER)
    return mentors_of(programme, day).filter(person__kind=PersonKind.PARTNER)


def of_age(rows, indicator, day):
    """Those of the indicator's age in the year of the day."""
    first, last = AGES[indicator]
    return rows.filter(person__birth_year__range=(day.year - last, day.year - first))


def counted(programme, indicator, day):
    """The participations whose number is the numerator: a person has one on either side; for partners, who came from
    them."""
    rows = participants(programme, indicator, day)
    return of_age(rows, indicator, day) if indicator in AGES else rows


def without_year(programme, indicator, day):
    """Who might belong to the count, but has no year of birth."""
    return participants(programme, indicator, day).filter(person__birth_year=None)


def people_of(rows):
    """The people of participations, for a list of names."""
    return Person.objects.filter(pk__in=rows.order_by().values("person"))


def partners_of(programme, day):
    """Names of the organisations that gave mentors: written with other letters or spaces it is the same one."""
    places = counted(programme, Indicator.PARTNERS, day).exclude(person__workplace="").order_by("person__workplace")
    found = {}
    for name in places.values_list("person__workplace", flat=True).distinct():
        found.setdefault(" ".join(name.split()).casefold().replace("ё", "е"), name)
    return sorted(found.values())
