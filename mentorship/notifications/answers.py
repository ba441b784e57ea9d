"""What the mail server's answers mean, and how a person is told.

A server says a code of three digits, often an extended one (RFC 3463: «5.1.1»), and words of its own in whatever
language. People get the meaning; the server's words stay in the log.
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from mentorship.common.smtp import NotProtected, Step, said

from .models import Outcome


class Reason(StrEnum):
    """Why a letter was not taken, as people understand it."""

    NO_MAILBOX = _("There is no such mailbox.")
    NO_DOMAIN = _("There is no such mail server: the address is wrong after the @ sign.")
    BAD_ADDRESS = _("The address is written wrongly.")
    SWITCHED_OFF = _("The mailbox is switched off.")
    FULL = _("The mailbox is full.")
    BUSY_MAILBOX = _("The mailbox cannot be reached just now.")
    TOO_LARGE = _("The letter is too large for the mail server.")
    SPAM = _("The mail server took the letter for spam.")
    NO_TRUST = _("The mail server does not trust our domain: its SPF, DKIM or DMARC record is wrong.")
    PASSWORD = _("The mail server does not accept our name and password.")
    SENDER = _("The mail server does not let us send from our address.")
    LIMIT = _("The mail server takes no more letters from us today.")
    LATER = _("The mail server is busy and asks to come later.")
    REFUSED = _("The mail server refused the letter.")
    SILENT = _("The mail server does not answer.")
    NOT_FOUND = _("The mail server cannot be found by its name.")
    BROKEN_LINE = _("The connection to the mail server broke.")
    NOT_PROTECTED = _("The mail server offers no protected connection, so nothing was sent.")
    CERTIFICATE = _("The mail server's certificate is not valid, so nothing was sent.")
    DOUBT = _("The mail server gave no final answer: the letter may have arrived.")
    BAD_LETTER = _("The letter could not be put together.")
    NO_STAMPS = _("The letters of today are used up; it goes when the mail server takes letters again.")


BY_EXTENDED_CODE = {
    r"\d\.1\.1$|\d\.1\.6$": Reason.NO_MAILBOX,
    r"\d\.1\.(2|10)$|\d\.4\.4$": Reason.NO_DOMAIN,
    r"\d\.1\.3$": Reason.BAD_ADDRESS,
    r"\d\.1\.[78]$": Reason.SENDER,
    r"5\.2\.1$": Reason.SWITCHED_OFF,
    r"4\.2\.1$": Reason.BUSY_MAILBOX,
    r"\d\.2\.2$": Reason.FULL,
    r"\d\.(2\.3|3\.4)$": Reason.TOO_LARGE,
    r"\d\.4\.5$": Reason.LIMIT,
    r"\d\.7\.2\d$": Reason.NO_TRUST,
    r"\d\.7\.(8|9|11)$": Reason.PASSWORD,
}
BY_WORDS = {
    r"spam|спам|black ?list|reputation": Reason.SPAM,
    r"\bspf\b|dkim|dmarc": Reason.NO_TRUST,
    r"(user|mailbox|recipient|account|address).{0,40}(unknown|not found|not exist|no such|unavailable|invalid)"
    r"|no such (user|mailbox|recipient|address)|unknown (user|recipient|mailbox)|invalid mailbox": Reason.NO_MAILBOX,
    r"(daily|sending|per day).{0,30}(limit|quota)|(limit|quota).{0,30}(per day|daily)": Reason.LIMIT,
    r"quota|mailbox.{0,20}full": Reason.FULL,
}
BY_CODE = {
    421: Reason.LATER,
    450: Reason.BUSY_MAILBOX,
    452: Reason.FULL,
    501: Reason.BAD_ADDRESS,
    530: Reason.PASSWORD,
    534: Reason.PASSWORD,
    535: Reason.PASSWORD,
    538: Reason.PASSWORD,
    550: Reason.NO_MAILBOX,
    552: Reason.FULL,
    553: Reason.BAD_ADDRESS,
    556: Reason.NO_DOMAIN,
}
OUR_SETUP = {530, 534, 535, 538}
"""Codes that speak of us at whatever step: nobody's letter is at fault."""


