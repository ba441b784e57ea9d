"""The mail server in all its moods, and what becomes of the letters."""

import threading
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import translation
from django_scopes import scope

from mentorship.common.smtp import EmailBackend
from mentorship.notifications import mail_servers, outbox
from mentorship.notifications.answers import Answer, Reason
from mentorship.notifications.models import MailServer, Notification, Outcome, State
from mentorship.notifications.post_office import PostOffice
from mentorship.notifications.services.sending import deliver
from tests.mail_server import CUT, HANG, KEEP_AND_CUT
from tests.mail_server import MailServer as RealServer
from tests.services import free_port

from .conftest import MORNING, use

SOON = 0.4
SILENCE = Answer(Outcome.TEMPORARY, reason=Reason.SILENT, is_of_the_server=True)


@pytest.fixture
def impatient(settings, monkeypatch):
    """Ten seconds are 0.4 here, and thirty 0.8."""
    settings.EMAIL_TIMEOUT = SOON
    monkeypatch.setattr(EmailBackend, "letter_seconds", 2 * SOON)


def states(*letters):
    return [Notification.unscoped.get(pk=one.pk).state for one in letters]


def said(reason):
    """The reason in the words of the log."""
    with translation.override("ru"):
        return translation.gettext(reason)


def outcomes(letter):
    return list(letter.attempts.values_list("outcome", "code"))


def bring_to(letter, at):
    """The instant of a letter's next try, whatever the jitter made of it."""
    return max(Notification.objects.get(pk=letter.pk).send_after, at)


# ----- whose trouble it is


def test_a_letter_goes_with_its_message_id_and_the_servers_answer_is_kept(smtp, letter, deliver_at):
    one = letter()

    assert deliver_at().sent == 1

    one.refresh_from_db()
    assert (one.state, smtp.message_ids) == ("sent", [one.message_id])
    assert smtp.letters[0].recipients == [one.recipient.email]
    assert list(one.attempts.values_list("outcome", "code", "answer")) == [("sent", 250, "2.0.0 Ok: queued as 4F2A1")]


def test_one_connection_serves_many_letters(smtp, letter, deliver_at):
    for _number in range(5):
        letter()

    assert deliver_at().sent == 5
    assert (len(smtp.letters), smtp.steps["CONNECT"]) == (5, 1)


def test_of_a_hundred_letters_one_is_refused_and_ninety_nine_go(smtp, letter, deliver_at, member):
    coordinator = member("coordinator").user
    letters = [letter() for _number in range(100)]
    smtp.on("RCPT", "550 5.1.1 no such user", to=letters[40].recipient.email)

    done = deliver_at()

    assert (done.sent, done.failed, len(smtp.letters)) == (99, 1, 99)
    bad = Notification.objects.get(pk=letters[40].pk)
    assert (bad.state, bad.reason, outcomes(bad)) == ("failed", said(Reason.NO_MAILBOX), [("permanent", 550)])
    told = Notification.objects.get(kind="undelivered", channel="bell")
    assert (told.recipient, told.object_id, told.created_at) == (coordinator, bad.pk, MORNING)


@pytest.mark.parametrize("step", ["RCPT", "DATA", "BODY"])
def test_451_for_hours_is_climbed_by_the_ladder_and_then_the_letter_arrives(smtp, letter, step):
    """Six hours of 451: a letter by hand, which keeps no quiet hours, so that the ladder alone decides."""
    one, other, at = letter(kind="call"), letter(kind="call"), MORNING
    smtp.on(step, "451 4.7.1 come back later", to=one.recipient.email)
    tries = []
    while at < MORNING + timedelta(hours=6):
        deliver(moment=lambda at=at: at)
        tries.append(at - MORNING)
        at = bring_to(one, at)
    smtp.heal()

    assert states(one, other) == ["retrying", "sent"]
    assert 8 <= len(tries) <= 10
    pauses = [(later - sooner) / timedelta(minutes=1) for sooner, later in pairwise(tries)]
    assert pauses == [pytest.approx(pause, rel=0.11) for pause in [1, 5, 15, *[60] * (len(pauses) - 3)]]
    assert deliver(moment=lambda: at).sent == 1
    assert smtp.message_ids.count(one.message_id) == 1
    assert outcomes(one) == [("temporary", 451)] * len(tries) + [("sent", 250)]


