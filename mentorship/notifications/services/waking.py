"""Telling a worker that there is work. It only makes things quicker: the poll of the database is the guarantee."""

import logging
import threading
import time

from celery import current_app

logger = logging.getLogger(__name__)
DELIVER = "mentorship.notifications.tasks.deliver"
PATIENCE_SECONDS = 2
REST_SECONDS = 30


class Bell:
    """Rings through the broker at the door of the worker who does ``task``, usually the sender of letters.

    A page waits two seconds for the broker at most, whatever hangs: its name, its connection, its password, its
    answer. A broker that failed is left alone for a while, so that it does not slow down page after page; the failures
    are counted. One ring at a time: who comes while somebody rings need not ring too.
    """

    def __init__(self, task=DELIVER):
        self.task = task
        self.failures, self.rests_until = 0, 0.0
        self.free = threading.Lock()

    def ring(self):
        if time.monotonic() < self.rests_until or not self.free.acquire(blocking=False):
            return
        thread = threading.Thread(target=self.send, name="wake-up", daemon=True)
        thread.start()
        thread.join(PATIENCE_SECONDS)
        if thread.is_alive():
            self.rest("no answer")

    def send(self):
        try:
            current_app.send_task(self.task, retry=False, expires=60)
        except Exception as error:  # whatever the broker does, the page must go on
            self.rest(type(error).__name__)
        finally:
            self.free.release()

    def rest(self, reason):
        self.failures += 1
        self.rests_until = time.monotonic() + REST_SECONDS
        logger.warning("The broker did not take a wake-up: %s (failure %d)", reason, self.failures)


wake_sender = Bell().ring