@dataclass(frozen=True)
class Answer:
    """What the mail server said to one letter. ``code`` is SMTP's, ``text`` the server's own words."""

    outcome: str
    code: int | None = None
    text: str = ""
    reason: str = ""
    is_of_the_server: bool = False
    """The trouble is the server's or of our set-up, not of this letter: the others need not try."""

    @property
    def in_words(self):
        """The reason for people, without the server's words."""
        return "" if self.outcome == Outcome.SENT else gettext(self.reason or reason_of(self.code, self.text))


def reason_of(code, text):
    """The meaning of an answer: the extended code says it best, then the server's words, then the code."""
    if code is None:
        return Reason.BAD_LETTER
    extended = extended_code(text)
    for pattern, reason in BY_EXTENDED_CODE.items():
        if extended and re.match(pattern, extended):
            return reason
    for pattern, reason in BY_WORDS.items():
        if re.search(pattern, text, re.IGNORECASE):
            return reason
    is_vague = extended and not re.match(r"\d\.(0|1|2)\.", extended)
    by_code = None if is_vague and code in (550, 450, 452, 552) else BY_CODE.get(code)
    return by_code or (Reason.REFUSED if code >= 500 else Reason.LATER)


def extended_code(text):
    """«5.1.1» at the beginning of the server's words, or nothing."""
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", text)
    return found[1] if found else ""


def understood(error, step):
    """The meaning of a conversation that failed at a step.

    What is said of the sender, before any recipient was named, is trouble of the server or of our set-up whatever its
    code is. Of a recipient and a letter 4xx means later and 5xx never. A line that breaks when the words had begun to
    leave tells nothing: the letter may have been taken.
    """
    code, text = said_by(error)
    if code is None:
        return broken(error, text, step)
    reason = reason_of(code, text)
    is_too_large = reason == Reason.TOO_LARGE or (code == 552 and step == Step.SENDER)
    if is_too_large and code >= 500:
        return Answer(Outcome.PERMANENT, code, text, Reason.TOO_LARGE)
    if step <= Step.SENDER or code in OUR_SETUP or reason == Reason.LIMIT:
        return Answer(Outcome.TEMPORARY, code, text, reason_at(step, code, reason), is_of_the_server=True)
    return Answer(Outcome.PERMANENT if code >= 500 else Outcome.TEMPORARY, code, text, reason)


def reason_at(step, code, reason):
    """Before a recipient is named, codes speak of us: 550 is not about a mailbox, and 452 not about its size."""
    if step > Step.SENDER or reason in (Reason.SPAM, Reason.NO_TRUST, Reason.PASSWORD, Reason.LIMIT):
        return reason
    if code < 500:
        return Reason.LATER
    return Reason.SENDER if step == Step.SENDER else Reason.REFUSED


def broken(error, text, step):
    """No answer at all, or none that can be read."""
    if step == Step.BODY:
        return Answer(Outcome.UNKNOWN, None, text, Reason.DOUBT)
    return Answer(Outcome.TEMPORARY, None, text, reason_of_break(error), is_of_the_server=step <= Step.SENDER)


def reason_of_break(error):
    causes = [error, error.__cause__, error.__context__]
    for kind, reason in {
        NotProtected: Reason.NOT_PROTECTED,
        ssl.SSLCertVerificationError: Reason.CERTIFICATE,
        socket.gaierror: Reason.NOT_FOUND,
        TimeoutError: Reason.SILENT,
        ConnectionRefusedError: Reason.SILENT,
    }.items():
        if any(isinstance(one, kind) for one in causes):
            return reason
    is_without_sign_in = type(error) in (smtplib.SMTPException, smtplib.SMTPNotSupportedError)
    return Reason.PASSWORD if is_without_sign_in else Reason.BROKEN_LINE


def said_by(error):
    """``(code, words)`` of the server; the code is None when it said nothing that can be read."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None, str(error)
    return (code if 400 <= code < 600 else None), said(words)
