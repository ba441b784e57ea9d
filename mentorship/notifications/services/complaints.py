"""Telling those who run the programme that a letter was refused for good.

It is said at once, by the bell; the morning's scan says it too (``troubles``), should the sender have died before it
could. The key is the letter and the day on which it failed, so it is said once, and again when it was sent again.
"""

import logging
from collections import defaultdict
from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from mentorship.common import clock
from mentorship.programmes.access import LEADERS
from mentorship.programmes.models import Membership, Programme
from mentorship.programmes.roles import Role

from ..models import Channel, Notification, State
from ..models.notification import DIGEST
from ..sources import Due
from .issuing import issue

logger = logging.getLogger(__name__)
UNDELIVERED = "undelivered"


def complain(letter, answer, now):
    """The coordinators see it by the bell and in their next digest; the directors where there are none.

    Whatever goes wrong here, the sender goes on with the other letters: the scan makes up for it.
    """
    try:
        with transaction.atomic():
            tell_of(letter, now)
    except Exception:
        logger.exception("Nobody could be told that letter %s was refused (%s)", letter.pk, answer.code)


def tell_of(letter, now):
    """When the only one to tell is the person whose mailbox is the trouble, the bell is all there is."""
    school, day = letter.school, clock.local(now, letter.school.time_zone).date()
    if not worth_telling(Notification.objects.filter(pk=letter.pk)).exists():
        return
    leaders = Leaders([school], day)
    heard = leaders.hearing_of(letter)
    dues = [Due(school.pk, UNDELIVERED, letter.pk, day, person) for person in heard]
    issue(dues, now=now, lines_after=school.end_of(day))
    if not heard and leaders.has(school.pk, letter.recipient_id):
        tell_by_bell_alone(letter, day, now)


def tell_by_bell_alone(letter, day, now):
    row = Notification(
        school_id=letter.school_id,
        kind=UNDELIVERED,
        object_id=letter.pk,
        due_on=day,
        recipient_id=letter.recipient_id,
        channel=Channel.BELL,
        state=State.SENT,
        created_at=now,
        send_after=now,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)


def worth_telling(letters):
    """Without letters that carry nothing but such complaints: two dead mailboxes would tell of one another for ever."""
    carries_more = Notification.objects.filter(carried_by=OuterRef("pk")).exclude(kind=UNDELIVERED)
    return letters.filter(~Q(kind__in=[DIGEST, UNDELIVERED]) | Q(Exists(carries_more), kind=DIGEST))


def failed_lately(day):
    """Letters of the last week that failed for good within the last three days, each with ``failed_at``."""
    midnight = datetime.combine(day, time.min, UTC)
    letters = Notification.objects.letters().filter(state=State.FAILED, created_at__gte=midnight - clock.days(7))
    since = midnight - clock.days(3)
    return worth_telling(letters).annotate(failed_at=Max("attempts__at")).filter(failed_at__gte=since)


class Leaders:
    """Who runs the programmes of some schools on a day: two queries for all of them."""

    def __init__(self, schools, day):
        programmes = Programme.objects.filter(pk__in=[school.current_programme_id for school in schools])
        named = set(programmes.exclude(coordinator=None).values_list("coordinator", flat=True))
        self.named, self.holders = {}, defaultdict(list)
        held = Membership.objects.active_on(day).filter(Q(role__in=LEADERS) | Q(pk__in=named))
        for pk, school, user, role in held.order_by("pk").values_list("pk", "school", "user", "role"):
            self.holders[school, role].append(user)
            if pk in named:
                self.named[school] = user

    def has(self, school_id, user_id):
        """The person is the programme's coordinator, a coordinator or a director."""
        everyone = [self.named.get(school_id), *(user for role in LEADERS for user in self.holders[school_id, role])]
        return user_id in everyone

    def hearing_of(self, letter):
        """Those who are told that a letter failed: never by letter the person whom letters do not reach."""
        school = letter.school_id
        named = [self.named[school]] if school in self.named else []
        for people in (named, self.holders[school, Role.COORDINATOR], self.holders[school, Role.DIRECTOR]):
            if others := [person for person in people if person != letter.recipient_id]:
                return others
        return []
