"""What the pairs tell the apps below them: who is paired with whom, whom a mentor sees, what moves when cards join."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q

from mentorship.people.models import Mentee, Mentor, Register

from .models import LIVING, Pairing, PairingEvent, PairingMentee, PairLetter, PairOrder
from .services.orders import fill


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


def move(model, leads, follows):
    """Pairs of the card that is joined into another one; a mentee is in each pair once."""
    if model is Mentor:
        Pairing.objects.filter(mentor=follows).update(mentor=leads, version=F("version") + 1)
        return
    places = PairingMentee.objects.filter(mentee=follows)
    both = list(PairingMentee.objects.filter(mentee=leads).values_list("pairing", flat=True))
    places.filter(pairing__in=both).delete()
    places.update(mentee=leads)
    PairingEvent.objects.filter(mentee=follows).update(mentee=leads)


def forget_of(people):
    """Why pairs of these people ended is told by nobody any more, letters that wait do not go, and orders that are not
    signed yet lose the names."""
    places = PairingMentee.objects.filter(mentee__person__in=people).values("pairing")
    pairs = Pairing.objects.filter(Q(mentor__person__in=people) | Q(pk__in=places))
    keys = list(pairs.values_list("pk", flat=True))
    Pairing.objects.filter(pk__in=keys).exclude(ending_reason="").update(ending_reason="", version=F("version") + 1)
    PairingEvent.objects.filter(pairing__in=keys).exclude(reason="").update(reason="")
    PairLetter.objects.filter(Q(person__in=people) | Q(about__in=people)).update(text="")
    drafts = PairOrder.objects.filter(number="", events__pairing__in=keys).distinct()
    for order in drafts.select_related("programme"):
        fill(order)