def test_after_two_days_of_451_the_letter_fails_and_the_coordinator_hears(smtp, letter, member):
    member("coordinator")
    one, at = letter(kind="call"), MORNING
    smtp.on("RCPT", "452 4.2.2 mailbox full")
    while at < MORNING + timedelta(hours=50) and states(one) != ["failed"]:
        deliver(moment=lambda at=at: at)
        at = bring_to(one, at)

    one.refresh_from_db()
    last = one.attempts.last().at - MORNING
    assert (one.state, one.reason) == ("failed", said(Reason.FULL))
    assert timedelta(hours=46) < last <= timedelta(hours=48)
    assert Notification.objects.filter(kind="undelivered", object_id=one.pk, channel="bell").count() == 1


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize("action", [HANG, CUT, "421 4.3.2 closing"])
def test_who_breaks_the_conversation_waits_alone(impatient, smtp, letter, deliver_at, step, action):
    first, bad, last = letter(), letter(), letter()
    smtp.on(step, action, to=bad.recipient.email)
    began = time.monotonic()

    done = deliver_at()

    assert time.monotonic() - began < SOON * 4
    assert (done.sent, done.retrying) == (2, 1)
    assert states(first, bad, last) == ["sent", "retrying", "sent"]
    assert outcomes(bad) == [("temporary", 421 if action.startswith("421") else None)]
    assert not MailServer.objects.exclude(troubles=0).exists()


@pytest.mark.parametrize(("action", "copies"), [(CUT, 1), (KEEP_AND_CUT, 2), (HANG, 1)])
def test_cut_before_the_final_answer_it_is_sent_again_under_the_same_name(
    impatient, smtp, letter, deliver_at, action, copies
):
    one, other = letter(), letter()
    smtp.on("BODY", action, to=one.recipient.email, times=1)

    first = deliver_at()

    one.refresh_from_db()
    assert (first.sent, first.retrying) == (1, 1)
    assert (one.state, one.may_be_double, outcomes(one)) == ("retrying", True, [("unknown", None)])
    assert one.reason == said(Reason.DOUBT)

    second = deliver_at(minutes=2)

    assert (second.sent, second.possibly_twice) == (1, 1)
    assert states(one, other) == ["sent", "sent"]
    assert smtp.message_ids.count(one.message_id) == copies


def test_a_server_that_never_says_yes_does_not_get_fifty_copies(smtp, letter, member):
    member("coordinator")
    one, at = letter(kind="call"), MORNING
    smtp.on("BODY", KEEP_AND_CUT)
    while at < MORNING + timedelta(hours=3) and states(one) != ["failed"]:
        deliver(moment=lambda at=at: at)
        at = bring_to(one, at)

    one.refresh_from_db()
    assert (smtp.message_ids, outcomes(one)) == ([one.message_id] * 5, [("unknown", None)] * 5)
    assert (one.state, one.reason, one.may_be_double) == ("failed", said(Reason.DOUBT), True)
    assert Notification.objects.filter(kind="undelivered", object_id=one.pk, channel="bell").exists()


def test_a_letter_that_cannot_be_put_together_holds_up_nobody(smtp, letter, deliver_at, test_source):
    first, poisoned, last = letter(), letter(object_id=500), letter()
    test_source.broken = {500}

    assert deliver_at().sent == 2
    assert states(first, poisoned, last) == ["sent", "retrying", "sent"]


def test_a_letter_whose_header_is_poisoned_holds_up_nobody(smtp, letter, deliver_at, monkeypatch):
    """It breaks only when the message is made, in the middle of the conversation."""
    first, poisoned, last = letter(), letter(), letter()
    genuine = mail.EmailMessage.message

    def message(self, *args, **kwargs):
        if poisoned.recipient.email in self.to:
            self.subject = "две\nстроки"
        return genuine(self, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "message", message)

    assert deliver_at().sent == 2
    assert states(first, poisoned, last) == ["sent", "retrying", "sent"]
    poisoned.refresh_from_db()
    assert (poisoned.reason, outcomes(poisoned)) == (said(Reason.BAD_LETTER), [("temporary", None)])
    assert smtp.steps["CONNECT"] == 1


def test_a_letter_that_is_too_large_fails_alone(letter, deliver_at, settings, school_scope):
    with RealServer(size_limit=100) as server:
        use(settings, server)
        one = letter()
        deliver_at()

    one.refresh_from_db()
    assert (one.state, one.reason) == ("failed", said(Reason.TOO_LARGE))
    assert not MailServer.objects.exclude(troubles=0).exists()


def test_a_letter_taken_over_by_another_sender_does_not_leave(smtp, letter, monkeypatch):
    one, other = letter(), letter()
    genuine = outbox.hand_over

    def hand_over(row, now):
        if row.pk == one.pk:
            raise outbox.LeaseLost
        genuine(row, now)

    monkeypatch.setattr(outbox, "hand_over", hand_over)
    done = deliver(moment=lambda: MORNING)

    assert (done.sent, states(one, other)) == (1, ["sending", "sent"])
    assert [received.message_id for received in smtp.letters] == [other.message_id]


