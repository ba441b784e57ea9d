"""Letters and lines of the bell: who is asked, who is reminded, when, and what is withheld."""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from mentorship.notifications.models import Notification, State
from mentorship.notifications.services.scanning import scan as scan_schools
from mentorship.notifications.services.sending import deliver as deliver_notifications
from mentorship.programmes.roles import Role
from surveys import marks, sources, tokens
from surveys.models import Campaign, SurveyLetter
from surveys.notices import reminder_day
from surveys.services import letters
from tests.factories import CampaignFactory, InvitationFactory

pytestmark = pytest.mark.django_db
BEFORE = {date(2022, 3, 23): None, date(2022, 3, 24): date(2022, 3, 24), date(2022, 3, 25): date(2022, 3, 24)}
BEFORE |= {date(2022, 3, 26): date(2022, 3, 26), date(2022, 3, 27): date(2022, 3, 26), date(2022, 3, 28): None}


def at(day, hour=13):
    """An instant of the school's clock in Samara."""
    return datetime(2022, 3, day, hour - 4, tzinfo=UTC)


@pytest.fixture
def campaign(programme, on_day):
    """From Monday the 14th to Sunday the 27th of March."""
    on_day(2022, 3, 14)
    with scope(school=programme.school):
        yield CampaignFactory(programme=programme, opens_on=date(2022, 3, 14), closes_on=date(2022, 3, 27))


def asked(campaign, number, **fields):
    return InvitationFactory(campaign=campaign, number=number, **({"email": f"parent{number}@home.test"} | fields))


def deliver(moment):
    with scopes_disabled():
        return letters.DESK.deliver(moment=lambda: moment)


@pytest.mark.parametrize(("day", "due"), BEFORE.items())
def test_reminders_come_three_days_and_one_day_before_the_end(campaign, day, due):
    assert reminder_day(campaign, day) == due


def test_a_campaign_of_two_days_is_not_reminded_of_before_it_began(campaign):
    campaign.opens_on, campaign.closes_on = date(2022, 3, 14), date(2022, 3, 15)

    assert reminder_day(campaign, date(2022, 3, 14)) is None


def test_who_does_not_want_reminders_has_none(campaign):
    campaign.reminds = False
    assert reminder_day(campaign, date(2022, 3, 26)) is None


def test_an_address_gets_a_letter_with_the_personal_link_that_is_kept_nowhere(campaign):
    ticket = asked(campaign, 0)
    letters.invite_by_letter(campaign, [ticket], day=date(2022, 3, 14))

    assert deliver(at(14)) == 1
    (letter,) = mail.outbox
    assert letter.to == ["parent0@home.test"]
    assert f"/f/{tokens.link_token(ticket)}/" in letter.body
    row = SurveyLetter.objects.get()
    assert row.state == State.SENT
    assert tokens.link_token(ticket) not in str(row.__dict__)
    assert deliver(at(14)) == 0


def test_a_letter_waits_for_the_morning(campaign):
    letters.invite_by_letter(campaign, [asked(campaign, 0)], day=date(2022, 3, 14))

    assert deliver(at(14, hour=23)) == 0
    assert not mail.outbox
    assert deliver(at(15)) == 1


def test_the_scan_reminds_once_those_who_have_not_answered(campaign):
    asked(campaign, 0)
    asked(campaign, 1)
    marks.mark_answered(campaign, 1)
    with scopes_disabled():
        assert letters.scan(at(24)) == 1
        assert letters.scan(at(24)) == 0
        assert letters.scan(at(25)) == 0

    assert deliver(at(24)) == 1
    assert mail.outbox[0].to == ["parent0@home.test"]


