"""The flow of one run of the sender: what goes, what waits, what is held back, and what does no harm to the rest."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.common import clock
from mentorship.notifications import outbox
from mentorship.notifications.models import Attempt, Channel, DeliveryChoice, Mode, Notification, Outcome, State
from mentorship.notifications.post_office import Answer
from mentorship.notifications.services import sending
from mentorship.programmes.models import Membership

from .conftest import MORNING

EVENING = datetime(2022, 3, 14, 17, tzinfo=UTC)
FRIDAY_EVENING = datetime(2022, 3, 18, 17, tzinfo=UTC)
EIGHT = 4
"""Eight o'clock in Samara by UTC."""


class Office:
    """A mail server's side: ``answers`` by address, everything else is taken."""

    def __init__(self):
        self.answers, self.sent, self.closed = {}, [], None
        self.dies = None

    def __call__(self, moment):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def closed_until(self):
        return self.closed

    def send(self, message, before_body):
        if self.dies == "before":
            raise UnicodeError("no such letter in the alphabet")
        before_body()
        if self.dies == "after":
            raise RuntimeError("out of memory")
        answer = self.answers.get(message.to[0], Answer(Outcome.SENT, 250, "Ok"))
        if answer.outcome == Outcome.SENT:
            self.sent.append(message)
        return answer


@pytest.fixture
def office(monkeypatch):
    office = Office()
    monkeypatch.setattr(sending, "PostOffice", office)
    return office


@pytest.fixture
def complaints(monkeypatch):
    made = []
    monkeypatch.setattr(sending, "complain", lambda letter, answer, now: made.append((letter.pk, answer.outcome)))
    return made


@pytest.fixture
def machine(monkeypatch):
    def at(moment):
        monkeypatch.setattr(clock, "machine", lambda: moment)

    at(MORNING)
    return at


@pytest.fixture
def digest(letter, member):
    """``digest("greeting", "greeting")``: a digest and its two lines."""

    def make(*kinds, **fields):
        person = member("deputy").user
        row = letter(person, kind="digest", object_id=person.pk, **fields)
        return row, [letter(person, kind=kind, channel=Channel.DIGEST, **fields) for kind in kinds]

    return make


def states(*rows):
    return [Notification.objects.get(pk=row.pk).state for row in rows]


def outcomes(row):
    return list(Attempt.objects.filter(notification=row).values_list("outcome", flat=True))


def test_what_is_due_goes_once(letter, office, deliver_at):
    rows = [letter() for _ in range(3)]

    assert deliver_at().sent == 3
    assert deliver_at().sent == 0
    assert states(*rows) == ["sent"] * 3
    assert [message.extra_headers["Message-ID"] for message in office.sent] == [row.message_id for row in rows]
    assert outcomes(rows[0]) == ["sent"]


def test_the_letter_keeps_its_words_and_address_for_the_log(letter, office, deliver_at):
    row = letter()
    deliver_at()

    row.refresh_from_db()
    assert row.address == row.recipient.email
    assert row.subject == office.sent[0].subject
    assert "Дело" in row.body_text
    assert row.sent_at == MORNING


def test_a_digest_and_its_lines_share_their_fate(digest, office, deliver_at):
    row, lines = digest("greeting", "greeting")

    assert vars(deliver_at()) == vars(sending.Delivered(sent=1))
    assert states(row, *lines) == ["sent"] * 3
    assert all(f"Дело {line.object_id}" in office.sent[0].body for line in lines)


def test_lines_of_a_refused_digest_wait_with_it_and_come_with_the_next_try(digest, office, deliver_at):
    row, lines = digest("greeting")
    office.answers[row.recipient.email] = Answer(Outcome.TEMPORARY, 451, "4.7.1 come later")

    assert deliver_at().retrying == 1
    assert states(row, *lines) == ["retrying", "queued"]
    assert deliver_at().retrying == 0

    office.answers.clear()
    assert deliver_at(hours=1).sent == 1
    assert states(row, *lines) == ["sent", "sent"]


def test_a_letter_refused_for_good_fails_with_its_lines_and_the_coordinator_hears(
    digest, office, deliver_at, complaints
):
    row, lines = digest("greeting")
    office.answers[row.recipient.email] = Answer(Outcome.PERMANENT, 550, "5.1.1 no such user")

    assert deliver_at().failed == 1
    assert states(row, *lines) == ["failed", "failed"]
    assert complaints == [(row.pk, "permanent")]
    assert (row.attempts.get().code, row.attempts.get().answer) == (550, "5.1.1 no such user")


def test_one_bad_letter_holds_nobody_up(letter, office, deliver_at, test_source, complaints):
    refused, broken, good = letter(priority=1), letter(priority=2), letter(priority=3)
    office.answers[refused.recipient.email] = Answer(Outcome.PERMANENT, 550, "no")
    test_source.broken.add(broken.object_id)

    done = deliver_at()

    assert (done.failed, done.retrying, done.sent) == (1, 1, 1)
    assert states(refused, broken, good) == ["failed", "retrying", "sent"]
    assert outcomes(broken) == ["interrupted"]


@pytest.mark.parametrize(("dies", "outcome"), [("before", "interrupted"), ("after", "unknown")])
def test_a_fault_of_the_program_on_the_way_is_recorded_as_what_it_may_have_done(
    letter, office, deliver_at, dies, outcome
):
    row = letter()
    office.dies = dies
    deliver_at()

    row.refresh_from_db()
    assert outcomes(row) == [outcome]
    assert (row.state, row.may_be_double) == ("retrying", dies == "after")

    office.dies = None
    done = deliver_at(hours=1)
    assert (done.sent, done.possibly_twice) == (1, int(dies == "after"))


