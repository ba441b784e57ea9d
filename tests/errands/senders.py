"""``python -m tests.errands.senders 3``: so many senders, each a process of its own; a dead one is replaced at once.

A sender is ready within milliseconds, a worker of Celery within seconds: a hundred deaths are cheap here.
"""

import ctypes
import os
import signal
import sys
import time

import django

PR_SET_PDEATHSIG = 1


def send_for_ever():
    from mentorship.notifications.services.sending import deliver

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    while True:
        deliver()
        time.sleep(0.2)


def breed(count):
    living = set()
    while True:
        while len(living) < count:
            if pid := os.fork():
                living.add(pid)
            else:
                send_for_ever()
        living.discard(os.wait()[0])


def warm_up():
    """Load what the first letter would load, so that the children die at work and not on the way to it."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    from mentorship.notifications.services import sending  # noqa: F401

    get_template("notifications/email/letter.html")
    assert get_resolver().url_patterns


if __name__ == "__main__":
    django.setup()
    warm_up()
    breed(int(sys.argv[1]))
