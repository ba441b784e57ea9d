"""A page that wakes the sender is never held up and never broken by the broker."""

import contextlib
import socket
import threading
import time

import pytest
from celery import Celery

from mentorship.celery import redis_options
from mentorship.notifications.services import waking

PAGE_SECONDS = 3


@pytest.fixture
def broker(monkeypatch):
    """``broker(port)`` puts the wake-ups into the Redis that is said to be there."""

    def at(port):
        queue = Celery("wake-ups", broker=f"redis://:secret@127.0.0.1:{port}/0", set_as_current=False)
        queue.conf.broker_transport_options = redis_options()
        queue.conf.broker_connection_timeout = 2
        monkeypatch.setattr(waking, "current_app", queue)

    return at


@contextlib.contextmanager
def server(answer):
    """Accepts connections and gives every one to ``answer``."""
    lines, listening = [], socket.create_server(("127.0.0.1", 0))

    def accept():
        with contextlib.suppress(OSError):
            while True:
                line, _address = listening.accept()
                lines.append(line)
                threading.Thread(target=answer, args=(line,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for line in lines:
            line.close()


def silent(line):
    """Never answers."""


def slow(line):
    """Says yes to everything after a second and a half: no single answer is late, the whole is."""
    with contextlib.suppress(OSError):
        while line.recv(4096):
            time.sleep(1.5)
            line.sendall(b"+OK\r\n")


def timed(call):
    began = time.monotonic()
    call()
    return time.monotonic() - began


@pytest.mark.parametrize("behaviour", [silent, slow])
def test_a_page_waits_two_seconds_for_a_broker_that_does_not_answer_and_the_next_not_at_all(broker, behaviour, caplog):
    bell = waking.Bell()
    with server(behaviour) as port:
        broker(port)
        assert timed(bell.ring) < PAGE_SECONDS
        assert timed(bell.ring) < 0.1

    assert bell.failures >= 1
    assert "did not take a wake-up" in caplog.text


def test_a_broker_that_is_not_there_breaks_nothing(broker):
    bell = waking.Bell()
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    broker(port)

    assert timed(bell.ring) < PAGE_SECONDS
    assert bell.failures == 1


def test_after_the_rest_the_broker_is_tried_again(monkeypatch):
    bell, rung = waking.Bell(), []

    def fail(*args, **options):
        rung.append(args)
        raise OSError

    monkeypatch.setattr(waking.current_app, "send_task", fail)
    now = [1000.0]
    monkeypatch.setattr(waking.time, "monotonic", lambda: now[0])
    for seconds in (0, 29, 2, 29):
        now[0] += seconds
        bell.ring()

    assert len(rung) == bell.failures == 2


def test_who_comes_while_somebody_rings_does_not_wait(monkeypatch):
    bell, held = waking.Bell(), threading.Event()
    monkeypatch.setattr(waking.current_app, "send_task", lambda *args, **options: held.wait(10))
    first = threading.Thread(target=bell.ring)
    first.start()

    assert timed(bell.ring) < 0.5
    held.set()
    first.join(5)
    assert bell.failures == 0


def test_the_wake_up_is_for_the_senders_task_and_goes_stale(monkeypatch):
    sent = []
    monkeypatch.setattr(waking.current_app, "send_task", lambda name, **options: sent.append((name, options)))

    waking.Bell().ring()

    assert sent == [("mentorship.notifications.tasks.deliver", {"retry": False, "expires": 60})]
