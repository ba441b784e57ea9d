import smtplib
import socket
import ssl
import threading
import time

import pytest
from django.core import mail

from mentorship.common.smtp import EmailBackend, NotProtected, Step
from tests.mail_server import CUT, HANG, MailServer

SOON = 0.4
"""The patience of these tests, in seconds; the product's is 10 for a step and 30 for a letter."""


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(EmailBackend, "letter_seconds", 2 * SOON)


def backend_for(server, **options):
    options = {"timeout": SOON, "use_tls": server.security == "starttls", "use_ssl": server.security == "ssl"} | options
    return EmailBackend(host=server.host, port=server.port, **options)


def letter(to="olga@school.test", body="Здравствуйте.\n.\nТочка на строке."):
    return mail.EmailMessage("Тема", body, "robot@school.test", [to], headers={"Message-ID": "<one@school.test>"})


def trusted(monkeypatch, server):
    monkeypatch.setenv("SSL_CERT_FILE", server.certificate)
    return server


def raw_server(talk):
    """A port that does what ``talk(socket)`` does: for servers that aiosmtpd is too polite to be."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _address = listener.accept()
        with line, listener:
            try:
                talk(line)
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def test_ordinary_letters_of_the_product_go_this_way(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "mentorship.common.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port

        assert letter().send() == 1

        received = server.letters[0]
        assert (received.sender, received.recipients) == ("robot@school.test", ["olga@school.test"])
        assert received.message.get_content().splitlines() == ["Здравствуйте.", ".", "Точка на строке."]
        assert not received.is_protected


def test_the_final_answer_is_remembered():
    with MailServer() as server:
        backend = backend_for(server)
        backend.send_messages([letter()])

        assert backend.last_answer == (250, "2.0.0 Ok: queued as 4F2A1")
        assert backend.connection is None


def test_one_connection_carries_many_letters_and_outlives_a_refusal():
    with MailServer() as server:
        server.on("RCPT", "550 5.1.1 no such user", to="wrong@school.test")
        with backend_for(server) as backend:
            backend.send_messages([letter("first@school.test")])
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                backend.send_messages([letter("wrong@school.test")])
            backend.send_messages([letter("second@school.test")])

        assert [one.recipients for one in server.letters] == [["first@school.test"], ["second@school.test"]]
        assert server.steps["CONNECT"] == 1


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_protected_server_gets_the_letter_and_the_password_protected(monkeypatch, security):
    with trusted(monkeypatch, MailServer(security=security, wants_password=True)) as server:
        backend = backend_for(server, username="robot", password="secret", timeout=5)

        assert backend.send_messages([letter()]) == 1
        assert server.letters[0].is_protected


def test_where_starttls_is_struck_out_neither_a_password_nor_a_letter_leaves():
    heard = []

    def pose(line):
        """Between us and the server: everything as it should be, but no word of STARTTLS."""
        line.sendall(b"220 mail.test\r\n")
        while octets := line.recv(4096):
            heard.append(octets)
            line.sendall(b"250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n" if b"EHLO" in octets.upper() else b"250 Ok\r\n")

    backend = EmailBackend(
        host="127.0.0.1", port=raw_server(pose), username="robot", password="secret", use_tls=True, timeout=SOON
    )
    with pytest.raises(NotProtected):
        backend.send_messages([letter()])
    with pytest.raises(OSError, match=r"refused|reset|STARTTLS"):
        backend.send_messages([letter()])

    said = b"".join(heard).upper()
    assert said.startswith(b"EHLO")
    assert (b"AUTH" in said, b"MAIL" in said, b"ROBOT" in said) == (False, False, False)


@pytest.mark.parametrize("answer", ["454 4.7.0 TLS not available", "250 fine, go on in clear"])
def test_a_starttls_that_is_refused_ends_the_conversation(monkeypatch, answer):
    with trusted(monkeypatch, MailServer(security="starttls")) as server:
        server.on("STARTTLS", answer)
        for _try in range(2):
            with pytest.raises(NotProtected):
                backend_for(server, fail_silently=True).send_messages([letter()])

        assert (server.letters, server.steps["MAIL"]) == ([], 0)


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_refused(security):
    with MailServer(security=security) as server:
        with pytest.raises(ssl.SSLCertVerificationError):
            backend_for(server).send_messages([letter()])

        assert server.letters == []


def test_a_line_in_clear_is_refused_even_when_it_is_open_already(monkeypatch):
    with MailServer() as server, backend_for(server) as backend:
        backend.use_tls = True
        with pytest.raises(NotProtected):
            backend.send_messages([letter()])

        assert (server.letters, server.steps["MAIL"], backend.connection) == ([], 0, None)


@pytest.mark.parametrize(
    ("where", "step"),
    [
        ("CONNECT", Step.CONNECT),
        ("EHLO", Step.CONNECT),
        ("MAIL", Step.SENDER),
        ("RCPT", Step.RECIPIENT),
        ("DATA", Step.DATA),
        ("BODY", Step.BODY),
    ],
)
@pytest.mark.parametrize("action", [HANG, CUT])
def test_whatever_breaks_it_is_known_how_far_the_conversation_had_come(impatient, where, step, action):
    with MailServer() as server:
        server.on(where, action)
        backend, left, began = backend_for(server), [], time.monotonic()
        with pytest.raises(OSError, match=r"."):
            backend.hand_in(letter(), before_body=lambda: left.append(True))

        assert time.monotonic() - began < 3 * SOON
        assert (backend.step, backend.connection, bool(left)) == (step, None, where == "BODY")


def test_words_that_drip_do_not_keep_a_sender():
    def drip(line):
        line.sendall(b"220-")
        while True:
            time.sleep(SOON / 4)
            line.sendall(b"x")

    began = time.monotonic()
    with pytest.raises(OSError, match="timed out"):
        EmailBackend(host="127.0.0.1", port=raw_server(drip), timeout=SOON).send_messages([letter()])

    assert SOON * 0.9 < time.monotonic() - began < SOON * 2


def test_a_server_that_answers_just_in_time_is_left_at_the_end_of_the_letters_time(impatient):
    def slow(line):
        line.sendall(b"220 mail.test\r\n")
        while line.recv(4096):
            time.sleep(SOON * 0.6)
            line.sendall(b"250 Ok\r\n")

    began = time.monotonic()
    with pytest.raises(OSError, match="timed out"):
        EmailBackend(host="127.0.0.1", port=raw_server(slow), timeout=SOON).send_messages([letter()])

    assert SOON * 1.5 < time.monotonic() - began < SOON * 3


def test_a_letter_that_its_sender_takes_back_leaves_no_words():
    class Changed(Exception):
        pass

    def change():
        raise Changed

    with MailServer() as server, backend_for(server) as backend:
        with pytest.raises(Changed):
            backend.hand_in(letter("first@school.test"), before_body=change)
        backend.hand_in(letter("second@school.test"))

        assert [one.recipients for one in server.letters] == [["second@school.test"]]


def test_a_name_that_is_not_resolved_in_time_costs_one_step(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: time.sleep(5))
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        EmailBackend(host="mail.test", port=25, timeout=SOON).open()

    assert time.monotonic() - began < 2 * SOON


def test_a_dead_address_of_a_host_leaves_time_for_the_next():
    with MailServer() as server:
        dead = socket.create_server(("127.0.0.1", 0))
        dead_port = dead.getsockname()[1]
        dead.close()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in (dead_port, server.port)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
            assert EmailBackend(host="mail.test", port=1, timeout=SOON).send_messages([letter()]) == 1


def test_saying_good_bye_to_a_silent_server_is_short(monkeypatch):
    monkeypatch.setattr(EmailBackend, "farewell_seconds", SOON)

    def talk(line):
        line.sendall(b"220 mail.test\r\n")
        line.recv(4096)
        line.sendall(b"250 mail.test\r\n")
        line.recv(4096)
        time.sleep(5)

    backend = EmailBackend(host="127.0.0.1", port=raw_server(talk), timeout=10)
    backend.open()
    began = time.monotonic()
    backend.close()

    assert time.monotonic() - began < 2 * SOON
