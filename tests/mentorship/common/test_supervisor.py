import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from mentorship.common.supervisor import Child, Supervisor
from tests.services import wait_for

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILING = [sys.executable, "-c", "raise SystemExit(3)"]


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def child():
    child = Child("sleeper", SLEEPER)
    yield child
    child.kill()


def test_a_dead_child_is_started_again(child):
    supervisor = Supervisor([child], say=lambda child, code: None)
    child.start()
    first = child.process.pid
    child.process.kill()
    child.process.wait()

    supervisor.look_after()
    supervisor.look_after()

    assert child.is_running
    assert child.process.pid != first


def test_a_child_that_keeps_dying_waits_longer_each_time():
    child = Child("failing", FAILING)
    pauses = []
    for _ in range(4):
        child.start()
        child.process.wait()
        child.bury()
        pauses.append(round(child.restart_at - time.monotonic()))

    assert pauses == [0, 1, 2, 4]


def test_a_child_that_stopped_touching_its_file_is_started_again(child, tmp_path, monkeypatch):
    child.pulse, said = tmp_path / "alive", []
    supervisor = Supervisor([child], say=lambda child, code: said.append(code))
    child.start()
    first, now = child.process.pid, [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def minutes_later(minutes, *, touched):
        now[0] += minutes * 60
        if touched:
            child.pulse.touch()
            os.utime(child.pulse, (now[0], now[0]))
        supervisor.look_after()

    for touched in (False, True, True, False):
        minutes_later(4, touched=touched)
    assert child.process.pid == first
    minutes_later(2, touched=False)
    supervisor.look_after()

    assert child.is_running
    assert child.process.pid != first
    assert said == [None]


def test_stopping_ends_those_who_do_not_listen():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf])
    child.start()
    time.sleep(0.3)

    Supervisor([child], patience=0.3).stop()

    assert not child.is_running


def test_children_die_with_a_killed_supervisor(tmp_path):
    program = textwrap.dedent(f"""
        import sys, time
        from mentorship.common.supervisor import Child
        child = Child("sleeper", {SLEEPER!r})
        child.start()
        print(child.process.pid, flush=True)
        time.sleep(60)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as supervisor:
        pid = int(supervisor.stdout.readline())
        os.kill(supervisor.pid, signal.SIGKILL)

    assert wait_for(lambda: not is_alive(pid), seconds=5, what="the end of the child")
