from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from mentorship.common import clock
from mentorship.notifications import tasks
from mentorship.notifications.models import Heartbeat
from mentorship.notifications.services import heartbeats

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 14, 4, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch):
    """``machine(minutes)`` sets the machine's clock so many minutes after the start."""

    def at(minutes):
        monkeypatch.setattr(clock, "machine", lambda: NOW + timedelta(minutes=minutes))

    at(0)
    return at


def test_a_part_that_is_silent_for_ten_minutes_is_missed(machine):
    heartbeats.beat("scanner", "sender")
    machine(6)
    heartbeats.beat("sender")

    machine(10)
    assert heartbeats.stale() == {}
    machine(11)
    assert heartbeats.stale() == {"scanner": NOW}


def test_a_sign_of_life_from_the_future_does_not_count(machine):
    machine(24 * 60)
    heartbeats.beat("scanner", "sender")
    machine(0)
    heartbeats.beat("sender")

    assert list(heartbeats.stale()) == ["scanner"]


def test_who_never_lived_is_not_missed_but_a_prepared_start_waits_for_everybody(machine, monkeypatch):
    assert heartbeats.stale() == {}

    call_command("prepare", verbosity=0)
    assert set(Heartbeat.objects.values_list("name", flat=True)) == set(heartbeats.PARTS)
    assert heartbeats.stale() == {}

    machine(11)
    assert set(heartbeats.stale()) == set(heartbeats.PARTS)


@pytest.mark.parametrize(("task", "part"), [("scan", "scanner"), ("deliver", "sender"), ("tick", "worker")])
def test_every_task_leaves_its_sign(machine, task, part):
    getattr(tasks, task)()

    assert Heartbeat.objects.get().name == part


def test_a_task_that_breaks_leaves_no_sign(machine, monkeypatch):
    def broken():
        raise OSError("the disk is full")

    monkeypatch.setattr(tasks, "deliver_letters", broken)

    with pytest.raises(OSError, match="disk"):
        tasks.deliver()
    assert not Heartbeat.objects.exists()


def test_readiness_needs_the_heartbeats(machine, client):
    heartbeats.expect_all()
    assert client.get("/readyz").json()["heartbeats"] == "ok"

    machine(11)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["heartbeats"] == "failed"
    assert client.get("/healthz").status_code == 200
