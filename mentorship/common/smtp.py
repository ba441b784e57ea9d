"""The conversation with the mail server, held within bounds and never in clear when TLS is set.

Django's own backend waits ten seconds for every piece of an answer, so a server that lets its words drip, or answers
every command just in time, keeps a sender for hours. Here a step takes ten seconds at most and the whole conversation
about one letter thirty, and the sender knows how far it had come when it broke.
"""

import queue
import re
import smtplib
import socket
import ssl
import threading
import time
from enum import IntEnum

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address
from django.dispatch import Signal

CHUNK = 16 * 1024
letter_left = Signal()
"""The mail server took an ordinary letter (an invitation, a new password), which its provider counts too."""


class Step(IntEnum):
    """How far a conversation has come. Until SENDER nothing was said about a recipient; at BODY the letter leaves."""

    CONNECT = 1
    SENDER = 2
    RECIPIENT = 3
    DATA = 4
    BODY = 5


class NotProtected(smtplib.SMTPException):
    """TLS is set and the line is in clear: nothing may be said on it."""


class Patience:
    """How long one may still wait: so many seconds for a step, so many for everything about one letter."""

    def __init__(self, step_seconds, letter_seconds):
        self.step_seconds, self.letter_seconds = step_seconds, letter_seconds
        self.begin()

    def begin(self, seconds=None):
        """A new letter: its time runs from now."""
        self.letter_ends_at = time.monotonic() + (seconds or self.letter_seconds)
        self.begin_step()

    def begin_step(self, seconds=None):
        self.ends_at = min(time.monotonic() + (seconds or self.step_seconds), self.letter_ends_at)

    def left(self):
        """The seconds that are left for this step; raises TimeoutError when there are none."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


class Answers:
    """The server's lines. However slowly their pieces come, a line is waited for no longer than the step may take."""

    def __init__(self, sock, patience):
        self.sock, self.patience, self.read = sock, patience, b""

    def readline(self, limit):
        while b"\n" not in self.read and len(self.read) < limit:
            self.sock.settimeout(self.patience.left())
            piece = self.sock.recv(CHUNK)
            if not piece:
                break
            self.read += piece
        end = min(self.read.find(b"\n") + 1 or len(self.read), limit)
        line, self.read = self.read[:end], self.read[end:]
        return line

    def close(self):
        self.read = b""


class Line(smtplib.SMTP):
    """A connection that keeps within its patience at every step."""

    def __init__(self, *args, patience, **kwargs):
        self.patience = patience
        super().__init__(*args, **kwargs)

    def _get_socket(self, host, port, timeout):
        self.patience.begin_step()
        sock = connected(host, port, self.patience)
        sock.settimeout(self.patience.left())
        return sock

    def getreply(self):
        if self.file is None:
            self.file = Answers(self.sock, self.patience)
        return super().getreply()

    def send(self, s):
        if not self.sock:
            raise smtplib.SMTPServerDisconnected("not connected")
        self.patience.begin_step()
        octets = s.encode(self.command_encoding) if isinstance(s, str) else s
        try:
            for start in range(0, len(octets), CHUNK):
                self.sock.settimeout(self.patience.left())
                self.sock.sendall(octets[start : start + CHUNK])
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"Connection unexpectedly closed: {error}") from error

    @property
    def is_protected(self):
        return isinstance(self.sock, ssl.SSLSocket)


class ProtectedLine(smtplib.SMTP_SSL, Line):
    """TLS from the first byte (port 465)."""

    def __init__(self, *args, patience, **kwargs):
        self.patience = patience
        super().__init__(*args, **kwargs)


def connected(host, port, patience):
    """A socket to the first address of the host that answers; each gets its share of the time."""
    addresses, trouble = resolved(host, port, patience.left()), None
    for position, (family, kind, protocol, _name, address) in enumerate(addresses):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(patience.left() / (len(addresses) - position))
            sock.connect(address)
        except OSError as error:
            sock.close()
            trouble = error
        else:
            return sock
    raise trouble or OSError(f"{host} has no address")


