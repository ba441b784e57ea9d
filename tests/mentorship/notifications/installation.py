"""A whole installation in processes of its own: database, broker, mail server, workers and beats that can be killed."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mail_server import noted
from tests.services import Missing, free_port, postgres, redis, wait_for

ROOT = Path(__file__).resolve().parents[3]
CELERY = [sys.executable, "-m", "celery", "-A", "mentorship", "--quiet"]


class Redis:
    """A broker that keeps nothing, and that can be frozen, emptied and killed while others use it."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen([redis_program(), *words], stdout=subprocess.DEVNULL, start_new_session=True)
        wait_for(lambda: is_listening(self.port), what="Redis")

    def freeze(self):
        """It keeps its port and its lines open and says nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def flush(self):
        """Everything that was queued is gone."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(100).startswith(b"+OK")

    def stop(self):
        if self.process:
            end(self.process)


@contextlib.contextmanager
def opened(name, folder, **environment):
    """``embedded`` is SQLite with the filesystem broker, ``server`` PostgreSQL with Redis; both with a mail server."""
    with contextlib.ExitStack() as stack:
        urls = {}
        if name == "server":
            try:
                urls = {"database_url": stack.enter_context(postgres()), "broker_url": stack.enter_context(redis())}
            except Missing as reason:
                pytest.skip(str(reason))
        installation = stack.enter_context(Installation(folder, **urls, **environment))
        installation.name = name
        installation.mail_server(pause=0.02)
        yield installation


def redis_program():
    program = shutil.which("redis-server")
    if not program:
        raise Missing("Redis is not installed (Debian: apt-get install redis-server)")
    return program


class Installation:
    """``folder`` holds everything; without a URL it is the embedded set. Leave it by ``with``."""

    def __init__(self, folder, *, database_url="", broker_url="", **environment):
        self.folder, self.journal = Path(folder), Path(folder) / "journal"
        self.mail_port, self.stack, self.name = free_port(), contextlib.ExitStack(), "installation"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "MENTORSHIP_VAR_DIR": str(self.folder / "var"),
            "MENTORSHIP_SECRET_KEY": "k" * 64,
            "MENTORSHIP_EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "PYTHONWARNINGS": "ignore",
            **environment,
        }
        for name, url in (("DATABASE", database_url), ("BROKER", broker_url)):
            if url:
                self.environment[f"MENTORSHIP_{name}_URL"] = url

    def __enter__(self):
        self.manage("migrate", "-v", "0")
        return self

    def __exit__(self, *error):
        self.stack.close()

    @contextlib.contextmanager
    def processes(self):
        """What is started within ends with it."""
        whole = self.stack
        try:
            with contextlib.ExitStack() as self.stack:
                yield
        finally:
            self.stack = whole

    def manage(self, *words, **environment):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            env=self.environment | environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fill(self, **counts):
        self.journal.unlink(missing_ok=True)
        self.manage("errands", "fill", *(f"--{name}={count}" for name, count in counts.items()))

    def report(self):
        return json.loads(self.manage("errands", "report"))

    def start(self, command, name, **environment):
        """A process group of its own; what it says is in NAME.log."""
        with open(self.folder / f"{name}.log", "a") as log:
            process = subprocess.Popen(
                command,
                env=self.environment | environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.stack.callback(end, process)
        return process

    def mail_server(self, pause=0):
        command = [sys.executable, "-m", "tests.mail_server", "--port", str(self.mail_port)]
        process = self.start([*command, "--journal", str(self.journal), "--pause", str(pause)], "mail-server")
        wait_for(lambda: is_listening(self.mail_port), what="the mail server")
        return process

    def worker(self, name, queues="mail,misc", **environment):
        words = ["worker", "-c", "1", "-Q", queues, "-n", f"{name}@%h", "--without-gossip", "--without-mingle"]
        return self.start([*CELERY, *words, "--loglevel", "INFO"], name, **environment)

    def beat(self, name="beat", **environment):
        words = ["beat", "--schedule", str(self.folder / f"{name}-schedule"), "--pidfile="]
        return self.start([*CELERY, *words, "--loglevel", "INFO"], name, **environment)

    def start_senders(self, count, **environment):
        return self.start([sys.executable, "-m", "tests.errands.senders", str(count)], "senders", **environment)

    @property
    def arrived(self):
        """Message-IDs in the order in which the mail server took them."""
        return [message_id for message_id, _address in noted(self.journal)]


def is_listening(port):
    with socket.create_connection(("127.0.0.1", port), timeout=1):
        return True


def end(process):
    """The whole group, whoever of it lives."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children_of(process):
    """Of all its threads: without an event loop a pool replaces its processes from a thread."""
    found = []
    for text in Path(f"/proc/{process.pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in text.read_text().split()]
    return found


def kill_a_child(process):
    """-9 to one process under this one, if there is any; answers whether somebody died."""
    found = children_of(process)
    if not found:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(random.choice(found), signal.SIGKILL)
        return True
    return False


def judge(installation):
    """What the journal and the database say together; nothing may be lost, every duplicate must be on record."""
    report, arrived = installation.report(), Counter(installation.arrived)
    twice = {message_id for message_id, count in arrived.items() if count > 1}
    return {
        "letters": len(report["ids"]),
        "states": report["states"],
        "lost": len(set(report["ids"]) - set(arrived)),
        "strange": len(set(arrived) - set(report["ids"])),
        "duplicates": sum(arrived.values()) - len(arrived),
        "unrecorded": len(twice - set(report["possibly_twice"])),
        "recorded": len(report["possibly_twice"]),
        "outcomes": report["outcomes"],
    }


def everything_left(installation, seconds=150):
    """Wait until no letter waits, then say what came of them."""
    wait_for(lambda: set(installation.report()["states"]) == {"sent"}, seconds, pause=1, what="the last letter")
    return judge(installation)


def tell(what, **figures):
    """For those who ask for the figures with ``pytest -s``."""
    print(f"\n{what}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))


def moments(low, high):
    """Random pauses for ever."""
    while True:
        time.sleep(random.uniform(low, high))
        yield
