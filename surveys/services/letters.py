"""Telling the invited: accounts through the notifications, everybody else by a letter with the personal link.

The letters of this module have an outbox of their own (``SurveyLetter``), which goes through the desk of all letters
to people without accounts.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.common import clock, ru
from mentorship.notifications.services.direct import Desk
from mentorship.notifications.services.issuing import tell_many
from mentorship.programmes.audit import record
from mentorship.programmes.models import School

from .. import marks, sources
from ..addresses import link_of
from ..models import Invitation, SurveyLetter
from ..notices import INVITED, REMINDER, campaigns_to_speak_of, has_answered, why_not

Kind = SurveyLetter.Kind
KINDS = {Kind.INVITED: INVITED, Kind.REMINDER: REMINDER}


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


DESK = Desk(
    model=SurveyLetter,
    why_not=lambda letter, day: why_not(letter.invitation, day),
    address_of=lambda letter: address_of(letter.invitation),
    message_of=message_of,
    related=("school", "invitation__campaign__marks"),
)
"""The outbox of these letters."""
