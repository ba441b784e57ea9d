"""The mail server of the tests tells the truth about itself."""

import smtplib
import ssl
import subprocess
import sys

import pytest

from tests.mail_server import CUT, HANG, KEEP_AND_CUT, MailServer, noted

BODY = "Message-ID: <one@test>\r\nSubject: x\r\n\r\nhello\r\n"


def talk(server, seconds=3):
    return smtplib.SMTP(server.host, server.port, timeout=seconds)


def send(line, to="a@b.test"):
    return line.sendmail("robot@test.test", [to], BODY)


def test_letters_are_kept_with_their_recipients():
    with MailServer() as server, talk(server) as line:
        send(line)

    assert (server.message_ids, server.letters[0].recipients) == (["<one@test>"], ["a@b.test"])


def test_a_rule_holds_for_its_recipient_and_its_number_of_times():
    with MailServer() as server, talk(server) as line:
        server.on("RCPT", "550 5.1.1 no such user", to="bad@b.test", times=1)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(line, "bad@b.test")
        send(line)
        send(line, "bad@b.test")

    assert [letter.recipients for letter in server.letters] == [["a@b.test"], ["bad@b.test"]]


@pytest.mark.parametrize(("action", "kept"), [(CUT, 0), (KEEP_AND_CUT, 1)])
def test_a_cut_line_keeps_the_letter_or_loses_it(action, kept):
    with MailServer() as server, talk(server) as line:
        server.on("BODY", action)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            send(line)

        assert len(server.letters) == kept


def test_a_hanging_server_answers_nothing():
    with MailServer() as server:
        server.on("CONNECT", HANG)
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            talk(server, 0.2)


def test_a_protected_line_is_told_apart():
    with MailServer(security="starttls") as server, talk(server) as line:
        send(line)
        line.starttls(context=ssl.create_default_context(cafile=server.certificate))
        send(line)

    assert [letter.is_protected for letter in server.letters] == [False, True]


def test_as_a_process_it_writes_its_letters_down(tmp_path):
    journal = tmp_path / "journal"
    command = [sys.executable, "-m", "tests.mail_server", "--journal", journal]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = int(process.stdout.readline())
        with smtplib.SMTP("127.0.0.1", port, timeout=3) as line:
            send(line)
        process.kill()

    assert noted(journal) == [("<one@test>", "a@b.test")]
