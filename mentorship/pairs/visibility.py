"""Whose pairs a person of the school may see, and which of them are the person's own."""

from django.db.models import Q

from mentorship.people.visibility import own_classes
from mentorship.programmes.roles import Role

from .models import Pairing, PairingMentee, Substitution


def pairings_for(request):
    """Pairs of the current programme. A class teacher sees those with a pupil of the own classes, as a mentee or as the
    mentor; a mentor and a mentee the own ones."""
    if request.programme is None:
        return Pairing.objects.none()
    rows = Pairing.objects.of(request.programme)
    if request.access.can("pairs.view"):
        return rows
    own = is_mine(request)
    if any(one.role == Role.CLASS_TEACHER for one in request.memberships):
        classes = own_classes(request.memberships)
        places = PairingMentee.objects.filter(mentee__person__school_class__in=classes)
        own |= Q(pk__in=places.values("pairing")) | Q(mentor__person__school_class__in=classes)
    return rows.filter(own)


def is_mine(request):
    """A condition for the pairs in which the person takes part herself, on either side."""
    return of_mentor(request) | of_mentee(request)


def of_mentor(request):
    """A condition for the pairs that the person leads as the mentor or, today, as a substitute."""
    if not any(one.role == Role.MENTOR for one in request.memberships):
        return Q(pk=None)
    standing_in = Substitution.objects.filter(
        mentor__person__user=request.user,
        starts_on__lte=request.today,
        ends_on__gte=request.today,
        deleted_at=None,
    )
    return Q(mentor__person__user=request.user) | Q(pk__in=standing_in.values("pairing"))


def of_mentee(request):
    """A condition for the pairs in which the person is a mentee now; who has left a group sees it no more."""
    if not any(one.role == Role.MENTEE for one in request.memberships):
        return Q(pk=None)
    places = PairingMentee.objects.filter(mentee__person__user=request.user, left_on=None)
    return Q(pk__in=places.values("pairing"))


def own_pairings(request, condition=is_mine):
    """The person's own pairs of the current programme; ``condition`` narrows them to one side."""
    if request.programme is None:
        return Pairing.objects.none()
    return Pairing.objects.of(request.programme).filter(condition(request))


def leads(request, pairing):
    """Is the person the mentor of the pair, or the substitute today?"""
    return own_pairings(request, of_mentor).filter(pk=pairing.pk).exists()


def may(request, action, pairing):
    """May the person do ``action`` with this pair? Own rights are those of the mentor; ``…view`` also of the mentee."""
    if request.access.can(action):
        return True
    if not request.access.can(action, own=True):
        return False
    condition = is_mine if action.endswith(".view") else of_mentor
    return own_pairings(request, condition).filter(pk=pairing.pk).exists()
