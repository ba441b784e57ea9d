"""Sending what waits: one letter after another, each checked against the truth of this moment.

A letter that cannot be composed or that the server refuses never holds up the others.
"""

import logging
import time
from dataclasses import dataclass

from django.utils import timezone, translation
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import Membership

from .. import ladder, outbox
from ..models import DeliveryChoice, Mode, Notification, Outcome, State
from ..post_office import Answer, PostOffice
from ..sources import kinds, lines_of
from .complaints import complain
from .composing import compose
from .mornings import is_open, mornings_of, next_opening

logger = logging.getLogger(__name__)


@dataclass
class Delivered:
    """What a run of the sender did."""

    sent: int = 0
    retrying: int = 0
    failed: int = 0
    withheld: int = 0
    postponed: int = 0
    possibly_twice: int = 0


class Withheld(Exception):
    """The letter must not go any more; the text is the reason in words."""


class NotNow(Exception):
    """The school is not to be disturbed at this hour."""

    def __init__(self, until):
        self.until = until


def deliver(*, moment=clock.now, seconds=50):
    """Send everything that waits, until nothing is left, the mail server wants a pause or the time is over.

    ``moment`` answers the present instant. Any number of senders may run at once.
    """
    done, ends_at = Delivered(), time.monotonic() + seconds
    with PostOffice(moment) as office:
        while time.monotonic() < ends_at and not office.closed_until():
            letter = outbox.claim(moment())
            if letter is None:
                break
            with scope(school=letter.school), timezone.override(letter.school.time_zone), translation.override("ru"):
                send(letter, office, moment, done)
    return done


def send(letter, office, moment, done):
    """One claimed letter: check, compose, hand over, mark."""
    now = moment()
    try:
        if (
            letter.tries > outbox.MOST_INTERRUPTIONS
            and not letter.attempts.exclude(outcome=Outcome.INTERRUPTED).exists()
        ):
            raise RuntimeError("the sender died of this letter again and again")
        message = prepared(letter, now)
    except Withheld as reason:
        outbox.mark(letter, now=now, state=State.WITHHELD, reason=str(reason))
        done.withheld += 1
        return
    except NotNow as quiet:
        outbox.postpone(letter, quiet.until)
        done.postponed += 1
        return
    except Exception as error:  # a poisoned letter is put aside, the next one goes
        logger.exception("Letter %s cannot be composed", letter.pk)
        settle(letter, Answer(Outcome.TEMPORARY, text=f"{type(error).__name__}: {error}"), now, done)
        return
    try:
        answer = office.send(message, before_body=lambda: outbox.hand_over(letter, moment()))
    except outbox.LeaseLost:
        return
    settle(letter, answer, moment(), done)


def prepared(letter, now):
    """The message as it is true now; raises Withheld or NotNow. What it says is kept with the letter for the log."""
    morning = mornings_of([letter.school], now)[0]
    if not Membership.objects.active_on(morning.day).filter(user=letter.recipient).exists():
        raise Withheld(translation.gettext("The person holds no role in the school any more."))
    keeps_quiet_hours = letter.is_digest or not kinds()[letter.kind].is_by_hand
    if keeps_quiet_hours and not is_open(morning, now):
        raise NotNow(next_opening(morning, now))
    lines = living_lines(letter, morning, now)
    message = compose(letter, lines, morning)
    outbox.held(letter).update(
        address=letter.recipient.email,
        subject=message.subject,
        body_text=message.body,
        body_html=message.alternatives[0][0],
    )
    return message


def living_lines(letter, morning, now):
    """``[(notification, Line)]`` of what is still true; the rest is withheld with the reason. Raises Withheld."""
    notifications = carried(letter, now) if letter.is_digest else [letter]
    said = lines_of(notifications, letter.school, morning.day)
    off = bell_only(letter.recipient) if letter.is_digest else set()
    living, reason = [], translation.gettext("There is nothing left to say.")
    for one in notifications:
        line = said.get(one.pk)
        reason_of_one = why_not(one, line, off)
        if not reason_of_one:
            living.append((one, line))
            continue
        reason = reason_of_one
        if letter.is_digest:
            Notification.objects.filter(pk=one.pk).update(state=State.WITHHELD, reason=reason)
    if not living:
        raise Withheld(reason)
    return living


def why_not(notification, line, off):
    """The reason why a line must not go, or an empty text."""
    if line is None:
        return translation.gettext("It does not exist any more.")
    if notification.kind in off:
        return translation.gettext("The person has switched letters of this kind off.")
    return str(line.withheld)


def carried(letter, now):
    """The lines that this digest takes along: those of its earlier tries and whatever waits by now."""
    waiting = Notification.objects.lines().filter(recipient=letter.recipient)
    waiting.filter(carried_by=None, send_after__lte=now).update(carried_by=letter)
    return list(waiting.filter(carried_by=letter).order_by("pk"))


def bell_only(user):
    """Kinds of which the person wants no letters any more."""
    chosen = DeliveryChoice.objects.filter(user=user, mode=Mode.BELL).values_list("kind", flat=True)
    return {code for code in chosen if not kinds()[code].is_locked}


def settle(letter, answer, now, done):
    """Mark the letter by the server's answer: sent, to be tried again by the ladder, or failed for good."""
    details = {"outcome": answer.outcome, "code": answer.code, "answer": answer.text}
    done.possibly_twice += answer.outcome == Outcome.UNKNOWN
    if answer.outcome == Outcome.SENT:
        outbox.mark(letter, now=now, state=State.SENT, sent_at=now, reason="", **details)
        done.sent += 1
        return
    again = None
    if answer.outcome != Outcome.PERMANENT:
        again = ladder.next_try(tries=letter.tries, first_tried_at=letter.first_tried_at, now=now)
    if again:
        outbox.mark(letter, now=now, state=State.RETRYING, send_after=again, reason=answer.in_words, **details)
        done.retrying += 1
        return
    if outbox.mark(letter, now=now, state=State.FAILED, reason=answer.in_words, **details):
        complain(letter, answer, now)
    done.failed += 1
