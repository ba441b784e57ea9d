"""What the queue must be set to so that no killed worker, lost message or slow broker costs a reminder."""

from datetime import timedelta
from importlib import import_module

import pytest
from celery.schedules import crontab

from mentorship.celery import POLL_SECONDS, QUEUES, SCHEDULE, app, redis_options
from mentorship.notifications import outbox
from mentorship.notifications.services import sending


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("accept_content", ["json"]),
        ("task_serializer", "json"),
        ("task_ignore_result", True),
        ("result_backend", None),
        ("task_soft_time_limit", 240),
        ("task_time_limit", 300),
        ("worker_max_tasks_per_child", 50),
        ("task_default_queue", "misc"),
        ("task_create_missing_queues", False),
        ("worker_enable_remote_control", False),
        ("broker_connection_timeout", 2),
    ],
)
def test_a_setting_is_as_the_rules_of_reliability_say(name, value):
    assert app.conf[name] == value


def test_the_queues_are_apart():
    assert QUEUES == ("mail", "pdf", "import", "misc")
    assert [queue.name for queue in app.conf.task_queues] == list(QUEUES)


def test_a_silent_redis_is_given_up_and_a_lost_task_comes_back():
    options = redis_options()

    assert options["socket_timeout"] == options["socket_connect_timeout"] == 2
    assert app.conf.task_time_limit < options["visibility_timeout"] <= 600
    assert options["unacked_restore_throttle"] == 1


@pytest.mark.parametrize("entry", SCHEDULE)
def test_every_entry_of_the_schedule_is_a_task_of_ours_and_goes_stale(entry):
    path, _dot, name = SCHEDULE[entry]["task"].rpartition(".")
    schedule = SCHEDULE[entry]["schedule"]
    period = 60 if schedule == crontab() else schedule if isinstance(schedule, int) else 3600

    assert callable(getattr(import_module(path), name))
    assert SCHEDULE[entry]["options"]["expires"] <= period
    assert "kwargs" not in SCHEDULE[entry]
    assert "args" not in SCHEDULE[entry]


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("mentorship.notifications.tasks.deliver", "mail"),
        ("mentorship.notifications.tasks.scan", "mail"),
        ("mentorship.notifications.tasks.tick", "misc"),
        ("mentorship.programmes.tasks.sweep", "misc"),
    ],
)
def test_letters_have_a_queue_of_their_own(task, queue):
    assert app.amqp.router.route({}, task)["queue"].name == queue


def test_letters_of_a_killed_worker_go_on_within_a_minute():
    """The lease runs out, the next poll comes, a worker hears of it (the embedded queue is asked twice a second)."""
    assert outbox.LEASE + timedelta(seconds=POLL_SECONDS + 2) <= timedelta(seconds=60)


def test_a_run_of_the_sender_is_never_cut_off():
    """Its time, then a whole conversation about the last letter (30 s) and one more lease."""
    assert sending.SECONDS + 30 + outbox.LEASE.total_seconds() < app.conf.task_soft_time_limit
