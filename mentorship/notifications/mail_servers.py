"""What is remembered of a mail server between letters: its troubles. They are never a letter's fault.

While it is in trouble one letter after a pause tries it, the others stay where they are; the first answer about a
letter ends the trouble, and everything goes at once.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from .models import MailServer

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10)]
"""After the first, second, third and every further failure in a row."""


def current_name():
    """The mailbox that the product sends from: its provider counts by mailbox."""
    return f"{settings.EMAIL_HOST_USER}@{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"[:200]


def known():
    """The server's row as it is, or one that is not saved yet."""
    name = current_name()
    return MailServer.objects.filter(name=name).first() or MailServer(name=name)


@contextmanager
def locked():
    """The server's row for a change; several senders wait for one another."""
    with transaction.atomic():
        MailServer.objects.get_or_create(name=current_name())
        yield MailServer.objects.select_for_update().get(name=current_name())


def paused_until(server, now):
    """The instant until which the server is left alone, or None.

    A pause that ends later than any pause can last was made before the clock was set back: it does not count.
    """
    until = server.paused_until
    return until if until and now < until <= now + PAUSES[-1] else None


def note_trouble(answer, now):
    """The server, or what we say to it, is not in order. Senders that find it out together make one pause."""
    with locked() as server:
        if paused_until(server, now):
            return
        server.paused_until = now + PAUSES[min(server.troubles, len(PAUSES) - 1)]
        server.troubles = min(server.troubles + 1, 1000)
        server.trouble = answer.in_words
        server.trouble_since = server.trouble_since or now
        server.save(update_fields=["paused_until", "troubles", "trouble", "trouble_since"])


def note_recovery():
    """The server has answered about a letter. Answers since when it was in trouble, or None."""
    with locked() as server:
        since = server.trouble_since
        server.paused_until = server.trouble_since = None
        server.troubles, server.trouble = 0, ""
        server.save(update_fields=["paused_until", "troubles", "trouble", "trouble_since"])
    return since
