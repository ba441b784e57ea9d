"""What the pairs tell the apps below them: who is paired with whom, whom a mentor sees.

What moves when cards join stands in ``joining.py``, what goes with the personal data in ``forgetting.py``.
"""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from mentorship.people.models import Mentee, Register

from .models import LIVING, Pairing, PairingMentee


def living_places():
    """Places of mentees in pairs that hold them now."""
    return PairingMentee.objects.filter(left_on=None, pairing__state__in=LIVING, pairing__deleted_at=None)


def has_pair(model, _day):
    """A condition for mentees or mentors who are in a living pair."""
    if model is Mentee:
        return Exists(living_places().filter(mentee=OuterRef("pk")))
    return Exists(Pairing.objects.living().filter(mentor=OuterRef("pk")))


def partners_of(register, participants):
    """``{participant's id: [Person]}`` of living pairs, by name, for the official registers."""
    of_mentees = register == Register.MENTEES
    own, other = ("mentee", "pairing__mentor") if of_mentees else ("pairing__mentor", "mentee")
    rows = living_places().filter(**{f"{own}__in": participants})
    rows = rows.select_related(f"{other}__person__school_class").order_by(f"{other}__person__name_key", "pk")
    found = defaultdict(list)
    for place in rows.select_related("pairing", f"{other}__person__school_class"):
        key = place.mentee_id if of_mentees else place.pairing.mentor_id
        partner = place.pairing.mentor if of_mentees else place.mentee
        found[key].append(partner.person)
    return found


def own_mentees(user):
    """People whom the mentor with this account works with."""
    places = living_places().filter(pairing__mentor__person__user=user)
    return Q(pk__in=places.values("mentee__person"))
