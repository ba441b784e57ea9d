"""What servers say in the wild, and what people read."""

import smtplib
import socket
import ssl

import pytest

from mentorship.common.smtp import NotProtected, Step
from mentorship.notifications.answers import Answer, Reason, reason_of, understood
from mentorship.notifications.models import Outcome

SAYINGS = [
    (550, "5.1.1 <x@yandex.ru>: Recipient address rejected: User unknown", Reason.NO_MAILBOX),
    (550, "5.7.1 No such user!", Reason.NO_MAILBOX),
    (550, "Message was not accepted -- invalid mailbox. Local mailbox x@mail.ru is unavailable", Reason.NO_MAILBOX),
    (550, "", Reason.NO_MAILBOX),
    (550, "5.1.2 Host unknown", Reason.NO_DOMAIN),
    (556, "5.1.10 Recipient address has null MX", Reason.NO_DOMAIN),
    (501, "5.1.3 Bad recipient address syntax", Reason.BAD_ADDRESS),
    (550, "5.2.1 The email account that you tried to reach is disabled", Reason.SWITCHED_OFF),
    (450, "4.2.1 The user you are trying to contact is receiving mail at a rate", Reason.BUSY_MAILBOX),
    (552, "5.2.2 The email account that you tried to reach is over quota", Reason.FULL),
    (452, "4.2.2 The recipient's inbox is out of storage space", Reason.FULL),
    (552, "5.3.4 Message size exceeds fixed limit", Reason.TOO_LARGE),
    (554, "5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc", Reason.SPAM),
    (550, "5.7.26 This mail has been blocked because the sender is unauthenticated", Reason.NO_TRUST),
    (550, "5.7.1 SPF check failed", Reason.NO_TRUST),
    (535, "5.7.8 Error: authentication failed: Invalid user or password!", Reason.PASSWORD),
    (550, "5.4.5 Daily user sending limit exceeded", Reason.LIMIT),
    (451, "4.7.1 Sorry, the service is currently unavailable. Please come back later.", Reason.LATER),
    (451, "4.7.1 Greylisting in action", Reason.LATER),
    (452, "4.3.1 Insufficient system storage", Reason.LATER),
    (421, "4.4.2 Timeout", Reason.LATER),
    (554, "5.7.1 Relay access denied", Reason.REFUSED),
    (550, "5.7.0 Message content rejected", Reason.REFUSED),
    (571, "whatever", Reason.REFUSED),
    (499, "whatever", Reason.LATER),
]


@pytest.mark.parametrize(("code", "text", "reason"), SAYINGS)
def test_what_servers_say_is_put_into_plain_words(code, text, reason):
    assert reason_of(code, text) == reason


def refused(code, text):
    return smtplib.SMTPRecipientsRefused({"olga@school.test": (code, text.encode())})


CASES = [
    (refused(550, "5.1.1 unknown"), Step.RECIPIENT, Outcome.PERMANENT, False),
    (refused(450, "4.2.1 busy"), Step.RECIPIENT, Outcome.TEMPORARY, False),
    (refused(421, "closing"), Step.RECIPIENT, Outcome.TEMPORARY, False),
    (refused(530, "authenticate first"), Step.RECIPIENT, Outcome.TEMPORARY, True),
    (smtplib.SMTPDataError(554, b"5.7.1 spam"), Step.DATA, Outcome.PERMANENT, False),
    (smtplib.SMTPDataError(554, b"5.7.1 spam"), Step.BODY, Outcome.PERMANENT, False),
    (smtplib.SMTPDataError(451, b"4.3.0"), Step.BODY, Outcome.TEMPORARY, False),
    (smtplib.SMTPDataError(-1, b"gibberish"), Step.BODY, Outcome.UNKNOWN, False),
    (smtplib.SMTPServerDisconnected("gone"), Step.BODY, Outcome.UNKNOWN, False),
    (smtplib.SMTPServerDisconnected("gone"), Step.DATA, Outcome.TEMPORARY, False),
    (smtplib.SMTPServerDisconnected("gone"), Step.SENDER, Outcome.TEMPORARY, True),
    (smtplib.SMTPSenderRefused(550, b"5.7.1 no", "robot"), Step.SENDER, Outcome.TEMPORARY, True),
    (smtplib.SMTPSenderRefused(552, b"5.3.4 too large", "robot"), Step.SENDER, Outcome.PERMANENT, False),
    (smtplib.SMTPConnectError(554, b"no"), Step.CONNECT, Outcome.TEMPORARY, True),
    (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), Step.CONNECT, Outcome.TEMPORARY, True),
    (NotProtected("in clear"), Step.CONNECT, Outcome.TEMPORARY, True),
    (ConnectionRefusedError(111, "refused"), Step.CONNECT, Outcome.TEMPORARY, True),
]


@pytest.mark.parametrize(("error", "step", "outcome", "is_of_the_server"), CASES)
def test_whose_trouble_it_is_depends_on_how_far_the_conversation_had_come(error, step, outcome, is_of_the_server):
    answer = understood(error, step)

    assert (answer.outcome, answer.is_of_the_server) == (outcome, is_of_the_server)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotProtected("in clear"), Reason.NOT_PROTECTED),
        (ssl.SSLCertVerificationError("self-signed"), Reason.CERTIFICATE),
        (socket.gaierror(-2, "Name or service not known"), Reason.NOT_FOUND),
        (TimeoutError("timed out"), Reason.SILENT),
        (ConnectionRefusedError(111, "refused"), Reason.SILENT),
        (ConnectionResetError(104, "reset"), Reason.BROKEN_LINE),
        (smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server."), Reason.PASSWORD),
        (smtplib.SMTPException("No suitable authentication method found."), Reason.PASSWORD),
    ],
)
def test_a_line_that_does_not_stand_has_its_reason(error, reason):
    assert understood(error, Step.CONNECT).reason == reason


def test_the_servers_own_words_are_kept_apart_from_ours():
    answer = understood(refused(550, "5.1.1 <olga@school.test> user unknown"), Step.RECIPIENT)

    assert answer.text == "5.1.1 <olga@school.test> user unknown"
    assert "olga" not in answer.in_words


def test_a_letter_that_was_taken_needs_no_words():
    assert Answer(Outcome.SENT, 250, "ok").in_words == ""
