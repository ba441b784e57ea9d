"""The embedded set as a person starts it: one command, everything up, Ctrl-C, nothing left."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.services import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]


def processes_of(var):
    """Processes that have the installation's folder in their environment or arguments."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if var.encode() in (folder / "environ").read_bytes() and folder.name != str(os.getpid()):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


@pytest.fixture
def product(tmp_path):
    var, port = str(tmp_path / "var"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
    environment |= {"MENTORSHIP_VAR_DIR": var, "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    command = [sys.executable, "manage.py", "run_all", "--no-demo", "--port", str(port)]
    with open(tmp_path / "said", "w") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
    process.var, process.port, process.environment = var, port, environment
    process.said = lambda: (tmp_path / "said").read_text()
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def ready(product):
    with urllib.request.urlopen(f"http://127.0.0.1:{product.port}/readyz", timeout=5) as answer:
        return json.load(answer)["status"] == "ok"


def test_it_starts_heals_and_stops(product):
    alive = Path(product.var) / "alive"
    wait_for(lambda: ready(product), seconds=90, what="the web server")
    assert wait_for(lambda: {path.name for path in alive.iterdir()} == {"worker", "beat"}, what="worker and beat")
    assert f"http://localhost:{product.port}/" in product.said()

    beat = next(pid for pid, words in processes_of(product.var).items() if " beat " in words)
    os.kill(beat, signal.SIGKILL)
    (alive / "beat").unlink()
    assert wait_for((alive / "beat").exists, what="the new beat")

    product.send_signal(signal.SIGINT)
    assert product.wait(timeout=12) == 0
    assert processes_of(product.var) == {}


def test_a_taken_port_is_told_in_one_line(product):
    product.kill()
    product.wait()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "manage.py", "run_all", "--port", port],
            cwd=ROOT, env=product.environment, capture_output=True, text=True,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert port in done.stderr
