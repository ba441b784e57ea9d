"""Telling the invited: accounts through the notifications, everybody else by a letter with the personal link.

The letters of this module have an outbox of their own (``SurveyLetter``) and keep the rules of the other one: claimed
with a lease, checked against the truth of the moment, handed to the same post office, marked afterwards; quiet hours,
the ladder of tries and the day's quota are the same.
"""

import logging
import time
import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common import clock, ru
from mentorship.notifications import ladder
from mentorship.notifications.models import Outcome, State
from mentorship.notifications.outbox import LEASE, LeaseLost
from mentorship.notifications.post_office import PostOffice
from mentorship.notifications.services.issuing import tell_many
from mentorship.notifications.services.mornings import is_open, mornings_of, next_opening
from mentorship.programmes.audit import record
from mentorship.programmes.models import School

from .. import marks, sources
from ..addresses import link_of
from ..models import Invitation, SurveyLetter
from ..notices import INVITED, REMINDER, campaigns_to_speak_of, has_answered, why_not

logger = logging.getLogger(__name__)
Kind = SurveyLetter.Kind
KINDS = {Kind.INVITED: INVITED, Kind.REMINDER: REMINDER}
SECONDS = 50
UNSENT = (State.QUEUED, State.SENDING, State.RETRYING)


def invite_by_letter(campaign, tickets, *, day):
    """Tell the tickets' people that they are asked, if the campaign has begun; else the scan does it on its day."""
    if campaign.is_open_on(day):
        issue(campaign, tickets, Kind.INVITED, campaign.opens_on)


@transaction.atomic
def remind(campaign, groups, *, by, day):
    """Remind by hand those who have not answered, in an anonymous campaign all; one reminder a person and day.

    Answers how many hear of it now.
    """
    if not campaign.is_open_on(day):
        return 0
    tickets = unanswered(campaign, groups)
    told = issue(campaign, tickets, Kind.REMINDER, day)
    if told:
        record(by=by, action="campaign.reminded", row=campaign, changes={"count": [None, told]})
    return told


def unanswered(campaign, groups=None):
    """Tickets that a reminder goes to."""
    rows = Invitation.objects.filter(campaign=campaign, revoked_at=None)
    if groups is not None:
        rows = rows.filter(group__in=groups)
    used = set() if campaign.is_anonymous else marks.answered_numbers(campaign)
    return [one for one in rows if one.number not in used]


def reachable(tickets):
    """Those of the tickets that a letter or the bell can reach."""
    cards = [one.subject for one in tickets if one.subject]
    known = sources.addresses_of(cards).keys() | sources.accounts_of(cards).keys()
    return [one for one in tickets if one.user_id or one.email or one.subject in known]


def accounts_of(tickets):
    """``{ticket: account}`` of those who sign in, whether they are asked as an account or as a card."""
    by_card = sources.accounts_of([one.subject for one in tickets if one.subject])
    found = {one.pk: one.user_id or by_card.get(one.subject) for one in tickets}
    return {ticket: user for ticket, user in found.items() if user}


def issue(campaign, tickets, kind, due_on):
    """Rows for what is to be said; telling the same again is free. Answers how many are new."""
    tickets = reachable(tickets)
    accounts = {ticket: [user] for ticket, user in accounts_of(tickets).items()}
    told = tell_many(school=campaign.school, kind=KINDS[kind].code, recipients=accounts, day=due_on) if accounts else 0
    others = [one for one in tickets if one.pk not in accounts]
    known = SurveyLetter.objects.filter(kind=kind, due_on=due_on, invitation__campaign=campaign)
    known = set(known.values_list("invitation", flat=True))
    rows = [
        SurveyLetter(school_id=campaign.school_id, invitation=one, kind=kind, due_on=due_on)
        for one in others
        if one.pk not in known
    ]
    SurveyLetter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return told + len(rows)


def scan(now=None):
    """Issue the letters that have become due in any school: invitations of the first day, reminders before the end."""
    now = now or clock.now()
    schools = list(School.objects.all())
    if not schools:
        return 0
    by_school = {one.pk: clock.local(now, one.time_zone).date() for one in schools}
    told = 0
    with scope(school=schools):
        for campaign, invited, reminded in campaigns_to_speak_of(by_school):
            rows = Invitation.objects.filter(campaign=campaign, user=None, revoked_at=None)
            tickets = [one for one in rows if not has_answered(one, campaign)]
            told += issue(campaign, tickets, Kind.INVITED, invited) if invited else 0
            told += issue(campaign, tickets, Kind.REMINDER, reminded) if reminded else 0
    return told


