"""With the real lease and the real poll: what a killed worker held is sent within a minute."""

import os
import time

import pytest

from mentorship.notifications.outbox import LEASE
from tests.services import wait_for

from .installation import end, everything_left, opened, tell

pytestmark = pytest.mark.processes
LETTERS = 150


def test_the_work_of_a_killed_worker_goes_on_within_a_minute(tmp_path):
    """The worker dies at work, whole; a supervisor starts another one at once. Both kinds of installation together."""
    with opened("embedded", tmp_path / "embedded") as embedded, opened("server", tmp_path / "server") as server:
        killed_at = {site: kill_at_work(site) for site in (embedded, server)}
        for site, instant in killed_at.items():
            found = everything_left(site)
            resumed = os.stat(site.journal).st_mtime - instant
            tell(f"{site.name}: resumed", seconds=round(resumed, 1), **found)
            assert (found["lost"], found["unrecorded"], found["states"]) == (0, 0, {"sent": LETTERS})
            assert found["outcomes"].get("interrupted", 0) + found["outcomes"].get("unknown", 0) == 1
            assert LEASE.total_seconds() - 1 < resumed <= 60


def kill_at_work(site):
    site.fill(letters=LETTERS)
    worker = site.worker("first")
    site.beat()
    wait_for(lambda: len(site.arrived) > 10, seconds=60, what="the first letters")
    end(worker)
    instant = time.time()
    site.worker("second")
    return instant
