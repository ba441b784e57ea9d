"""With the real lease and the real poll: what a killed worker held is sent within a minute."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mentorship.notifications.outbox import LEASE
from tests.services import wait_for

from .installation import end, everything_left, opened, tell

pytestmark = pytest.mark.processes
LETTERS = 300


def test_the_work_of_a_killed_worker_goes_on_within_a_minute(tmp_path):
    """The worker dies at work, whole; a supervisor starts another one at once. Both kinds of installation together."""
    with (
        opened("embedded", tmp_path / "embedded") as embedded,
        opened("server", tmp_path / "server") as server,
        ThreadPoolExecutor() as together,
    ):
        for site, seconds in together.map(resumed, [embedded, server]):
            found = everything_left(site)
            tell(f"{site.name}: resumed", seconds=round(seconds, 1), **found)
            assert (found["lost"], found["unrecorded"], found["states"]) == (0, 0, {"sent": LETTERS})
            assert found["outcomes"].get("interrupted", 0) + found["outcomes"].get("unknown", 0) == 1
            assert LEASE.total_seconds() - 1 < seconds <= 60


def resumed(site):
    """Kill a worker with a letter in its hands; answers after how many seconds another one has sent it."""
    site.fill(letters=LETTERS)
    site.beat()
    held, killed_at = [], 0
    while not held:
        worker, count = site.worker("worker"), len(site.arrived)
        wait_for(lambda count=count: len(site.arrived) > count, seconds=120, what="the first letters")
        end(worker)
        killed_at, arrived = time.time(), site.arrived
        held = site.report()["sending"]
    site.worker("another")
    wait_for(lambda: site.arrived.count(held[0]) > arrived.count(held[0]), seconds=120, what="the letter")
    return site, time.time() - killed_at
