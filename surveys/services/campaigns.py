"""The life of a campaign: made ready, opened with its tickets, prolonged, closed, reopened, thrown away."""

import uuid
from itertools import count

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes.audit import record

from .. import marks, tokens
from ..audience import asks_board, invitees_of, with_ground, write_grounds_down
from ..models import Campaign, Invitation, SurveyVersion
from . import goals

BATCH = 500
State = Campaign.State


@transaction.atomic
def draft_campaign(*, key, programme, version, by, **fields):
    """A campaign that is being prepared; the same ``key`` makes no second one. Answers ``(campaign, is_new)``."""
    if version.state != SurveyVersion.State.PUBLISHED:
        raise RuleBroken(_("Publish the questionnaire first."))
    found = Campaign.objects.filter(public_id=key).first()
    if found:
        return found, False
    campaign = Campaign.objects.create(
        public_id=key,
        school_id=programme.school_id,
        programme=programme,
        survey_version=version,
        created_by=by,
        **fields,
    )
    record(by=by, action="campaign.created", row=campaign)
    return campaign, True


@transaction.atomic
def ask_on_ground(campaign, *, reason):
    """Ask those too who are held back, on the ground that somebody answers for; a draft campaign alone takes it.

    An empty ground holds them back again.
    """
    audience = with_ground(campaign.audience, reason.strip())
    Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT).update(audience=audience, version=F("version") + 1)
    campaign.refresh_from_db()


@transaction.atomic
def open_campaign(campaign, *, by):
    """Let people answer: the tickets of the audience are made, and the code of the board where it is wanted.

    One UPDATE decides, so two people who open at once make one set of tickets. Answers whether it was this call.
    """
    opened = Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT, deleted_at=None)
    if not opened.update(state=State.RUNNING, version=F("version") + 1):
        campaign.refresh_from_db()
        return False
    campaign.refresh_from_db()
    if asks_board(campaign.audience):
        give_board_code(campaign)
    tickets = invite(campaign, invitees_of(campaign.programme, campaign.audience))
    write_grounds_down(campaign, tickets, by=by)
    record(by=by, action="campaign.opened", row=campaign)
    return True


def give_board_code(campaign):
    """A code of six letters that no other campaign has."""
    for _try in range(20):
        code = tokens.board_code()
        try:
            with transaction.atomic():
                Campaign.objects.filter(pk=campaign.pk).update(open_code=code)
        except IntegrityError:
            continue
        campaign.open_code = code
        return code
    raise RuleBroken(_("No free code was found. Try again."))


@transaction.atomic
def invite(campaign, invitees):
    """Tickets for those who have none in this campaign; answers the new ones.

    The row of marks is locked, so two who add at once never give one number twice.
    """
    marks.locked(campaign)
    existing = campaign.invitations.values_list("subject", "user", "email")
    asked = {identity(*row) for row in existing}
    last = campaign.invitations.aggregate(last=Max("number"))["last"]
    numbers = count(0 if last is None else last + 1)
    tickets = []
    for invitee in invitees:
        who = identity(invitee.subject, invitee.user_id, invitee.email.lower())
        if who in asked or not any(who):
            continue
        asked.add(who)
        tickets.append(ticket_of(campaign, invitee, next(numbers)))
    return Invitation.objects.bulk_create(tickets, batch_size=BATCH)


def identity(subject, user_id, email):
    """Who is asked: the card before the account, the account before the address."""
    if subject:
        return subject, None, ""
    return (None, user_id, "") if user_id else (None, None, email.lower())


def ticket_of(campaign, invitee, number):
    subject, user_id, email = identity(invitee.subject, invitee.user_id, invitee.email)
    ticket = Invitation(
        school_id=campaign.school_id,
        campaign=campaign,
        number=number,
        subject=subject,
        user_id=user_id,
        email=email,
        group=invitee.group[:80],
        nonce=uuid.uuid4(),
    )
    for name, value in tokens.hashes_of(ticket).items():
        setattr(ticket, name, value)
    return ticket


@transaction.atomic
def add_late(campaign, *, by):
    """Those who have joined the audience since: the same filters are read again. Answers how many are new."""
    if campaign.state != State.RUNNING:
        raise RuleBroken(_("The campaign is not running."))
    tickets = invite(campaign, invitees_of(campaign.programme, campaign.audience))
    write_grounds_down(campaign, tickets, by=by)
    if tickets:
        record(by=by, action="campaign.added", row=campaign, changes={"invited": [None, len(tickets)]})
    return tickets


@transaction.atomic
def close_campaign(campaign, *, by):
    """Nobody answers any more; what was typed and not sent is kept."""
    is_closed = turn(campaign, State.RUNNING, State.CLOSED, by, "campaign.closed")
    if is_closed and not goals.check_goal(campaign, campaign.school.today):
        goals.tell(campaign)
    return is_closed


@transaction.atomic
def revoke(campaign, tickets, *, by, day):
    """These people are not asked any more: their links and codes open nothing. Answers how many were living.

    With fewer people invited, those who have answered may be enough.
    """
    living = campaign.invitations.filter(pk__in=[one.pk for one in tickets], revoked_at=None)
    revoked = living.update(revoked_at=clock.now())
    if revoked:
        record(by=by, action="campaign.revoked", row=campaign, changes={"invited": [revoked, None]})
        goals.check_goal(campaign, day)
    return revoked


@transaction.atomic
def reopen_campaign(campaign, *, by, day):
    """People may answer again; a period that is over loses its end, so that the campaign is really open."""
    if not turn(campaign, State.CLOSED, State.RUNNING, by, "campaign.reopened"):
        return False
    if campaign.closes_on and campaign.closes_on < day:
        campaign.swap(campaign.version, closes_on=None)
    return True


def turn(campaign, before, after, by, action):
    turned = Campaign.objects.filter(pk=campaign.pk, state=before, deleted_at=None)
    is_turned = bool(turned.update(state=after, version=F("version") + 1))
    campaign.refresh_from_db()
    if is_turned:
        record(by=by, action=action, row=campaign)
    return is_turned


@transaction.atomic
def prolong_campaign(campaign, *, by, expected_version, closes_on):
    """Another last day, or none. Raises EditConflict, or RuleBroken when the day is before the first one."""
    if closes_on and closes_on < campaign.opens_on:
        raise RuleBroken(_("The last day is before the first one."))
    before = campaign.closes_on
    campaign.swap(expected_version, closes_on=closes_on)
    days = [day.isoformat() if day else None for day in (before, closes_on)]
    record(by=by, action="campaign.prolonged", row=campaign, changes={"closes_on": days})
    return campaign


@transaction.atomic
def bin_campaign(campaign, *, by, now=None):
    """Out of the lists; nobody answers. Nothing is lost: it can be put back."""
    binned = Campaign.objects.living().filter(pk=campaign.pk)
    is_binned = bool(binned.update(deleted_at=now or clock.now(), version=F("version") + 1))
    if is_binned:
        record(by=by, action="campaign.deleted", row=campaign)
    return is_binned


@transaction.atomic
def restore_campaign(campaign, *, by):
    restored = Campaign.objects.filter(pk=campaign.pk, deleted_at__isnull=False)
    is_restored = bool(restored.update(deleted_at=None, version=F("version") + 1))
    if is_restored:
        record(by=by, action="campaign.restored", row=campaign)
    return is_restored
