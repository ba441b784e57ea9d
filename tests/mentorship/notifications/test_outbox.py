"""Claims, leases and marks: what a letter goes through, whoever dies on the way."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from mentorship.common import clock
from mentorship.notifications import outbox
from mentorship.notifications.models import Attempt, Channel, Notification, Outcome, State
from tests.factories import MembershipFactory

from .conftest import DAY, MORNING

LATER = timedelta(hours=1)


@pytest.fixture
def machine(monkeypatch):
    """``machine.forward(46)`` moves the machine's clock by seconds; the product's clock is told to each call."""
    state = SimpleNamespace(now=MORNING)

    def forward(seconds):
        state.now += timedelta(seconds=seconds)

    monkeypatch.setattr(clock, "machine", lambda: state.now)
    return SimpleNamespace(forward=forward)


def outcomes(letter):
    return list(Attempt.unscoped.filter(notification=letter).order_by("pk").values_list("outcome", flat=True))


def again(row):
    return Notification.unscoped.get(pk=row.pk)


def test_the_most_urgent_goes_first_and_what_is_not_due_waits(letter, machine):
    last = letter(priority=5, send_after=MORNING)
    second = letter(priority=5, send_after=MORNING - LATER)
    first = letter(priority=1)
    letter(priority=1, send_after=MORNING + timedelta(seconds=1))
    letter(channel=Channel.BELL)
    letter(channel=Channel.DIGEST)

    assert [outbox.claim(MORNING) for _ in range(4)] == [first, second, last, None]


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.WITHHELD])
def test_a_settled_letter_is_never_taken(letter, machine, state):
    letter(state=state)

    assert outbox.claim(MORNING) is None


def test_a_claimed_letter_is_taken_by_nobody_else_until_its_lease_is_over(letter, machine):
    row = letter()
    mine = outbox.claim(MORNING)

    machine.forward(44)
    assert outbox.claim(MORNING) is None
    machine.forward(2)
    other = outbox.claim(MORNING)

    assert mine == other == row
    assert mine.claim != other.claim
    assert (other.state, other.tries) == (State.SENDING, 2)


def test_a_sender_that_died_before_the_hand_over_has_sent_nothing(letter, machine):
    letter()
    outbox.claim(MORNING)
    machine.forward(46)

    taken = outbox.claim(MORNING)

    assert outcomes(taken) == [Outcome.INTERRUPTED]
    assert again(taken).may_be_double is False


def test_a_sender_that_died_after_the_hand_over_may_have_sent_it(letter, machine):
    letter()
    outbox.hand_over(outbox.claim(MORNING), MORNING)
    machine.forward(46)

    taken = outbox.claim(MORNING)
    outbox.mark(taken, now=MORNING, state=State.SENT, outcome=Outcome.SENT)

    assert outcomes(taken) == [Outcome.UNKNOWN, Outcome.SENT]
    row = again(taken)
    assert (row.state, row.may_be_double, row.claim, row.handed_over_at) == (State.SENT, True, None, None)


def test_the_hand_over_renews_the_lease(letter, machine):
    letter()
    mine = outbox.claim(MORNING)
    machine.forward(40)
    outbox.hand_over(mine, MORNING)
    machine.forward(40)

    assert outbox.claim(MORNING) is None
    assert outbox.mark(mine, now=MORNING, state=State.SENT, outcome=Outcome.SENT)


def test_a_lease_goes_by_the_machines_clock_whatever_the_products_says(letter, machine):
    letter()
    outbox.claim(MORNING)

    assert outbox.claim(MORNING + timedelta(days=1)) is None
    machine.forward(46)
    assert outbox.claim(MORNING - timedelta(days=1)) is not None


def test_a_lease_from_before_the_clock_was_set_back_is_void(letter, machine):
    letter()
    machine.forward(24 * 3600)
    outbox.claim(MORNING)
    machine.forward(-24 * 3600)

    assert outbox.claim(MORNING) is not None


def test_a_clock_put_right_by_seconds_robs_no_living_sender(letter, machine):
    letter()
    mine = outbox.claim(MORNING)
    machine.forward(-20)

    assert outbox.claim(MORNING) is None
    assert outbox.mark(mine, now=MORNING, state=State.SENT, outcome=Outcome.SENT)


def test_who_lost_the_lease_does_not_hand_over(letter, machine):
    letter()
    mine = outbox.claim(MORNING)
    machine.forward(46)
    outbox.claim(MORNING)

    with pytest.raises(outbox.LeaseLost):
        outbox.hand_over(mine, MORNING)


def test_who_lost_the_lease_in_the_middle_records_what_happened_and_decides_nothing(letter, machine):
    letter()
    mine = outbox.claim(MORNING)
    outbox.hand_over(mine, MORNING)
    machine.forward(46)
    other = outbox.claim(MORNING)

    assert not outbox.mark(mine, now=MORNING, state=State.SENT, outcome=Outcome.SENT)
    row = again(mine)
    assert (row.state, row.claim, row.may_be_double) == (State.SENDING, other.claim, True)
    assert outcomes(row) == [Outcome.UNKNOWN, Outcome.SENT]


def test_a_postponed_letter_was_not_tried(letter, machine):
    letter()
    outbox.postpone(outbox.claim(MORNING), MORNING + LATER)

    row = again(Notification.unscoped.get())
    assert (row.state, row.tries, row.first_tried_at, row.claim) == (State.QUEUED, 0, None, None)
    assert outbox.claim(MORNING) is None
    assert outbox.claim(MORNING + LATER).first_tried_at == MORNING + LATER


def test_a_tried_letter_that_is_postponed_keeps_its_tries(letter, machine):
    letter(state=State.RETRYING, tries=3, first_tried_at=MORNING - LATER)
    outbox.postpone(outbox.claim(MORNING), MORNING + LATER)

    row = Notification.unscoped.get()
    assert (row.state, row.tries, row.first_tried_at) == (State.RETRYING, 3, MORNING - LATER)


def break_off(machine, times):
    """The sender dies of the letter so often; answers the next one's claim."""
    for _ in range(times):
        outbox.claim(MORNING)
        machine.forward(46)
    return outbox.claim(MORNING)


