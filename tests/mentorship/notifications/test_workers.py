"""Real processes that are killed at random moments, on both databases and both brokers: nothing is lost.

What comes twice was on its way when its sender died, and is on record.
"""

import random
import time

import pytest

from tests.services import wait_for

from .installation import children_of, end, everything_left, kill_a_child, moments, opened, tell

pytestmark = pytest.mark.processes
LETTERS, KILLS = 1000, 100
LETTERS_OF_WORKERS, KILLS_OF_WORKERS = 300, 15
NOTHING_WRONG = {"lost": 0, "strange": 0, "unrecorded": 0}


@pytest.fixture(scope="module", params=["embedded", "server"])
def installed(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    with opened(request.param, folder, ERRANDS_HURRY="1") as installation:
        yield installation


@pytest.fixture
def site(installed):
    with installed.processes():
        yield installed


def test_a_hundred_dead_senders_lose_nothing(site):
    """A thousand letters, three senders; -9 strikes one of them every third of a second on average."""
    site.fill(letters=LETTERS)
    began = time.monotonic()
    senders = site.start_senders(3)
    wait_for(lambda: site.arrived, what="the first letter")
    killed = killed_at_work = 0
    for _moment in moments(0.1, 0.4):
        if kill_a_child(senders):
            killed += 1
            killed_at_work += len(site.arrived) < LETTERS
        if killed == KILLS:
            break

    found = everything_left(site)

    tell(
        f"{site.name}: senders", seconds=round(time.monotonic() - began), killed=killed, at_work=killed_at_work, **found
    )
    assert found | NOTHING_WRONG == found
    assert found["letters"] == found["states"]["sent"] == LETTERS
    assert found["duplicates"] <= killed
    assert broken_off(found) > KILLS / 5


def test_dead_workers_of_celery_lose_nothing(site):
    """Three workers and beat. Mostly the process that sends is struck, at times the whole group, while letters go."""
    site.fill(letters=LETTERS_OF_WORKERS)
    began = time.monotonic()
    workers = {name: site.worker(name) for name in ("w0", "w1", "w2")}
    wait_for(lambda: all(children_of(worker) for worker in workers.values()), seconds=60, what="three workers")
    site.beat()
    wait_for(lambda: site.arrived, seconds=60, what="the first letter")
    killed = groups = 0
    while killed < KILLS_OF_WORKERS and len(site.arrived) < LETTERS_OF_WORKERS - 20:
        next(moments(0, 0.3))
        name = random.choice([name for name in workers if children_of(workers[name])] or list(workers))
        if random.random() < 0.7:
            killed += kill_a_child(workers[name])
        else:
            end(workers[name])
            workers[name] = site.worker(name)
            killed, groups = killed + 1, groups + 1
        somebody_sends(site)

    found = everything_left(site)

    tell(f"{site.name}: workers", seconds=round(time.monotonic() - began), killed=killed, groups=groups, **found)
    assert found | NOTHING_WRONG == found
    assert found["letters"] == found["states"]["sent"] == LETTERS_OF_WORKERS
    assert found["duplicates"] <= killed
    assert killed >= KILLS_OF_WORKERS / 2
    assert broken_off(found) > 0


def somebody_sends(site):
    """The next blow falls on people at work."""
    count = len(site.arrived)
    wait_for(lambda: len(site.arrived) > count, seconds=60, pause=0.02, what="the next letter")


def broken_off(found):
    return found["outcomes"].get("interrupted", 0) + found["outcomes"].get("unknown", 0)
