"""Telling the sender that there is work. It only makes things quicker: the poll of the database is the guarantee."""

import logging
import time

from celery import current_app

logger = logging.getLogger(__name__)
DELIVER = "mentorship.notifications.tasks.deliver"
REST_SECONDS = 30


class Bell:
    """Rings at the sender's door through the broker.

    A broker that does not answer (two seconds at most) is left alone for a while, so that it does not slow down page
    after page; the failures are counted.
    """

    def __init__(self):
        self.failures, self.rests_until = 0, 0.0

    def ring(self):
        if time.monotonic() < self.rests_until:
            return
        try:
            current_app.send_task(DELIVER, queue="mail", retry=False, expires=60)
        except Exception:  # whatever the broker does, the page must go on
            self.failures += 1
            self.rests_until = time.monotonic() + REST_SECONDS
            logger.warning("The broker did not take a wake-up (failure %d)", self.failures)


wake_sender = Bell().ring
