"""The class hour in a smaller size, at the product as it is started, and the web process killed in the midst of it."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.class_hour import GIVEN, KINDS, Figures, Pupil, hour
from tests.services import free_port, wait_for

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]


class Product:
    """The embedded set on a database of its own."""

    def __init__(self, folder):
        self.var, self.port = str(folder / "var"), free_port()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
        self.environment |= {"MENTORSHIP_VAR_DIR": self.var, "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
        command = [sys.executable, "manage.py", "run_all", "--no-demo", "--port", str(self.port)]
        with open(folder / "said", "w") as said:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
        wait_for(self.is_up, seconds=90, what="the web server")

    def is_up(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            return answer.status == 200

    def ask(self, *words):
        command = [sys.executable, "-m", "tests.class_hour", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def kill_web(self):
        """SIGKILL to the process that answers the requests."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                if self.var.encode() in (folder / "environ").read_bytes() and b"granian" in words:
                    found.append(int(folder.name))
        with contextlib.suppress(OSError):
            os.kill(max(found), signal.SIGKILL)


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("hour"))
    yield product
    product.process.send_signal(signal.SIGINT)
    product.process.wait(timeout=20)


def test_two_classes_at_once_lose_nothing(product):
    made = product.ask("seed", 60)

    figures = hour(product.port, made["paths"], seconds=6, pause=(0.1, 0.4))

    assert figures.errors == []
    assert len(figures.sent) == 60
    assert product.ask("rows", made["campaign"]) == [60, 60]


def test_fifty_presses_of_one_button_are_one_row_and_fifty_receipts(product):
    made = product.ask("seed", 1)
    (path,) = made["paths"]
    first = Pupil(product.port, path, Figures())
    first.ask("GET", path)
    _status, place = first.ask("POST", path)
    while "/q/" in place:
        number = int(place.rstrip("/").rsplit("q", 1)[1])
        _status, place = first.ask("POST", place, {"answer": GIVEN[KINDS[number - 1]]})
    first.close()
    answers, gate = [], threading.Barrier(50)

    def press():
        one = Pupil(product.port, path, Figures())
        gate.wait()
        answers.append(one.ask("POST", place))
        one.close()

    threads = [threading.Thread(target=press) for _press in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [(302, f"{path}done/")] * 50 or answers == [(303, f"{path}done/")] * 50
    assert product.ask("rows", made["campaign"]) == [1, 1]


def test_every_receipt_has_its_row_though_the_web_process_is_killed(product):
    made = product.ask("seed", 100)
    stop = threading.Event()
    kills = []

    def killer():
        while not stop.wait(random.uniform(1.0, 2.0)) and len(kills) < 5:
            product.kill_web()
            kills.append(time.monotonic())

    thread = threading.Thread(target=killer)
    thread.start()
    figures = hour(product.port, made["paths"], seconds=10, pause=(0.0, 0.2), is_patient=True)
    stop.set()
    thread.join()

    assert len(kills) == 5
    assert figures.errors == []
    assert len(figures.sent) == 100
    assert product.ask("rows", made["campaign"]) == [100, 100]
