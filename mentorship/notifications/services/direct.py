"""Sending letters to people without accounts: any outbox of ``DirectLetter`` rows goes through here.

The rules are those of the outbox of notifications: claimed with a lease, checked against the truth of the moment,
handed to the same post office, marked afterwards; quiet hours, the ladder of tries and the day's quota are the same.
"""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from .. import ladder
from ..models import Outcome, State
from ..outbox import LEASE, LeaseLost
from ..post_office import PostOffice
from .mornings import is_open, mornings_of, next_opening

logger = logging.getLogger(__name__)
SECONDS = 50
UNSENT = (State.QUEUED, State.SENDING, State.RETRYING)
RELEASED = {"claim": None, "claimed_until": None, "handed_over_at": None}


@dataclass(frozen=True)
class Desk:
    """An app's outbox. ``why_not(letter, day)`` says why a letter is not to go any more, ``address_of(letter)`` where
    to, ``message_of(letter, address)`` puts it together; ``settled`` are fields to write when it is over."""

    model: type
    why_not: Callable
    address_of: Callable
    message_of: Callable
    related: tuple = ("school",)
    settled: dict | None = None

    def deliver(self, *, moment=clock.now, seconds=SECONDS):
        """Send what waits; answers how many letters went. Any number of senders may run at once."""
        sent, ends_at = 0, time.monotonic() + seconds
        schools = list(School.objects.all())
        with scope(school=schools), PostOffice(moment) as office:
            while time.monotonic() < ends_at and not office.closed_until():
                letter = self.take(moment())
                if letter is None:
                    break
                with timezone.override(letter.school.time_zone), translation.override("ru"):
                    sent += self.send(letter, office, moment)
        return sent

    def ready(self, now):
        is_waiting = Q(state__in=[State.QUEUED, State.RETRYING], send_after__lte=now)
        return self.model.objects.filter(is_waiting | Q(state=State.SENDING, claimed_until__lt=clock.machine()))

    def take(self, now):
        """The next letter, claimed by one conditional UPDATE: two senders never hold the same one."""
        while letter := self.ready(now).order_by("send_after", "pk").first():
            mine = {
                "state": State.SENDING,
                "claim": uuid.uuid4(),
                "claimed_until": clock.machine() + LEASE,
                "handed_over_at": None,
                "first_tried_at": letter.first_tried_at or now,
                "tries": letter.tries + 1,
                "doubts": letter.doubts + bool(letter.handed_over_at),
            }
            if self.ready(now).filter(pk=letter.pk, tries=letter.tries).update(**mine):
                return self.model.objects.select_related(*self.related).get(pk=letter.pk)
        return None

    def send(self, letter, office, moment):
        """One claimed letter; answers whether it went. Whatever is wrong with it, the next one goes."""
        now = moment()
        morning = mornings_of([letter.school], now)[0]
        reason = self.why_not(letter, morning.day)
        address = "" if reason else self.address_of(letter)
        if reason or not address:
            self.settle(letter, State.WITHHELD, reason=str(reason or _("No address is known."))[:300])
            return False
        if not is_open(morning, now):
            self.settle(letter, State.QUEUED, send_after=next_opening(morning, now), tries=letter.tries - 1)
            return False
        try:
            answer = office.send(self.message_of(letter, address), before_body=lambda: self.hand_over(letter, moment()))
        except LeaseLost:
            logger.warning("%s %s was taken over by another sender", self.model.__name__, letter.pk)
            return False
        return self.note(letter, answer, moment())

    def held(self, letter):
        return self.model.objects.filter(pk=letter.pk, claim=letter.claim, state=State.SENDING)

    def settle(self, letter, state, **fields):
        """Write what came of it and give the letter back, if this sender still holds it."""
        last = self.settled if self.settled and state not in UNSENT else {}
        return self.held(letter).update(state=state, **RELEASED | last | fields)

    def hand_over(self, letter, now):
        if not self.held(letter).update(handed_over_at=now, claimed_until=clock.machine() + LEASE):
            raise LeaseLost

    def note(self, letter, answer, now):
        if answer.outcome == Outcome.SENT:
            return bool(self.settle(letter, State.SENT, sent_at=now, reason=""))
        reason, again = str(answer.in_words)[:300], None
        doubts = letter.doubts + (answer.outcome == Outcome.UNKNOWN)
        if answer.outcome != Outcome.PERMANENT:
            again = ladder.next_try(tries=letter.tries, first_tried_at=letter.first_tried_at, now=now, doubts=doubts)
        if again:
            self.settle(letter, State.RETRYING, send_after=again, reason=reason, doubts=doubts)
        else:
            self.settle(letter, State.FAILED, reason=reason, doubts=doubts)
        return False
