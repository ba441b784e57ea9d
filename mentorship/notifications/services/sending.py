"""Sending what waits: one letter after another, each checked against the truth of this moment.

A letter that cannot be composed or that the server refuses never holds up the others.
"""

import logging
import time
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
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
SECONDS = 50
"""A run of the sender: far below the time limit of a task, so that no run is cut off in the middle of a letter."""
BROKEN = _("The program broke off at this letter. The administrator finds the reason in the log.")


@dataclass
class Delivered:
    """What a run of the sender did. ``possibly_twice`` counts sent letters that may have come once before."""

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


def deliver(*, moment=clock.now, seconds=SECONDS):
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
    """One claimed letter: check, compose, hand over, mark. Whatever is wrong with it, the next one goes."""
    now = moment()
    try:
        if outbox.keeps_breaking(letter):
            put_aside(letter, now, done)
            return
        message = prepared(letter, now)
        answer = office.send(message, before_body=lambda: outbox.hand_over(letter, moment()))
    except outbox.LeaseLost:
        logger.warning("Letter %s was taken over by another sender", letter.pk)
    except Withheld as reason:
        done.withheld += outbox.mark(letter, now=now, state=State.WITHHELD, reason=str(reason)[:300])
    except NotNow as quiet:
        outbox.postpone(letter, quiet.until)
        done.postponed += 1
    except Exception as error:
        logger.exception("Letter %s cannot be sent", letter.pk)
        outcome = Outcome.UNKNOWN if letter.handed_over_at else Outcome.INTERRUPTED
        settle(letter, Answer(outcome, text=type(error).__name__), moment(), done, reason=BROKEN)
    else:
        settle(letter, answer, moment(), done)


def put_aside(letter, now, done):
    """The sender has died of this letter again and again: people are to look at it, the others go on."""
    reason = str(BROKEN)
    if outbox.mark(letter, now=now, state=State.FAILED, reason=reason):
        complain(letter, Answer(Outcome.INTERRUPTED, text=reason), now)
        done.failed += 1


def prepared(letter, now):
    """The message as it is true now; raises Withheld, NotNow or LeaseLost. Its words are kept for the log."""
    morning = mornings_of([letter.school], now)[0]
    if not Membership.objects.active_on(morning.day).filter(user=letter.recipient).exists():
        if letter.is_digest:  # its lines share its fate; else they would ask for a digest every morning
            outbox.bind_lines(letter, now)
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
    notifications = outbox.bind_lines(letter, now) if letter.is_digest else [letter]
    said = lines_of(notifications, letter.school, morning.day)
    off = bell_only(letter.recipient)
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


def bell_only(user):
    """Kinds of which the person wants no letters any more."""
    chosen = DeliveryChoice.objects.filter(user=user, mode=Mode.BELL).values_list("kind", flat=True)
    known = kinds()
    return {code for code in chosen if code in known and not known[code].is_locked}


def settle(letter, answer, now, done, *, reason=""):
    """Mark the letter by the server's answer: sent, to be tried again by the ladder, or failed for good."""
    details = {"now": now, "outcome": answer.outcome, "code": answer.code, "answer": answer.text}
    if answer.outcome == Outcome.SENT:
        held = outbox.mark(letter, state=State.SENT, sent_at=now, reason="", **details)
        done.sent += held
        done.possibly_twice += letter.may_be_double or not held
        return
    details["reason"] = str(reason or answer.in_words)[:300]
    again = None
    if answer.outcome != Outcome.PERMANENT:
        doubts = doubts_of(letter) if answer.outcome == Outcome.UNKNOWN else 0
        again = ladder.next_try(tries=letter.tries, first_tried_at=letter.first_tried_at, now=now, doubts=doubts)
    if again:
        done.retrying += outbox.mark(letter, state=State.RETRYING, send_after=again, **details)
    elif outbox.mark(letter, state=State.FAILED, **details):
        complain(letter, answer, now)
        done.failed += 1


def doubts_of(letter):
    """The tries of this ladder after which the letter may have arrived, the last one included."""
    return letter.attempts.filter(outcome=Outcome.UNKNOWN, at__gte=letter.first_tried_at).count() + 1
