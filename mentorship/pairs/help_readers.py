"""Who reads a call for help: the coordinator and the psychologist, and of these nobody who mentors the child.

A call may be about the mentor. Who holds both posts is left out as long as somebody else reads; a call that nobody
would read is worse than one that the mentor reads.
"""

from collections import defaultdict

from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from .models import HelpCall, PairingMentee, Substitution

READERS = (Role.COORDINATOR, Role.PSYCHOLOGIST)


def holders(day):
    """``{school's pk: users}`` who hold one of the two posts in the schools of the scope."""
    found = defaultdict(set)
    rows = Membership.objects.active_on(day).filter(role__in=READERS)
    for school, user in rows.values_list("school", "user"):
        found[school].add(user)
    return found


def mentors_of(mentees):
    """``{mentee's pk: users}`` who lead or have led these mentees, as mentors or in place of them."""
    places = PairingMentee.objects.filter(mentee__in=mentees, pairing__deleted_at=None)
    found = defaultdict(set)
    for mentee, user in places.values_list("mentee", "pairing__mentor__person__user"):
        found[mentee].add(user)
    standing_in = Substitution.objects.filter(pairing__in=places.values("pairing"), deleted_at=None)
    for mentee, user in standing_in.filter(pairing__places__mentee__in=mentees).values_list(
        "pairing__places__mentee", "mentor__person__user"
    ):
        found[mentee].add(user)
    return found


def readers_of(mentees, day):
    """``{mentee's pk: users}`` who are told of a call of each of these mentees."""
    everybody, mentors = holders(day), mentors_of([one.pk for one in mentees])
    return {one.pk: everybody[one.school_id] - mentors[one.pk] or everybody[one.school_id] for one in mentees}


def calls_for(request):
    """Calls of the school that the person may read; a call of an earlier programme is not lost with it."""
    calling = HelpCall.objects.order_by().values("mentee")
    led = PairingMentee.objects.filter(mentee__in=calling, pairing__deleted_at=None)
    mine = set(led.filter(pairing__mentor__person__user=request.user).values_list("mentee", flat=True))
    standing_in = Substitution.objects.filter(mentor__person__user=request.user, deleted_at=None)
    mine |= set(led.filter(pairing__in=standing_in.values("pairing")).values_list("mentee", flat=True))
    if not mine:
        return HelpCall.objects.all()
    everybody, mentors = holders(request.today)[request.school.pk], mentors_of(mine)
    return HelpCall.objects.exclude(mentee__in=[one for one in mine if everybody - mentors[one]])