def test_trouble_of_our_own_database_is_not_the_letters(smtp, letter):
    message = mail.EmailMessage("Тема", "Слова", "robot@school.test", ["olga@school.test"])

    def lose_the_database():
        raise OperationalError

    with PostOffice(lambda: MORNING) as office, pytest.raises(OperationalError):
        office.send(message, before_body=lose_the_database)

    assert smtp.letters == []


# ----- trouble of the server


TROUBLES = [
    ("CONNECT", "421 4.3.2 too busy", 421, Reason.LATER),
    ("CONNECT", "554 5.7.1 your address is blacklisted", 554, Reason.SPAM),
    ("CONNECT", HANG, None, Reason.SILENT),
    ("CONNECT", CUT, None, Reason.BROKEN_LINE),
    ("EHLO", HANG, None, Reason.SILENT),
    ("MAIL", "550 5.7.1 sender rejected", 550, Reason.SENDER),
    ("MAIL", "451 4.3.0 try later", 451, Reason.LATER),
    ("MAIL", HANG, None, Reason.SILENT),
    ("RCPT", "530 5.7.0 authentication required", 530, Reason.PASSWORD),
    ("BODY", "550 5.4.5 daily sending quota exceeded", 550, Reason.LIMIT),
]


@pytest.mark.parametrize(("step", "action", "code", "reason"), TROUBLES)
def test_trouble_of_the_server_stops_everything_and_is_nobodys_fault(
    impatient, smtp, letter, deliver_at, step, action, code, reason
):
    letters = [letter(), letter(), letter()]
    smtp.on(step, action)

    first = deliver_at()
    during = deliver_at(seconds=30)

    assert (first.retrying, first.sent, vars(during)) == (1, 0, vars(type(during)()))
    assert states(*letters) == ["retrying", "queued", "queued"]
    assert (outcomes(letters[0]), outcomes(letters[1])) == ([("temporary", code)], [])
    server = MailServer.objects.get()
    assert (server.trouble, server.trouble_since, server.troubles) == (said(reason), MORNING, 1)
    assert server.paused_until == MORNING + timedelta(minutes=1)

    smtp.heal()
    after = deliver_at(minutes=2)

    server.refresh_from_db()
    assert (after.sent, states(*letters)) == (3, ["sent"] * 3)
    assert (server.trouble, server.trouble_since, server.troubles, server.paused_until) == ("", None, 0, None)


def test_a_wrong_password_pauses_and_no_letter_is_blamed(settings, letter, deliver_at, monkeypatch, school_scope):
    with RealServer(security="starttls", wants_password=True) as server:
        monkeypatch.setenv("SSL_CERT_FILE", server.certificate)
        use(settings, server, EMAIL_USE_TLS=True, EMAIL_HOST_USER="robot", EMAIL_HOST_PASSWORD="secret")
        server.on("AUTH", "535 5.7.8 authentication failed")
        one, two = letter(), letter()
        deliver_at()

        assert states(one, two) == ["retrying", "queued"]
        assert MailServer.objects.get().trouble == said(Reason.PASSWORD)
        assert server.steps["MAIL"] == 0

        server.heal()
        assert deliver_at(minutes=2).sent == 2
        assert all(received.is_protected for received in server.letters)


@pytest.mark.parametrize("security", ["", "starttls"])
def test_where_starttls_is_struck_out_nothing_is_sent_in_clear(settings, letter, deliver_at, monkeypatch, security):
    with RealServer(security=security) as server:
        if security:
            monkeypatch.setenv("SSL_CERT_FILE", server.certificate)
            server.on("STARTTLS", "454 4.7.0 not now")
        use(settings, server, EMAIL_USE_TLS=True)
        one = letter()
        deliver_at()

        assert (server.letters, server.steps["MAIL"], states(one)) == ([], 0, ["retrying"])
        assert MailServer.objects.get().trouble == said(Reason.NOT_PROTECTED)


def test_a_server_that_is_not_there_is_trouble(settings, smtp, letter, deliver_at):
    settings.EMAIL_PORT = free_port()
    one = letter()
    deliver_at()

    assert states(one) == ["retrying"]
    assert MailServer.objects.get().trouble == said(Reason.SILENT)


def test_pauses_grow_to_ten_minutes(smtp, letter):
    at, pauses = MORNING, []
    for _number in range(8):
        letter(kind="call")
    smtp.on("CONNECT", "421 too busy")
    for _try in range(6):
        deliver(moment=lambda at=at: at)
        until = MailServer.objects.get().paused_until
        pauses.append((until - at) / timedelta(minutes=1))
        at = until

    assert pauses == [1, 2, 5, 10, 10, 10]
    assert MailServer.objects.get().trouble_since == MORNING