def test_a_letter_that_breaks_every_sender_is_set_aside_after_ten_of_them(
    letter, office, deliver_at, machine, complaints
):
    row = letter()
    for minute in range(10):
        machine(MORNING + timedelta(minutes=minute))
        outbox.claim(MORNING)
    machine(MORNING + timedelta(minutes=10))

    assert deliver_at().failed == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", str(sending.BROKEN))
    assert complaints == [(row.pk, "interrupted")]
    assert office.sent == []


def test_a_letter_that_cannot_be_put_together_ends_in_the_hands_of_people(
    letter, office, deliver_at, test_source, complaints
):
    row = letter(kind="call")
    test_source.broken.add(row.object_id)
    for hour in range(20):
        deliver_at(hours=hour * 1.2)

    assert states(row) == ["failed"]
    assert len(outcomes(row)) == 10
    assert len(complaints) == 1


def test_a_person_without_a_role_gets_nothing(letter, office, deliver_at):
    left, dismissed, stays = letter(), letter(), letter()
    Membership.objects.filter(user=left.recipient).update(ends_on=MORNING.date() - clock.days(1))
    dismissed.recipient.is_active = False
    dismissed.recipient.save()

    assert deliver_at().withheld == 2
    assert states(left, dismissed, stays) == ["withheld", "withheld", "sent"]
    assert Notification.objects.get(pk=left.pk).reason
    assert outcomes(left) == []


def test_what_is_not_true_any_more_is_withheld_with_its_reason(letter, office, deliver_at, test_source):
    done, gone = letter(), letter()
    test_source.withheld[done.object_id] = "Мероприятие выполнено."
    test_source.gone.add(gone.object_id)

    assert deliver_at().withheld == 2
    assert Notification.objects.get(pk=done.pk).reason == "Мероприятие выполнено."
    assert Notification.objects.get(pk=gone.pk).reason
    assert office.sent == []


def test_a_digest_goes_with_the_lines_that_are_still_true(digest, office, deliver_at, test_source):
    row, (old, true) = digest("greeting", "greeting")
    test_source.withheld[old.object_id] = "Мероприятие выполнено."

    assert deliver_at().sent == 1
    assert states(row, old, true) == ["sent", "withheld", "sent"]
    assert f"Дело {old.object_id}" not in office.sent[0].body


def test_a_digest_without_a_true_line_is_withheld(digest, office, deliver_at, test_source):
    row, lines = digest("greeting")
    empty, _none = digest()
    test_source.gone.add(lines[0].object_id)

    assert deliver_at().withheld == 2
    assert states(row, empty, *lines) == ["withheld"] * 3


def test_who_switched_a_kind_off_after_it_was_queued_is_left_alone(digest, letter, office, deliver_at):
    row, lines = digest("greeting")
    shout, alarm = letter(row.recipient), letter(row.recipient, kind="alarm")
    for kind in ("greeting", "shout", "alarm", "kind-of-an-older-version"):
        DeliveryChoice.objects.create(school=row.school, user=row.recipient, kind=kind, mode=Mode.BELL)

    deliver_at()

    assert states(row, *lines, shout) == ["withheld"] * 3
    assert states(alarm) == ["sent"]


def test_nobody_is_disturbed_in_the_evening(letter, office, deliver_at):
    row, by_hand = letter(at=EVENING), letter(at=EVENING, kind="call")

    done = deliver_at(EVENING)

    assert (done.sent, done.postponed) == (1, 1)
    assert states(row, by_hand) == ["queued", "sent"]
    row.refresh_from_db()
    assert row.send_after == EVENING.replace(day=15, hour=EIGHT)
    assert deliver_at(row.send_after).sent == 1


def test_two_days_of_tries_begin_with_the_first_try_and_not_before_a_weekend(letter, office, deliver_at):
    row = letter(at=FRIDAY_EVENING)
    deliver_at(FRIDAY_EVENING)
    monday = Notification.objects.get(pk=row.pk).send_after
    assert monday == FRIDAY_EVENING.replace(day=21, hour=EIGHT)

    office.answers[row.recipient.email] = Answer(Outcome.TEMPORARY, 451, "later")
    assert deliver_at(monday).retrying == 1


def test_a_letter_that_somebody_else_took_over_is_left_to_them(letter, office, deliver_at, monkeypatch):
    row = letter()

    def slow_compose(*args):
        Notification.unscoped.filter(pk=row.pk).update(claim=row.public_id)
        return compose(*args)

    compose = sending.compose
    monkeypatch.setattr(sending, "compose", slow_compose)

    assert vars(deliver_at()) == vars(sending.Delivered())
    assert office.sent == []
    assert states(row) == ["sending"]
    assert outcomes(row) == []


def test_a_run_ends_with_its_time_and_leaves_the_rest_to_the_next(letter, office):
    for _ in range(3):
        letter()

    assert sending.deliver(moment=lambda: MORNING, seconds=0).sent == 0
    assert sending.deliver(moment=lambda: MORNING).sent == 3


def test_a_closed_post_office_is_sent_nothing(letter, office, deliver_at):
    letter()
    office.closed = MORNING + timedelta(hours=1)

    assert deliver_at().sent == 0
    assert Notification.objects.get().state == State.QUEUED


def test_letters_of_two_schools_go_in_one_run_each_in_its_own_scope(letter, office, deliver_at, other_school, member):
    mine = letter()
    person = member("deputy", school=other_school).user
    theirs = Notification.unscoped.create(
        school=other_school, kind="shout", object_id=1, due_on=MORNING.date(), recipient=person,
        channel=Channel.EMAIL, created_at=MORNING, send_after=MORNING,
    )  # fmt: skip

    assert deliver_at().sent == 2
    assert {row.state for row in Notification.unscoped.filter(pk__in=[mine.pk, theirs.pk])} == {"sent"}
