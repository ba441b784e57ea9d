"""When a letter that was not taken is tried again: after 1, 5, 15 and 60 minutes, then every hour, for two days."""

import random
from datetime import timedelta

STEPS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
GIVE_UP = timedelta(hours=48)
JITTER = 0.1
"""Up to a tenth more or less, so that a thousand letters do not come back in the same second."""


MOST_DOUBTS = 5
"""A server that takes letters and never says so would fill a mailbox with fifty copies in two days."""


def next_try(*, tries, first_tried_at, now, doubts=0):
    """The instant of the next try after ``tries`` of them, or None when two days are over.

    ``doubts`` are tries that ended without a final answer, after which the letter may have arrived.
    """
    if doubts >= MOST_DOUBTS:
        return None
    pause = STEPS[min(max(tries, 1), len(STEPS)) - 1]
    at = now + pause * random.uniform(1 - JITTER, 1 + JITTER)  # nosec B311
    return at if at - first_tried_at <= GIVE_UP else None
