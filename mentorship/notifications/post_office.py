"""The way to the mail server: one conversation for many letters."""

import smtplib

from django.core.mail import get_connection
from django.db import Error as DatabaseError

from mentorship.common.smtp import EmailBackend, Step

from . import mail_servers, outbox, stamps
from .answers import Answer, Reason, said_by, understood
from .models import Outcome

__all__ = ["Answer", "PostOffice"]


class PostOffice:
    """``with PostOffice(moment) as office``; ``moment`` answers the present instant.

    What goes wrong before a recipient is named is the server's trouble or our set-up's: it pauses all letters. What
    goes wrong after that is this letter's own: the next one goes. Only when the words begin to leave a stamp is spent.
    """

    def __init__(self, moment):
        self.moment = moment
        self.backend = get_connection()
        self.is_in_trouble = False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """End the conversation."""
        self.backend.close()

    def closed_until(self):
        """The instant until which no letter may be handed over (trouble, or no stamps left), or None."""
        now, server = self.moment(), mail_servers.known()
        self.is_in_trouble = bool(server.troubles)
        return mail_servers.paused_until(server, now) or stamps.back_at(server, now)

    def send(self, message, before_body):
        """Hand one message over; ``before_body`` is called right before its body leaves and may raise."""

        def leave():
            before_body()
            stamps.spend(self.moment())

        try:
            answer = self.by_smtp(message, leave) if self.is_smtp else self.aside(message, leave)
        except stamps.NoStamps:
            return Answer(Outcome.TEMPORARY, reason=Reason.NO_STAMPS)
        except (outbox.LeaseLost, DatabaseError):
            raise
        except Exception as error:  # a letter that cannot be put together holds up nobody else
            return Answer(Outcome.TEMPORARY, text=f"{type(error).__name__}: {error}", reason=Reason.BAD_LETTER)
        self.remember(answer)
        return answer

    @property
    def is_smtp(self):
        return isinstance(self.backend, EmailBackend)

    def by_smtp(self, message, leave):
        """A line that stood idle may have been closed by the server, which says nothing about it: it is opened anew."""
        was_open = self.backend.connection is not None
        try:
            return self.hand_in(message, leave)
        except OSError as error:
            if was_open and self.backend.step == Step.SENDER and is_over(error):
                self.backend.drop()
                return self.second_try(message, leave)
            return understood(error, self.backend.step)

    def second_try(self, message, leave):
        try:
            return self.hand_in(message, leave)
        except OSError as error:
            return understood(error, self.backend.step)

    def hand_in(self, message, leave):
        self.backend.hand_in(message, leave)
        code, text = self.backend.last_answer
        return Answer(Outcome.SENT, code, text)

    def aside(self, message, leave):
        """Into a file, or wherever letters go where no mail server is set: what can go wrong there stops everything."""
        message.message()
        leave()
        try:
            self.backend.send_messages([message])
        except OSError as error:
            return understood(error, Step.CONNECT)
        return Answer(Outcome.SENT)

    def remember(self, answer):
        """Trouble makes a pause. Its end, which any answer about a letter shows, lets everything go that it held up."""
        if answer.is_of_the_server:
            mail_servers.note_trouble(answer, self.moment())
        elif self.is_in_trouble and (answer.code or answer.outcome == Outcome.SENT):
            self.is_in_trouble = False
            if since := mail_servers.note_recovery():
                outbox.bring_forward(since, self.moment())


def is_over(error):
    """The server has ended the conversation, with 421 or without a word; one that keeps silent has not."""
    is_silent = isinstance(error.__context__, TimeoutError)
    return said_by(error)[0] == 421 or (isinstance(error, smtplib.SMTPServerDisconnected) and not is_silent)
