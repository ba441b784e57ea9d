"""A real mail server for tests: it keeps what it takes, and misbehaves when told to.

``with MailServer() as server`` listens on a free local port. ``python -m tests.mail_server --port 0 --journal FILE``
is the same server as a process of its own, which writes down every letter before it says yes to it.
"""

import argparse
import asyncio
import contextlib
import email
import email.policy
import itertools
import os
import re
import ssl
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG = "hang"
"""Never answer."""
CUT = "cut"
"""Cut the connection instead of an answer. At BODY the letter is lost."""
KEEP_AND_CUT = "keep and cut"
"""At BODY only: the letter is taken, and the connection is cut before the answer."""
STEPS = ("CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BODY")
FOR_EVER = 3600


@dataclass
class Received:
    """A letter that the server took."""

    sender: str
    recipients: list[str]
    content: bytes
    is_protected: bool
    at: float = field(default_factory=time.monotonic)

    @property
    def message(self):
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def message_id(self):
        return self.message["Message-ID"]


@dataclass
class Rule:
    """At this step, for this recipient (or anybody), do that; ``times`` is how often, None for ever."""

    step: str
    action: str
    recipient: str | None = None
    times: int | None = None

    def applies(self, step, recipients):
        about = self.recipient is None or self.recipient in recipients
        return self.step == step and about and self.times != 0


