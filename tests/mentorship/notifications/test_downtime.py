"""The real roadmap through days of silence and a clock that jumps: nothing is lost, nothing comes again."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from mentorship.common import clock
from mentorship.notifications.models import Channel, Notification, State
from mentorship.programmes.roles import Role
from roadmap.outline import PartyKind
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory

from .conftest import MORNING

MONDAY = date(2022, 3, 14)
DAY = timedelta(days=1)


@pytest.fixture
def morning(smtp, monkeypatch, capsys):
    """``morning(1)`` is what happens on Tuesday at ten in Samara, machine's clock included; answers who got letters."""

    def run(days, hours=0):
        at = MORNING + days * DAY + timedelta(hours=hours)
        monkeypatch.setattr(clock, "machine", lambda: at)
        before = len(smtp.letters)
        call_command("send_due", "--now", at.isoformat(), "--json")
        return Counter(letter.recipients[0] for letter in smtp.letters[before:])

    return run


@pytest.fixture
def people(school_scope, roadmap, member):
    """Three deputies, each with activities whose deadlines lie on every day of two weeks."""
    member(Role.DIRECTOR)
    member(Role.COORDINATOR)
    deputies = [member(Role.DEPUTY) for _ in range(3)]
    stage = StageFactory(roadmap=roadmap)
    for number in range(14):
        activity = ActivityFactory(stage=stage, first_on=None, last_on=MONDAY + number * DAY)
        for membership in deputies:
            party = PartyFactory(school=roadmap.school, kind=PartyKind.PERSON, membership=membership)
            AssignmentFactory(activity=activity, party=party)
    return [membership.user.email for membership in deputies]


def unsent():
    return Notification.objects.exclude(channel=Channel.BELL).exclude(state=State.SENT).count()


def test_three_days_down_are_one_digest_a_person(people, morning):
    first = morning(0)
    assert {first[address] for address in people} == {1}

    after = morning(4)

    assert {after[address] for address in people} == {1}
    assert set(after.values()) == {1}
    assert unsent() == 0
    assert morning(4, hours=2) == {}


def test_a_clock_that_jumps_a_day_forward_and_back_loses_and_repeats_nothing(people, morning, smtp):
    """The same week with a right clock and with one that jumps: the same things are told, each once."""
    morning(0)
    jumped = morning(1)
    assert {jumped[address] for address in people} == {1}
    assert morning(0, hours=1) == {}
    assert morning(0, hours=3) == {}
    assert morning(1, hours=1) == {}
    morning(2)

    keys = Notification.objects.values_list("kind", "object_id", "due_on", "recipient", "channel")
    assert len(keys) == len(set(keys))
    assert unsent() == 0
    assert len(set(smtp.message_ids)) == len(smtp.message_ids)
    jumping = set(keys)

    Notification.objects.all().delete()
    for day in (0, 1, 2):
        morning(day)
    assert set(keys.all()) == jumping


def test_a_letter_claimed_before_the_clock_was_set_back_still_goes(letter, morning, monkeypatch):
    from mentorship.notifications import outbox

    row = letter()
    at = MORNING + DAY
    monkeypatch.setattr(clock, "machine", lambda: at)
    outbox.claim(at)

    assert sum(morning(0).values()) == 1
    row.refresh_from_db()
    assert row.state == State.SENT
