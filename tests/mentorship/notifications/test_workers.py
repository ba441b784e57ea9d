"""Real processes that are killed at random moments, on both databases and both brokers: nothing is lost.

What comes twice was on its way when its sender died, and is on record. The figures are printed with ``-s``.
"""

import contextlib
import os
import random
import time

import pytest

from mentorship.notifications.outbox import LEASE
from tests.services import Missing, postgres, redis, wait_for

from .installation import Installation, children_of, end, judge, kill_a_child, moments

pytestmark = pytest.mark.production
LETTERS, KILLS = 1000, 100
LETTERS_OF_WORKERS, KILLS_OF_WORKERS = 400, 20
NOTHING_WRONG = {"lost": 0, "strange": 0, "unrecorded": 0}


@pytest.fixture(scope="module", params=["embedded", "server"])
def site(request, tmp_path_factory):
    """SQLite with the filesystem broker, then PostgreSQL with Redis."""
    folder = tmp_path_factory.mktemp(request.param)
    with contextlib.ExitStack() as stack:
        urls = {}
        if request.param == "server":
            try:
                urls = {"database_url": stack.enter_context(postgres()), "broker_url": stack.enter_context(redis())}
            except Missing as reason:
                pytest.skip(str(reason))
        installation = stack.enter_context(Installation(folder, **urls))
        installation.name = request.param
        installation.mail_server(pause=0.02)
        yield installation


@pytest.fixture(autouse=True)
def quiet_before_and_after(site):
    """Every test begins and ends without senders, workers and beats."""
    site.started = []
    yield
    for process in site.started:
        end(process)


def run(site, process):
    site.started.append(process)
    return process


def everything_left(site, seconds=150):
    """Wait until no letter waits, then say what came of them."""
    wait_for(lambda: set(site.report()["states"]) == {"sent"}, seconds=seconds, pause=1, what="the last letter")
    return judge(site)


def somebody_sends(site):
    """The next blow falls on people at work."""
    count = len(site.arrived)
    wait_for(lambda: len(site.arrived) > count, seconds=60, pause=0.02, what="the next letter")


def tell(site, what, **figures):
    print(f"\n{site.name}: {what}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))


def test_a_hundred_dead_senders_lose_nothing(site):
    """A thousand letters, three senders; -9 strikes one of them every third of a second on average."""
    site.fill(letters=LETTERS)
    began = time.monotonic()
    senders = run(site, site.start_senders(3, ERRANDS_HURRY="1"))
    wait_for(lambda: site.arrived, what="the first letter")
    killed = killed_at_work = 0
    for _moment in moments(0.1, 0.5):
        if kill_a_child(senders):
            killed += 1
            killed_at_work += len(site.arrived) < LETTERS
        if killed == KILLS:
            break

    found = everything_left(site)

    tell(site, "senders", seconds=round(time.monotonic() - began), killed=killed, at_work=killed_at_work, **found)
    assert found | NOTHING_WRONG == found
    assert found["letters"] == found["states"]["sent"] == LETTERS
    assert found["duplicates"] <= killed
    assert found["outcomes"]["interrupted"] + found["outcomes"].get("unknown", 0) > KILLS / 4


def test_dead_workers_of_celery_lose_nothing(site):
    """Three workers and beat. Mostly the process that sends is struck, at times the whole group, while letters go."""
    site.fill(letters=LETTERS_OF_WORKERS)
    began = time.monotonic()
    workers = {f"w{number}": None for number in range(3)}
    for name in workers:
        workers[name] = run(site, site.worker(name, ERRANDS_HURRY="1"))
    wait_for(lambda: all(children_of(worker) for worker in workers.values()), seconds=60, what="three workers")
    run(site, site.beat(ERRANDS_HURRY="1"))
    wait_for(lambda: site.arrived, seconds=60, what="the first letter")
    killed = groups = 0
    while killed < KILLS_OF_WORKERS and len(site.arrived) < LETTERS_OF_WORKERS - 20:
        next(moments(0, 0.3))
        name = random.choice([name for name in workers if children_of(workers[name])] or list(workers))
        if random.random() < 0.7:
            killed += kill_a_child(workers[name])
        else:
            end(workers[name])
            workers[name] = run(site, site.worker(name, ERRANDS_HURRY="1"))
            killed, groups = killed + 1, groups + 1
        somebody_sends(site)

    found = everything_left(site)

    tell(site, "workers", seconds=round(time.monotonic() - began), killed=killed, groups=groups, **found)
    assert found | NOTHING_WRONG == found
    assert found["letters"] == found["states"]["sent"] == LETTERS_OF_WORKERS
    assert found["duplicates"] <= killed
    assert killed >= KILLS_OF_WORKERS / 2
    assert found["outcomes"].get("interrupted", 0) + found["outcomes"].get("unknown", 0) > 0


def test_the_work_of_a_killed_worker_goes_on_within_a_minute(site):
    """With the real lease and the real poll: the worker dies at work, the supervisor starts another one at once."""
    site.fill(letters=300)
    run(site, site.beat())
    worker = run(site, site.worker("first"))
    wait_for(lambda: len(site.arrived) > 10, seconds=60, what="the first letters")
    end(worker)
    killed_at = time.time()
    run(site, site.worker("second"))

    found = everything_left(site)

    resumed = os.stat(site.journal).st_mtime - killed_at
    tell(site, "resumed", seconds=round(resumed, 1), **found)
    assert found | NOTHING_WRONG == found
    assert found["outcomes"].get("interrupted", 0) + found["outcomes"].get("unknown", 0) == 1
    assert LEASE.total_seconds() - 1 < resumed <= 60