def test_a_campaign_of_tomorrow_invites_tomorrow(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(opens_on=date(2022, 3, 15))
    campaign.refresh_from_db()
    ticket = asked(campaign, 0)
    letters.invite_by_letter(campaign, [ticket], day=date(2022, 3, 14))
    with scopes_disabled():
        assert letters.scan(at(14)) == 0
        assert letters.scan(at(15)) == 1
        assert letters.scan(at(16)) == 0


@pytest.mark.parametrize("change", ["answered", "closed", "deleted", "over"])
def test_what_is_not_true_any_more_is_withheld_at_sending(campaign, change):
    letters.remind(campaign, None, by=None, day=date(2022, 3, 14))
    ticket = asked(campaign, 0)
    letters.remind(campaign, None, by=None, day=date(2022, 3, 14))
    rows = Campaign.objects.filter(pk=campaign.pk)
    if change == "answered":
        marks.mark_answered(campaign, ticket.number)
    elif change == "closed":
        rows.update(state="closed")
    elif change == "deleted":
        rows.update(deleted_at=at(14))
    else:
        rows.update(closes_on=date(2022, 3, 14))

    assert deliver(at(15)) == 0
    row = SurveyLetter.objects.get()
    assert row.state == State.WITHHELD
    assert row.reason


def test_everybody_is_reminded_of_an_anonymous_one_and_nothing_tells_who_has_answered(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(is_anonymous=True)
    campaign.refresh_from_db()
    for number in range(3):
        asked(campaign, number)
    marks.mark_answered(campaign, 1)

    assert letters.remind(campaign, None, by=None, day=date(2022, 3, 14)) == 3
    marks.mark_answered(campaign, 2)
    assert deliver(at(14)) == 3
    assert set(SurveyLetter.objects.values_list("state", "reason")) == {(State.SENT, "")}


def test_an_account_hears_by_its_bell_and_letter_without_the_secret(campaign, member):
    teacher = member(Role.CLASS_TEACHER)
    ticket = asked(campaign, 0, email="", user=teacher.user)
    letters.invite_by_letter(campaign, [ticket], day=date(2022, 3, 14))
    with scopes_disabled():
        deliver_notifications(moment=lambda: at(14))

    (letter,) = mail.outbox
    assert letter.to == [teacher.user.email]
    assert reverse("surveys_mine_open", args=[ticket.public_id]) in letter.body
    kept = Notification.objects.get(channel="email")
    assert tokens.link_token(ticket) not in kept.body_text + kept.body_html
    assert not SurveyLetter.objects.exists()


def test_the_morning_scan_reminds_accounts_and_withholds_what_is_answered(campaign, member):
    teacher, other = member(Role.CLASS_TEACHER), member(Role.PSYCHOLOGIST)
    asked(campaign, 0, email="", user=teacher.user)
    asked(campaign, 1, email="", user=other.user)
    with scopes_disabled():
        scan_schools(at(24))
    assert Notification.objects.filter(kind="survey_reminder", channel="bell").count() == 2
    marks.mark_answered(campaign, 1)
    with scopes_disabled():
        deliver_notifications(moment=lambda: at(24))

    assert teacher.user.email in [address for one in mail.outbox for address in one.to]
    assert other.user.email not in [address for one in mail.outbox for address in one.to]


def test_a_card_gets_a_letter_where_its_register_knows_an_address(campaign, monkeypatch):
    subject = uuid.uuid4()
    monkeypatch.setattr(sources, "_addresses", [lambda subjects: {subject: "mother@home.test"}])
    tickets = [asked(campaign, 0, email="", subject=subject), asked(campaign, 1, email="", subject=uuid.uuid4())]

    letters.invite_by_letter(campaign, tickets, day=date(2022, 3, 14))
    assert deliver(at(14)) == 1
    assert mail.outbox[0].to == ["mother@home.test"]


def test_seven_are_reminded_by_two_clicks(campaign, client_of):
    for number in range(9):
        asked(campaign, number)
    for number in (0, 1):
        marks.mark_answered(campaign, number)
    client = client_of()

    page = client.get(campaign.get_absolute_url()).content.decode()
    address = reverse("campaign_remind", args=[campaign.public_id])
    assert address in page
    assert re.search(r"\b7\b", page)
    client.post(address)
    client.post(address)

    assert SurveyLetter.objects.count() == 7


def test_of_two_senders_one_has_the_letter(campaign):
    letters.invite_by_letter(campaign, [asked(campaign, 0)], day=date(2022, 3, 14))

    assert letters.DESK.take(at(14)) is not None
    assert letters.DESK.take(at(14)) is None
