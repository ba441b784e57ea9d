"""Whose pairs a person of the school may see."""

from django.db.models import Q

from mentorship.people.visibility import own_classes
from mentorship.programmes.roles import Role

from .models import Pairing, PairingMentee


def pairings_for(request):
    """Pairs of the current programme. A class teacher sees those with a pupil of the own classes, as a mentee or as the
    mentor; a mentor the own ones."""
    if request.programme is None:
        return Pairing.objects.none()
    rows = Pairing.objects.of(request.programme)
    if request.access.can("pairs.view"):
        return rows
    own = Q(pk=None)
    roles = {one.role for one in request.memberships}
    if Role.CLASS_TEACHER in roles:
        classes = own_classes(request.memberships)
        places = PairingMentee.objects.filter(mentee__person__school_class__in=classes)
        own |= Q(pk__in=places.values("pairing")) | Q(mentor__person__school_class__in=classes)
    if Role.MENTOR in roles:
        own |= Q(mentor__person__user=request.user)
    return rows.filter(own)