class Conversation(SMTP):
    """One connection; the server's rules are asked before every step."""

    def connection_made(self, transport):
        super().connection_made(transport)
        self.event_handler.open_lines.add(self)

    def connection_lost(self, error):
        self.event_handler.open_lines.discard(self)
        super().connection_lost(error)

    async def obey(self, step, recipients=()):
        """Do what a rule says instead of the step; True when one did."""
        action = self.event_handler.action_at(step, recipients)
        if action is None:
            return False
        if action == HANG:
            await asyncio.sleep(FOR_EVER)
        if action in (CUT, KEEP_AND_CUT):
            await self.break_off()
        await self.push(action)
        if action.startswith("421"):
            self.transport.close()
        return True

    async def break_off(self):
        """Drop the line as a crashed server does; this task ends with it."""
        (self._original_transport or self.transport).abort()
        await asyncio.sleep(FOR_EVER)

    async def _handle_client(self):
        self.event_handler.count("CONNECT")
        if not await self.obey("CONNECT"):
            await super()._handle_client()

    async def smtp_EHLO(self, arg):
        if not await self.obey("EHLO"):
            await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg):
        if not await self.obey("EHLO"):
            await super().smtp_HELO(arg)

    async def smtp_STARTTLS(self, arg):
        if not await self.obey("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        self.event_handler.count("AUTH")
        if not await self.obey("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        self.event_handler.count("MAIL")
        if not await self.obey("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        address = re.search(r"<([^>]*)>", arg or "")
        if not await self.obey("RCPT", [address[1] if address else ""]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if not await self.obey("DATA", self.envelope.rcpt_tos):
            await super().smtp_DATA(arg)


class MailServer:
    """Takes every letter unless a rule says otherwise.

    ``security`` is "" (in clear), "starttls" or "ssl"; the certificate is made for 127.0.0.1 and localhost, a client
    trusts it when SSL_CERT_FILE names ``certificate``. ``pause`` are seconds between the body and the answer.
    """

    def __init__(self, *, port=0, security="", pause=0, journal=None, wants_password=False, size_limit=None):
        self.security, self.pause, self.journal = security, pause, journal
        self.rules, self.letters, self.steps = [], [], Counter()
        self.lock, self.open_lines = threading.Lock(), set()
        self.folder = tempfile.TemporaryDirectory(prefix="mail-server-") if security else None
        context = server_context(Path(self.folder.name)) if security else None
        self.controller = Listener(
            self,
            hostname="127.0.0.1",
            port=port,
            ssl_context=context if security == "ssl" else None,
            tls_context=context if security == "starttls" else None,
            auth_require_tls=security == "starttls",
            auth_required=wants_password,
            authenticator=lambda *_details: AuthResult(success=True),
            data_size_limit=size_limit,
            server_hostname="mail.test",
        )

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *error):
        asyncio.run_coroutine_threadsafe(self.hang_up(), self.controller.loop).result(5)
        self.controller.stop()
        if self.folder:
            self.folder.cleanup()

    async def hang_up(self):
        """Drop every line, so that nothing is left open when the loop ends."""
        while self.open_lines:
            for line in list(self.open_lines):
                (line._original_transport or line.transport).abort()
            await asyncio.sleep(0.01)

    @property
    def host(self):
        return "127.0.0.1"

    @property
    def port(self):
        return self.controller.port

    @property
    def certificate(self):
        """The file with the certificate, for SSL_CERT_FILE."""
        return str(Path(self.folder.name) / "certificate.pem")

    @property
    def message_ids(self):
        return [letter.message_id for letter in self.letters]

    def to(self, address):
        """The letters that came for an address."""
        return [letter for letter in self.letters if address in letter.recipients]

    def on(self, step, action, to=None, times=None):
        """``on("RCPT", "550 5.1.1 no such user", to=address)``; ``on("BODY", CUT, times=1)``; newest rule first."""
        assert step in STEPS, step
        self.rules.insert(0, Rule(step, action, to, times))

    def heal(self):
        """Forget the rules: every letter is taken from now on."""
        self.rules.clear()

    def count(self, step):
        self.steps[step] += 1

    def action_at(self, step, recipients):
        with self.lock:
            for rule in self.rules:
                if rule.applies(step, recipients):
                    rule.times = rule.times and rule.times - 1
                    return rule.action
        return None

    async def handle_DATA(self, conversation, session, envelope):
        """The body has come: keep it, write it down, say yes."""
        if self.pause:
            await asyncio.sleep(self.pause)
        action = self.action_at("BODY", envelope.rcpt_tos)
        if action == HANG:
            await asyncio.sleep(FOR_EVER)
        if action == CUT:
            await conversation.break_off()
        if action not in (None, KEEP_AND_CUT):
            return action
        self.keep(envelope, is_protected=session.ssl is not None or self.security == "ssl")
        if action == KEEP_AND_CUT:
            await conversation.break_off()
        return "250 2.0.0 Ok: queued as 4F2A1"

    def keep(self, envelope, is_protected):
        letter = Received(envelope.mail_from, list(envelope.rcpt_tos), envelope.content, is_protected)
        self.letters.append(letter)
        if self.journal:
            note(self.journal, letter)


class Listener(Controller):
    """The port. With port 0 the system picks a free one."""

    def factory(self):
        with warnings.catch_warnings():
            # aiosmtpd does not know that a line may be protected from its first byte on.
            warnings.simplefilter("ignore", UserWarning)
            return Conversation(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        """aiosmtpd talks to itself here, which the rules and counters of a test must not see."""
        self.port = self.server.sockets[0].getsockname()[1]
        self.smtpd = self._factory_invoker()
        self.smtpd._handler_coroutine = None


def note(journal, letter):
    """One line a recipient, on the disk before the server says yes."""
    lines = "".join(f"{letter.message_id} {address}\n" for address in letter.recipients)
    with open(journal, "a") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def noted(journal):
    """What a journal holds: ``[(Message-ID, recipient)]``."""
    path = Path(journal)
    return [tuple(line.split()) for line in path.read_text().splitlines()] if path.exists() else []


def server_context(folder):
    """TLS with a certificate made for this run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of a test")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context


def main(arguments):
    """Serve until the process is ended; the first line that is printed is the port."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--pause", type=float, default=0, help="seconds between a body and the answer")
    parser.add_argument("--keep-words", action="store_true", help="keep the letters themselves in memory too")
    options = parser.parse_args(arguments)
    with MailServer(port=options.port, journal=options.journal, pause=options.pause) as server:
        print(server.port, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            for _second in itertools.count():
                time.sleep(1)
                if not options.keep_words:
                    server.letters.clear()


if __name__ == "__main__":
    main(sys.argv[1:])
