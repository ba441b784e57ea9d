import socket
import time

import pytest
from celery import Celery

from mentorship.common import health


@pytest.mark.django_db
def test_ready_means_database_migrations_and_broker(client):
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok", "heartbeats": "ok"}


def test_alive_needs_nothing(client):
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_what_failed_is_named_without_its_reason(client, monkeypatch):
    def broken():
        raise OSError("secret of the house")

    monkeypatch.setattr(health, "reach_broker", broken)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["broker"] == "failed"
    assert "secret" not in answer.text


def test_a_silent_broker_is_given_up_after_two_seconds(settings, monkeypatch):
    """It accepts the connection and never answers, which by default would hold a request for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        from mentorship.celery import redis_options

        queue = Celery("silent", broker=settings.BROKER_URL, set_as_current=False)
        queue.conf.broker_transport_options = redis_options()
        monkeypatch.setattr(health, "current_app", queue)
        began = time.monotonic()

        assert not health.holds(health.reach_broker)
        assert time.monotonic() - began < 8