def deliver(*, moment=clock.now, seconds=SECONDS):
    """Send what waits; answers how many letters went. Any number of senders may run at once."""
    sent, ends_at = 0, time.monotonic() + seconds
    schools = list(School.objects.all())
    with scope(school=schools), PostOffice(moment) as office:
        while time.monotonic() < ends_at and not office.closed_until():
            letter = claim(moment())
            if letter is None:
                break
            with timezone.override(letter.school.time_zone), translation.override("ru"):
                sent += send(letter, office, moment)
    return sent


def ready(now):
    machine = clock.machine()
    is_waiting = Q(state__in=[State.QUEUED, State.RETRYING], send_after__lte=now)
    return SurveyLetter.objects.filter(is_waiting | Q(state=State.SENDING, claimed_until__lt=machine))


def claim(now):
    """The next letter, taken by one conditional UPDATE: two senders never hold the same one."""
    while letter := ready(now).order_by("send_after", "pk").first():
        mine = {
            "state": State.SENDING,
            "claim": uuid.uuid4(),
            "claimed_until": clock.machine() + LEASE,
            "handed_over_at": None,
            "first_tried_at": letter.first_tried_at or now,
            "tries": letter.tries + 1,
            "doubts": letter.doubts + bool(letter.handed_over_at),
        }
        if ready(now).filter(pk=letter.pk, tries=letter.tries).update(**mine):
            rows = SurveyLetter.objects.select_related("school", "invitation__campaign__marks")
            return rows.get(pk=letter.pk)
    return None


def held(letter):
    return SurveyLetter.objects.filter(pk=letter.pk, claim=letter.claim, state=State.SENDING)


def settle(letter, **fields):
    """Write what came of it and give the letter back, if this sender still holds it."""
    return held(letter).update(**{"claim": None, "claimed_until": None, "handed_over_at": None} | fields)


def send(letter, office, moment):
    """One claimed letter; answers whether it went. Whatever is wrong with it, the next one goes."""
    now = moment()
    morning = mornings_of([letter.school], now)[0]
    reason = why_not(letter.invitation, morning.day)
    address = "" if reason else address_of(letter.invitation)
    if reason or not address:
        settle(letter, state=State.WITHHELD, reason=str(reason or _("No address is known."))[:300])
        return False
    if not is_open(morning, now):
        settle(letter, state=State.QUEUED, send_after=next_opening(morning, now), tries=letter.tries - 1)
        return False
    try:
        answer = office.send(message_of(letter, address), before_body=lambda: hand_over(letter, moment()))
    except LeaseLost:
        logger.warning("Letter %s about a questionnaire was taken over by another sender", letter.pk)
        return False
    return note(letter, answer, moment())


def hand_over(letter, now):
    if not held(letter).update(handed_over_at=now, claimed_until=clock.machine() + LEASE):
        raise LeaseLost


def note(letter, answer, now):
    if answer.outcome == Outcome.SENT:
        return bool(settle(letter, state=State.SENT, sent_at=now, reason=""))
    reason, again = str(answer.in_words)[:300], None
    doubts = letter.doubts + (answer.outcome == Outcome.UNKNOWN)
    if answer.outcome != Outcome.PERMANENT:
        again = ladder.next_try(tries=letter.tries, first_tried_at=letter.first_tried_at, now=now, doubts=doubts)
    if again:
        settle(letter, state=State.RETRYING, send_after=again, reason=reason, doubts=doubts)
    else:
        settle(letter, state=State.FAILED, reason=reason, doubts=doubts)
    return False


def address_of(ticket):
    return ticket.email or sources.addresses_of([ticket.subject]).get(ticket.subject, "")


def message_of(letter, address):
    """The words of the moment; they are kept nowhere, for they hold the personal link."""
    campaign = letter.invitation.campaign
    is_reminder = letter.kind == Kind.REMINDER
    page = {
        "campaign": campaign,
        "school": letter.school,
        "link": link_of(letter.invitation),
        "until": ru.long_date(campaign.closes_on) if campaign.closes_on else "",
        "is_reminder": is_reminder,
    }
    subject = (
        _("The questionnaire is not filled in yet") if is_reminder else _("You are asked to fill in a questionnaire")
    )
    headers = {"Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    text = render_to_string("surveys/email/letter.txt", page)
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
