"""Writing down who is to hear of what: once, by the way that the person wants."""

from datetime import UTC, date, datetime

import pytest

from mentorship.notifications.models import Channel, DeliveryChoice, Mode, Notification, State
from mentorship.notifications.services.issuing import issue, tell, tell_many
from mentorship.notifications.sources import Due

DAY = date(2022, 3, 14)
NOW = datetime(2022, 3, 14, 4, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("school_scope", "test_source")


@pytest.fixture
def person(member):
    return member("deputy").user


@pytest.fixture
def due(school, person):
    def make(kind="greeting", object_id=1, due_on=DAY, recipient=person):
        return Due(school.pk, kind, object_id, due_on, recipient.pk)

    return make


def rows():
    return list(Notification.objects.order_by("pk").values_list("kind", "channel", "state"))


def choose(school, person, kind, mode):
    DeliveryChoice.objects.update_or_create(school=school, user=person, kind=kind, defaults={"mode": mode})


@pytest.mark.parametrize(
    ("kind", "mode", "ways"),
    [
        ("greeting", None, {(Channel.BELL, State.SENT), (Channel.DIGEST, State.QUEUED)}),
        ("shout", None, {(Channel.BELL, State.SENT), (Channel.EMAIL, State.QUEUED)}),
        ("greeting", Mode.AT_ONCE, {(Channel.BELL, State.SENT), (Channel.EMAIL, State.QUEUED)}),
        ("shout", Mode.BELL, {(Channel.BELL, State.SENT)}),
        ("alarm", Mode.DIGEST, {(Channel.BELL, State.SENT), (Channel.DIGEST, State.QUEUED)}),
        ("alarm", Mode.BELL, {(Channel.BELL, State.SENT), (Channel.EMAIL, State.QUEUED)}),
    ],
)
def test_a_person_hears_by_the_way_that_they_chose_and_a_locked_kind_is_never_the_bell_only(
    school, person, due, kind, mode, ways
):
    if mode:
        choose(school, person, kind, mode)
    assert issue([due(kind)], now=NOW) == 1
    assert {(channel, state) for _kind, channel, state in rows()} == ways


def test_the_choice_of_one_school_is_not_that_of_another(school, other_school, person, due):
    DeliveryChoice.unscoped.create(school=other_school, user=person, kind="greeting", mode=Mode.BELL)
    issue([due()], now=NOW)
    assert len(rows()) == 2


def test_the_same_thing_is_told_once(due):
    assert issue([due(), due()], now=NOW) == 1
    assert issue([due()], now=NOW) == 0
    assert len(rows()) == 2


@pytest.mark.parametrize(
    "other", [{"kind": "shout"}, {"object_id": 2}, {"due_on": date(2022, 3, 15)}], ids=lambda one: next(iter(one))
)
def test_another_kind_or_thing_or_day_is_another_notification(due, other):
    assert issue([due(), due(**other)], now=NOW) == 2


def test_who_chooses_another_way_afterwards_does_not_hear_it_again(school, person, due):
    choose(school, person, "greeting", Mode.BELL)
    issue([due()], now=NOW)
    choose(school, person, "greeting", Mode.AT_ONCE)
    assert issue([due()], now=NOW) == 0
    assert [channel for _kind, channel, _state in rows()] == [Channel.BELL]


def test_a_scanner_that_comes_second_is_stopped_by_the_key_alone(monkeypatch, due):
    """Both have read that nothing is there; the second one's rows fall on the unique key."""
    monkeypatch.setattr("mentorship.notifications.services.issuing.known_keys", lambda keys: set())
    issue([due()], now=NOW)
    issue([due()], now=NOW)
    assert len(rows()) == 2


def test_the_rows_are_written_in_the_order_of_the_key(due, member):
    """Two scanners that write the same rows in one order never wait for each other in a circle."""
    dues = [due(object_id=number, recipient=member("deputy").user) for number in (3, 1, 2)]
    issue(dues, now=NOW)
    written = list(Notification.objects.order_by("pk").values_list("object_id", flat=True))
    assert written == [1, 1, 2, 2, 3, 3]


def test_what_somebody_did_is_told_to_the_others(school, person, member):
    colleague = member("deputy").user
    told = tell(school=school, kind="shout", object_id=1, recipients=[person.pk, colleague.pk], day=DAY, by=person)
    assert told == 1
    assert set(Notification.objects.values_list("recipient", "actor")) == {(colleague.pk, person.pk)}


def test_a_line_of_what_happened_waits_for_the_next_morning_and_a_letter_goes_at_once(school, person):
    for kind in ("greeting", "shout"):
        tell(school=school, kind=kind, object_id=1, recipients=[person.pk], day=DAY, now=NOW)
    after = dict(Notification.objects.exclude(channel=Channel.BELL).values_list("channel", "send_after"))
    assert after == {Channel.DIGEST: school.end_of(DAY), Channel.EMAIL: NOW}


def test_the_sender_is_woken_after_the_commit(school, person, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr("mentorship.notifications.services.issuing.wake_sender", lambda: rung.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        tell(school=school, kind="shout", object_id=1, recipients=[person.pk], day=DAY, now=NOW)
        assert not rung
    assert rung == [1]


def test_nobody_to_tell_is_nothing_to_do(school, person, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tell(school=school, kind="shout", object_id=1, recipients=[person.pk], day=DAY, by=person) == 0


@pytest.mark.parametrize("count", [1, 9])
def test_many_things_are_told_in_three_questions(school, member, django_assert_num_queries, count):
    recipients = {number: {member("deputy").user.pk, member("deputy").user.pk} for number in range(count)}
    with django_assert_num_queries(3):
        assert tell_many(school=school, kind="shout", recipients=recipients, day=DAY, now=NOW) == 2 * count
