"""The meetings on the card of a pair."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.pairs.cards.meetings import steps_of
from mentorship.pairs.models import Meeting
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory

DAY = date(2022, 4, 6)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def pair(programme):
    return PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])


def looks(pair):
    held, planned = Meeting.objects.held().order_by("day"), Meeting.objects.planned().order_by("day")
    return [(step.look, step.count, step.is_next) for step in steps_of(pair, list(held), list(planned), DAY)]


def test_the_five_meetings_in_their_order(pair):
    MeetingFactory(pairing=pair, kind="organising", day=DAY - timedelta(days=9))
    MeetingFactory(pairing=pair, kind="trial", state="planned", day=DAY - timedelta(days=1))
    MeetingFactory(pairing=pair, kind="planning", state="planned", day=DAY + timedelta(days=1))
    for days in (2, 3):
        MeetingFactory(pairing=pair, kind="regular", day=DAY - timedelta(days=days))

    assert looks(pair) == [
        ("done", 1, False),
        ("late", 0, True),
        ("soon", 0, False),
        ("done", 2, False),
        ("plan", 0, False),
    ]


@pytest.mark.parametrize(
    ("role", "links"),
    [(Role.COORDINATOR, (True, True)), (Role.DIRECTOR, (True, False)), (Role.PSYCHOLOGIST, (True, False))],
)
def test_who_sees_the_meetings_and_who_records(client_of, pair, role, links):
    MeetingFactory(pairing=pair, agreed="Повторить дроби")

    page = client_of(role).get(pair.get_absolute_url()).content.decode()

    assert ("Повторить дроби" in page, f"{pair.get_absolute_url()}meetings/new/" in page) == links


def test_a_pair_that_is_only_proposed_records_nothing(client_of, pair):
    type(pair).objects.update(state="proposed")

    assert "meetings/new/" not in client_of().get(pair.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_card_costs_the_same_for_many_meetings(client_of, pair, count):
    for number in range(count):
        MeetingFactory(pairing=pair, day=DAY - timedelta(days=number))
    client = client_of()
    client.get(pair.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(pair.get_absolute_url())

    meetings = [one for one in queries.captured_queries if 'FROM "pairs_meeting"' in one["sql"]]
    assert len(meetings) <= 4
    assert len(queries) < 45