def test_what_was_tried_in_vain_goes_at_once_when_the_trouble_is_over(smtp, letter):
    """The pause is over before the ladder would let any of them go."""
    tried, at, soonest = [letter(kind="call"), letter(kind="call")], MORNING, MORNING
    smtp.on("CONNECT", "421 too busy")
    while soonest <= at:
        deliver(moment=lambda at=at: at)
        soonest = min(Notification.objects.get(pk=one.pk).send_after for one in tried)
        until = MailServer.objects.get().paused_until
        at = until if soonest > until + timedelta(minutes=20) else max(soonest, until)
    smtp.heal()
    late = letter(kind="call", at=at)
    assert states(*tried) == ["retrying"] * 2

    assert deliver(moment=lambda: at).sent == 3
    assert states(*tried, late) == ["sent"] * 3


def test_a_letter_refused_before_the_trouble_keeps_its_own_time(smtp, letter, deliver_at):
    full = letter(kind="call")
    smtp.on("RCPT", "452 4.2.2 mailbox full", to=full.recipient.email)
    for minutes in (0, 2, 9, 30):
        deliver_at(minutes=minutes)
    until = Notification.objects.get(pk=full.pk).send_after
    letter(kind="call", at=MORNING + timedelta(minutes=40))
    smtp.on("CONNECT", "421 too busy", times=1)
    deliver_at(minutes=40)
    assert deliver_at(minutes=45).sent == 1

    full.refresh_from_db()
    assert (full.state, full.send_after) == ("retrying", until)


def test_senders_that_find_the_trouble_together_make_one_pause(smtp, school_scope):
    mail_servers.note_trouble(SILENCE, MORNING)
    mail_servers.note_trouble(SILENCE, MORNING + timedelta(seconds=1))

    assert (MailServer.objects.get().troubles, MailServer.objects.get().paused_until) == (
        1,
        MORNING + timedelta(minutes=1),
    )


def test_a_pause_from_before_the_clock_was_set_back_does_not_count(smtp, letter, deliver_at):
    mail_servers.note_trouble(SILENCE, MORNING + timedelta(days=1))
    letter()

    assert deliver_at().sent == 1


def test_a_line_that_the_server_closed_while_idle_is_opened_anew_without_a_word(smtp, letter):
    messages = [mail.EmailMessage("Тема", "Слова", "robot@school.test", ["olga@school.test"]) for _number in range(2)]
    with PostOffice(lambda: MORNING) as office:
        first = office.send(messages[0], before_body=lambda: None)
        smtp.on("MAIL", CUT, times=1)
        second = office.send(messages[1], before_body=lambda: None)

    assert [first.outcome, second.outcome] == ["sent", "sent"]
    assert (smtp.steps["CONNECT"], MailServer.objects.filter(troubles__gt=0).count()) == (2, 0)


def test_a_server_that_falls_silent_costs_one_step_and_no_second_try(impatient, smtp, letter):
    messages = [mail.EmailMessage("Тема", "Слова", "robot@school.test", ["olga@school.test"]) for _number in range(2)]
    with PostOffice(lambda: MORNING) as office:
        office.send(messages[0], before_body=lambda: None)
        smtp.on("MAIL", HANG)
        began = time.monotonic()
        answer = office.send(messages[1], before_body=lambda: None)

    assert time.monotonic() - began < 1.5 * SOON
    assert (answer.reason, smtp.steps["CONNECT"]) == (Reason.SILENT, 1)


# ----- without a mail server


def test_letters_into_memory_and_files_go_by_the_same_way(letter, deliver_at, settings, tmp_path):
    one, two = letter(), letter(send_after=MORNING + timedelta(hours=1))
    assert deliver_at().sent == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == one.message_id

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert deliver_at(hours=1).sent == 1
    assert two.message_id in next(tmp_path.iterdir()).read_text()


def test_a_disk_that_takes_no_files_is_trouble_of_the_server(letter, deliver_at, settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.mail.backends.filebased.EmailBackend.send_messages", full)
    one, two = letter(), letter()
    deliver_at()

    assert states(one, two) == ["retrying", "queued"]


# ----- several senders


@pytest.mark.django_db(transaction=True)
def test_a_hanging_recipient_keeps_one_sender_and_the_others_go_on(impatient, smtp, letter, school_scope):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one")
    bad = letter()
    good = [letter() for _number in range(10)]
    smtp.on("RCPT", HANG, to=bad.recipient.email)

    senders = [threading.Thread(target=run_sender) for _number in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(20)

    with scope(school=school_scope):
        assert states(*good) == [State.SENT] * 10
        assert states(bad) == [State.RETRYING]
    assert len(smtp.letters) == len(set(smtp.message_ids)) == 10


def run_sender():
    try:
        deliver(moment=lambda: MORNING)
    finally:
        connection.close()
