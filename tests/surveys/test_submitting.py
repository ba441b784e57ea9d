"""A filled questionnaire is written once, however often and by how many at once it is sent."""

import threading
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from surveys import marks, tokens
from surveys.models import Submission
from surveys.services.submitting import submit
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory

DAY, NOW = date(2022, 3, 14), datetime(2022, 3, 14, 8, tzinfo=UTC)
ANSWERS = {"q1": {"options": ["a"]}, "q2": {"scale": 7}, "q3": {"text": "hidden"}}


def campaign_of(school, **fields):
    return CampaignFactory(programme=ProgrammeFactory(school=school), **fields)


def send(campaign, invitation=None, key=None, **fields):
    fields = {"answers": ANSWERS, "way": "link", "day": DAY, "now": NOW} | fields
    return submit(campaign=campaign, invitation=invitation, key=key or uuid.uuid4(), **fields)


def test_a_row_is_found_again_by_its_key_and_by_its_ticket(school_scope):
    campaign = campaign_of(school_scope)
    ticket = InvitationFactory(campaign=campaign, number=0)
    key = uuid.uuid4()

    first = send(campaign, ticket, key)

    assert send(campaign, ticket, key) == first == send(campaign, ticket)
    assert Submission.objects.count() == 1
    assert first.answers == {"q1": {"options": ["a"]}, "q2": {"scale": 7}}
    assert marks.is_answered(campaign, 0)


def test_an_anonymous_row_holds_nothing_but_the_answers_and_the_month(school_scope, member):
    campaign = campaign_of(school_scope, is_anonymous=True)
    ticket = InvitationFactory(campaign=campaign, number=3, group="8 Б")
    key = uuid.uuid4()

    row = send(campaign, ticket, key, way="account", said={"surname": "Иванов"}, entered_by=member("teacher").user)

    row.refresh_from_db()
    assert send(campaign, ticket, key) is None
    assert (row.invitation, row.group, row.said, row.entered_by, row.submitted_at) == (None, "", {}, None, None)
    assert (row.submitted_on, row.way) == (date(2022, 3, 1), "link")
    assert row.key != key
    assert row.id.version == 4


def test_the_goal_of_a_campaign_is_reached_by_the_answer_that_makes_it(school_scope):
    campaign = campaign_of(school_scope, goal=50)
    tickets = [InvitationFactory(campaign=campaign, number=number) for number in range(4)]

    send(campaign, tickets[0])
    campaign.refresh_from_db()
    assert campaign.goal_reached_on is None
    send(campaign, tickets[1])

    campaign.refresh_from_db()
    assert campaign.goal_reached_on == DAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_anonymous", [True, False])
@pytest.mark.parametrize("by_board", [True, False])
def test_fifty_presses_at_once_make_one_row_and_fifty_same_receipts(school, on_day, is_anonymous, by_board):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one")
    on_day(2022, 3, 14)
    with scope(school=school):
        campaign = campaign_of(school, is_anonymous=is_anonymous, open_code="АБВГДЕ")
        token = tokens.link_token(InvitationFactory(campaign=campaign, number=0))
    if by_board:
        token = Client().post("/f/", {"code": "АБВГДЕ"}).headers["Location"].split("/")[2]
    begin(token, is_named=is_anonymous or not by_board)
    receipts, barrier = [], threading.Barrier(50)

    def press():
        try:
            barrier.wait()
            response = Client().post(reverse("answer_check", args=[token]))
            receipts.append((response.status_code, response.headers.get("Location")))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _press in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert receipts == [(303, reverse("answer_done", args=[token]))] * 50
    with scope(school=school):
        assert Submission.objects.count() == 1


def begin(token, is_named):
    client = Client()
    client.post(reverse("answer", args=[token]))
    if not is_named:
        client.post(reverse("answer_who", args=[token]), {"surname": "Иванов", "given_name": "Пётр"})
    client.post(reverse("answer_question", args=[token, "q1"]), {"answer": "a"})
    client.post(reverse("answer_question", args=[token, "q2"]), {"answer": "7"})
