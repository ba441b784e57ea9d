"""Whom a person of the school may see: everybody, the pupils of the own classes, the own mentees, who is cared for."""

from django.db.models import Q

from mentorship.programmes.models import SchoolClass
from mentorship.programmes.roles import Role

from .models import Mentee, Mentor, Offer, Person, PersonKind

_own_mentees = []


def register_own_mentees(condition):
    """``condition(user)`` is true for the people whom this mentor works with; the pairs tell it here."""
    _own_mentees.append(condition)


def own_classes(memberships):
    """The classes that these memberships lead."""
    led = [one.pk for one in memberships if one.role == Role.CLASS_TEACHER]
    return SchoolClass.objects.filter(membershipclass__membership__in=led)


def people_for(request, action="people.view"):
    """The living people whom the signed-in person may see (or do ``action`` with); nobody when the right is missing.

    A class teacher: pupils of the own classes and their representatives. A psychologist: the mentees who still wait for
    a mentor, for these are the care queue. A mentor: the mentees of the own living pairs, to look at. Everybody sees
    the own card.
    """
    people = Person.objects.living()
    if request.access.can(action):
        return people
    own = Q(user=request.user) if action == "people.view" else Q(pk=None)
    if request.access.can(action, own=True):
        classes = own_classes(request.memberships)
        in_class = Person.objects.filter(kind=PersonKind.PUPIL, school_class__in=classes)
        own |= Q(pk__in=in_class.values("pk")) | Q(pk__in=in_class.values("representatives__person"))
        if any(one.role == Role.PSYCHOLOGIST for one in request.memberships):
            own |= Q(pk__in=waiting_mentees(request.programme).values("person"))
        if action == "people.view" and any(one.role == Role.MENTOR for one in request.memberships):
            for condition in _own_mentees:
                own |= condition(request.user)
    return people.filter(own)


def waiting_mentees(programme):
    """Mentees of the programme who have not left it and not gone through it."""
    rows = Mentee.objects.of(programme) if programme else Mentee.objects.none()
    return rows.filter(left_on=None, is_completed=False)


def mentees_for(request, action="people.view"):
    """Mentees of the current programme whom the person may see."""
    return participants_for(Mentee, request, action)


def mentors_for(request, action="people.view"):
    """Mentors of the current programme whom the person may see."""
    return participants_for(Mentor, request, action)


def participants_for(model, request, action):
    rows = model.objects.of(request.programme) if request.programme else model.objects.none()
    if request.access.can(action):
        return rows
    return rows.filter(person__in=people_for(request, action).values("pk"))


def offers_for(request):
    """Offers about people whom the person may change; of unknown people those who named one of the own classes."""
    if request.programme is None:
        return Offer.objects.none()
    rows = Offer.objects.of(request.programme)
    if request.access.can("people.edit"):
        return rows
    titles = [str(one) for one in own_classes(request.memberships)]
    unknown = Q(person=None, submission__group__in=titles)
    return rows.filter(unknown | Q(person__in=people_for(request, "people.edit").values("pk")))
