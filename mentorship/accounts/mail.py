"""Letters about the account itself, which cannot wait for the outbox of a school."""

import logging
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)


def send(message):
    """Hand the letter to the mail server; False when it refuses. The page must work without mail."""
    try:
        message.send()
    except (OSError, SMTPException):
        logger.exception("The mail server did not take a letter.")
        return False
    return True


def send_and_leave(message):
    """Send in a thread that ends with it, and so does its line to the database, where the letter is counted."""
    try:
        send(message)
    finally:
        connections.close_all()


def send_aside(message):
    """Send without keeping the page: an answer that takes as long as the mail server tells who has an account."""
    if settings.MAIL_ASIDE:
        Thread(target=send_and_leave, args=[message], daemon=True).start()
    else:
        send(message)