def resolved(host, port, seconds):
    """The addresses of a host. The system's resolver knows no time limit, so it is asked from aside."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"the name {host} was not resolved in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


class EmailBackend(smtp.EmailBackend):
    """The way to the mail server for the whole product; it never fails silently.

    After a letter ``last_answer`` holds the server's final (code, text); after a failure ``step`` says how far the
    conversation had come. A refused letter leaves the connection usable, a broken conversation leaves none.
    """

    letter_seconds = 30
    farewell_seconds = 2

    def __init__(self, *args, fail_silently=False, **kwargs):
        super().__init__(*args, fail_silently=False, **kwargs)
        self.patience = Patience(self.timeout, self.letter_seconds)
        self.step, self.last_answer = Step.CONNECT, None

    def open(self):
        """Connect and sign in, unless that is done already; True when it was not."""
        self.patience.begin()
        return self.connect()

    def send_messages(self, email_messages):
        with self._lock:
            was_open = self.connection is not None
            try:
                return sum(self.send_one(message) for message in email_messages)
            finally:
                if not was_open:
                    self.close()

    def send_one(self, message):
        is_sent = self.hand_in(message)
        if is_sent:
            letter_left.send_robust(sender=type(self))
        return is_sent

    def hand_in(self, message, before_body=None):
        """Send one letter, connecting first where necessary, all within its time.

        ``before_body`` is called when everything is agreed and the words are about to leave; when it raises, they
        do not, and the connection is given up.
        """
        self.patience.begin()
        self.step = Step.SENDER if self.connection else Step.CONNECT
        self.connect()
        return self._send(message, before_body)

    def connect(self):
        if self.connection:
            return False
        self.step = Step.CONNECT
        kwargs = {"context": self.ssl_context} if self.use_ssl else {}
        kind = ProtectedLine if self.use_ssl else Line
        line = kind(self.host, self.port, local_hostname=settings.MAIL_DOMAIN, patience=self.patience, **kwargs)
        try:
            if self.use_tls:
                self.protect(line)
            self.insist_on_protection(line)
            if self.username and self.password:
                line.login(self.username, self.password)
            line.ehlo_or_helo_if_needed()
        except BaseException:
            line.close()
            raise
        self.connection = line
        return True

    def protect(self, line):
        """STARTTLS. Who stands between us and the server may have struck it out of the offers: then nothing goes."""
        line.ehlo_or_helo_if_needed()
        if not line.has_extn("starttls"):
            raise NotProtected("the server offers no STARTTLS")
        try:
            line.starttls(context=self.ssl_context)
        except smtplib.SMTPResponseException as refusal:
            raise NotProtected(f"{refusal.smtp_code} {said(refusal.smtp_error)}") from refusal

    def insist_on_protection(self, line):
        """With TLS set neither a password nor a letter goes over a line in clear, whatever the server offers."""
        if (self.use_tls or self.use_ssl) and not line.is_protected:
            raise NotProtected("the line is not protected by TLS")

    def _send(self, email_message, before_body=None):
        if not email_message.recipients():
            return False
        encoding = email_message.encoding or settings.DEFAULT_CHARSET
        sender = sanitize_address(email_message.from_email, encoding)
        recipients = [sanitize_address(address, encoding) for address in email_message.recipients()]
        octets = email_message.message().as_bytes(linesep="\r\n")
        try:
            self.converse(sender, recipients, octets, before_body)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            self.start_over()
            raise
        except BaseException:
            self.drop()
            raise
        return True

    def converse(self, sender, recipients, octets, before_body):
        """One letter from MAIL to the final answer, as in RFC 5321."""
        line = self.connection
        self.step, self.last_answer = Step.SENDER, None
        self.insist_on_protection(line)
        size = [f"size={len(octets)}"] if line.has_extn("size") else []
        code, text = line.mail(sender, size)
        if not is_yes(code):
            raise smtplib.SMTPSenderRefused(code, text, sender)
        self.step = Step.RECIPIENT
        answers = {address: line.rcpt(address) for address in recipients}
        refused = {address: answer for address, answer in answers.items() if not is_yes(answer[0])}
        if len(refused) == len(answers):
            raise smtplib.SMTPRecipientsRefused(refused)
        self.step = Step.DATA
        code, text = line.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPDataError(code, text)
        if before_body:
            before_body()
        self.step = Step.BODY
        line.send(as_data(octets))
        # A server that looks for viruses first is slow to say yes, and an impatient sender would send twice.
        self.patience.begin_step(self.letter_seconds)
        code, text = line.getreply()
        if not is_yes(code):
            raise smtplib.SMTPDataError(code, text)
        self.last_answer = code, said(text)

    def start_over(self):
        """After a refusal: the same connection serves the next letter, if the server is still there."""
        try:
            if not is_yes(self.connection.rset()[0]):
                self.drop()
        except OSError:
            self.drop()

    def drop(self):
        """Give the connection up without a word: whatever was not finished does not count."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def close(self):
        """Say good-bye, for two seconds at most."""
        if self.connection is not None:
            self.patience.begin(self.farewell_seconds)
            try:
                self.connection.quit()
            except OSError:
                pass
            finally:
                self.drop()


def is_yes(code):
    return 200 <= code < 300


def as_data(octets):
    """The body as DATA wants it: dots at the beginnings of lines doubled, a lone dot at the end."""
    end = b"" if octets.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", octets) + end + b".\r\n"


def said(text):
    """The server's words as one line."""
    return " ".join(text.decode("utf-8", "replace").split()) if isinstance(text, bytes) else str(text)
