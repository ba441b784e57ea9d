"""Keeps several processes alive together: starts them, starts again the one that died or fell silent, stops them all.

The children get SIGTERM from the kernel when the supervisor itself is killed, so nothing is left behind.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30
STEADY_SECONDS = 60
POLL_SECONDS = 0.2
SILENT_SECONDS = 300
LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent():
    """Runs in the child before its program."""
    if hasattr(LIBC, "prctl"):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that must run. It leads a process group of its own, so that Ctrl-C reaches it through us alone.

    A child with a ``pulse`` touches this file while it works.
    """

    name: str
    command: list
    environment: dict = field(default_factory=dict)
    pulse: Path | None = None
    process: subprocess.Popen | None = None
    started_at: float = 0
    last_touch: float = 0
    touched_at: float = 0
    failures: int = 0
    restart_at: float = 0

    def start(self):
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def is_silent(self):
        """No touch of the file for five minutes. Counted by the monotonic clock: a laptop's sleep is no silence."""
        if self.pulse is None:
            return False
        touch = self.pulse.stat().st_mtime if self.pulse.exists() else 0
        if touch != self.last_touch:
            self.last_touch, self.touched_at = touch, time.monotonic()
        return time.monotonic() - max(self.touched_at, self.started_at) > SILENT_SECONDS

    def bury(self):
        """Clear away what a dead child left and plan its return: at once, then after 1, 2, 4… seconds."""
        self.kill()
        now = time.monotonic()
        self.failures = 0 if now - self.started_at > STEADY_SECONDS else self.failures
        self.restart_at = now + (min(LONGEST_PAUSE, 2 ** (self.failures - 1)) if self.failures else 0)
        self.failures += 1
        self.process = None

    def ask_to_stop(self):
        if self.is_running:
            self.process.terminate()

    def kill(self):
        """End the whole group, grandchildren included."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Runs children until it is told to stop by Ctrl-C, SIGTERM or a closed terminal."""

    def __init__(self, children, *, patience=8, say=print):
        self.children, self.patience, self.say = children, patience, say
        self.is_stopping = False

    def listen(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def on_signal(self, number, frame):
        self.is_stopping = True

    def run(self, when_started):
        """Start the first child alone, the rest once ``when_started`` has seen it answer; return after the stop."""
        self.listen()
        first, *rest = self.children
        try:
            first.start()
            when_started(lambda: self.is_stopping or not first.is_running)
            for child in rest:
                if not self.is_stopping:
                    child.start()
            while not self.is_stopping:
                self.look_after()
                time.sleep(POLL_SECONDS)
        finally:
            self.stop()

    def look_after(self):
        for child in self.children:
            if child.process is None and time.monotonic() >= child.restart_at:
                child.start()
            elif child.process is not None and not child.is_running:
                self.say(child, child.process.returncode)
                child.bury()
            elif child.process is not None and child.is_silent:
                self.say(child, None)
                child.bury()

    def stop(self):
        """Ask everyone, wait a little, end who is left."""
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline and any(child.is_running for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            child.kill()
