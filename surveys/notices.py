"""What the bell and the letters say of questionnaires to people with accounts."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import ru
from mentorship.common.clock import days
from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Due, Kind, Line, Section, Source

from . import marks
from .models import Campaign, Invitation

INVITED = Kind(code="survey_invited", title=gettext_lazy("A questionnaire to fill in"), default=Mode.AT_ONCE)
REMINDER = Kind(
    code="survey_reminder", title=gettext_lazy("A questionnaire that is not filled in yet"), default=Mode.AT_ONCE
)
DAYS_BEFORE = (3, 1)
CATCH_UP = 7
"""Days for which an invitation that the scan has missed is still made good."""


def reminder_day(campaign, day):
    """The day of the automatic reminder that is due now: three days and one day before the end. None when none is.

    After a standstill the later one alone is said. A campaign that began after that day has nothing to remind of.
    """
    if not (campaign.reminds and campaign.closes_on and campaign.is_open_on(day)):
        return None
    passed = [due for before in DAYS_BEFORE if (due := campaign.closes_on - days(before)) <= day]
    return passed[-1] if passed and passed[-1] > campaign.opens_on else None


def invitation_day(campaign, day):
    """The day of the invitations, if it has come and was not long ago."""
    is_fresh = campaign.is_open_on(day) and campaign.opens_on > day - days(CATCH_UP)
    return campaign.opens_on if is_fresh else None


def campaigns_to_speak_of(days_of_schools):
    """``[(campaign, invitation day, reminder day)]`` of the schools in the scope; one query."""
    rows = Campaign.objects.living().filter(state=Campaign.State.RUNNING, school__in=list(days_of_schools))
    for campaign in rows.select_related("marks"):
        day = days_of_schools[campaign.school_id]
        invited, reminded = invitation_day(campaign, day), reminder_day(campaign, day)
        if invited or reminded:
            yield campaign, invited, reminded


def has_answered(ticket, campaign):
    """Known of identified campaigns only: who has answered an anonymous one is told to nobody, so all are reminded."""
    if campaign.is_anonymous or not hasattr(campaign, "marks"):
        return False
    return marks.is_set(bytes(campaign.marks.answered), ticket.number)


def why_not(ticket, day):
    """Why nothing is to be said of the ticket any more, in words; "" when there is something to say."""
    campaign = ticket.campaign
    if campaign.deleted_at or ticket.revoked_at:
        return _("The questionnaire has been withdrawn.")
    if not campaign.is_open_on(day):
        return _("The questionnaire is closed.")
    if has_answered(ticket, campaign):
        return _("The person has answered already.")
    return ""


def note_of(campaign):
    """Until when, and what a reminder to everybody means where nobody knows who has answered."""
    return _("Until %(day)s.") % {"day": ru.day_month(campaign.closes_on)} if campaign.closes_on else ""


class QuestionnaireNotices(Source):
    """Invitations on the first day, reminders before the last one, to those of the tickets that are accounts."""

    kinds = (INVITED, REMINDER)

    def due(self, mornings):
        by_school = {one.school.pk: one.day for one in mornings}
        spoken = {one.pk: (one, *rest) for one, *rest in campaigns_to_speak_of(by_school)}
        tickets = Invitation.objects.filter(campaign__in=list(spoken), user__isnull=False, revoked_at=None)
        for ticket in tickets.order_by("pk"):
            campaign, invited, reminded = spoken[ticket.campaign_id]
            if has_answered(ticket, campaign):
                continue
            if invited:
                yield Due(ticket.school_id, INVITED.code, ticket.pk, invited, ticket.user_id)
            if reminded:
                yield Due(ticket.school_id, REMINDER.code, ticket.pk, reminded, ticket.user_id)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications}
        rows = Invitation.objects.filter(pk__in=wanted).select_related("campaign__marks")
        tickets = {one.pk: one for one in rows}
        return {one.pk: line_of(one, tickets[one.object_id], day) for one in notifications if one.object_id in tickets}


def line_of(notification, ticket, day):
    campaign, note = ticket.campaign, note_of(ticket.campaign)
    if notification.kind == REMINDER.code and campaign.is_anonymous:
        note = f"{note} {_('The answers are anonymous: if you have answered, there is nothing to do.')}".strip()
    return Line(
        title=_("Fill in the questionnaire “%(title)s”") % {"title": campaign.title},
        url=reverse("surveys_mine_open", args=[ticket.public_id]),
        section=Section.ASKED,
        note=note,
        thing=f"questionnaire-{ticket.pk}",
        last_on=campaign.closes_on,
        withheld=why_not(ticket, day),
    )