def test_nine_deaths_may_be_chance_and_ten_are_not(letter, machine):
    letter()
    taken = break_off(machine, 9)
    assert not outbox.keeps_breaking(taken)
    machine.forward(46)

    assert outbox.keeps_breaking(outbox.claim(MORNING))


def test_an_answer_of_the_mail_server_in_between_shows_that_the_letter_does_no_harm(letter, machine):
    letter()
    taken = break_off(machine, 6)
    outbox.mark(taken, now=MORNING, state=State.RETRYING, outcome=Outcome.TEMPORARY, code=451)

    assert not outbox.keeps_breaking(break_off(machine, 6))


def test_a_letter_that_a_person_sends_again_gets_ten_tries_more(letter, machine):
    letter()
    taken = break_off(machine, 10)
    outbox.mark(taken, now=MORNING, state=State.FAILED)
    Notification.unscoped.update(state=State.QUEUED, tries=0)

    assert not outbox.keeps_breaking(outbox.claim(MORNING))


@pytest.fixture
def digest(letter, member):
    """A digest, and ``digest.line()`` makes a line of its person."""
    person = member("deputy").user
    row = letter(person, kind="digest", object_id=person.pk)
    row.line = lambda **fields: letter(**{"person": person, "kind": "greeting", "channel": Channel.DIGEST} | fields)
    return row


def test_a_digest_takes_the_lines_of_its_person_that_are_due(digest, machine, member, other_school):
    mine = digest.line()
    later = digest.line(at=MORNING + LATER)
    strangers = digest.line(person=member("director").user)
    MembershipFactory(school=other_school, user=digest.recipient)
    elsewhere = Notification.objects.create(
        school=other_school, recipient=digest.recipient, kind="greeting", object_id=1, due_on=DAY,
        channel=Channel.DIGEST, send_after=MORNING,
    )  # fmt: skip

    assert outbox.bind_lines(outbox.claim(MORNING), MORNING) == [mine]
    assert {again(row).carried_by for row in (later, strangers, elsewhere)} == {None}


def test_the_next_try_carries_the_same_lines_and_new_ones(digest, machine):
    old = digest.line()
    outbox.bind_lines(outbox.claim(MORNING), MORNING)
    machine.forward(46)
    new = digest.line()

    assert outbox.bind_lines(outbox.claim(MORNING), MORNING) == [old, new]


def test_who_lost_the_digest_binds_nothing_behind_the_holders_back(digest, machine):
    """Such a line would count as sent with a letter that does not have it."""
    slow = outbox.claim(MORNING)
    machine.forward(46)
    digest.line()
    quick = outbox.claim(MORNING)
    outbox.bind_lines(quick, MORNING)
    late = digest.line()

    with pytest.raises(outbox.LeaseLost):
        outbox.bind_lines(slow, MORNING)
    outbox.mark(quick, now=MORNING, state=State.SENT, outcome=Outcome.SENT)
    assert again(late).state == State.QUEUED


@pytest.mark.parametrize(
    ("fate", "of_line"),
    [
        (State.SENT, State.SENT),
        (State.FAILED, State.FAILED),
        (State.WITHHELD, State.WITHHELD),
        (State.RETRYING, State.QUEUED),
    ],
)
def test_lines_share_the_fate_of_their_letter(digest, machine, fate, of_line):
    line, dropped = digest.line(), digest.line()
    taken = outbox.claim(MORNING)
    outbox.bind_lines(taken, MORNING)
    Notification.unscoped.filter(pk=dropped.pk).update(state=State.WITHHELD, reason="Сделано.")

    outbox.mark(taken, now=MORNING, state=fate, reason="Так вышло.")

    assert again(line).state == of_line
    assert (again(dropped).state, again(dropped).reason) == (State.WITHHELD, "Сделано.")


def test_letters_that_wait_are_counted_whatever_their_hour(letter, machine):
    letter()
    letter(send_after=MORNING + LATER)
    letter(state=State.SENT)

    assert outbox.waiting() == 2


def test_years_of_sent_letters_are_not_read_to_find_the_next_one(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the number of rows, of which there are none here")

    assert "letters_to_send" in outbox.ready(MORNING).explain()
