"""The task queue. A queue may lose everything it holds: the database is the truth, tasks only wake the workers up.

Tasks take ids, not data, and are safe to repeat: a message is acknowledged after the work, so a killed worker's task
is done again. Queues are separate so that a long paper never holds up a letter.
"""

import os
from pathlib import Path

from celery import Celery, bootsteps, signals
from celery.schedules import crontab
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

QUEUES = ("mail", "pdf", "import", "misc")
BROKER_SECONDS = 2
TASK_SECONDS = 300
ROUTES = {
    "mentorship.notifications.tasks.scan": "mail",
    "mentorship.notifications.tasks.deliver": "mail",
    "surveys.tasks.deliver_letters": "mail",
    "mentorship.pairs.tasks.deliver_letters": "mail",
    "mentorship.recognition.tasks.deliver_thanks": "mail",
    "mentorship.pairs.tasks.deliver_meeting_letters": "mail",
    "mentorship.matching.tasks.deliver_letters": "mail",
    "mentorship.matching.tasks.compute_waiting": "import",
    "mentorship.documents.tasks.make_waiting": "pdf",
}
"""Queues of tasks; the rest goes to ``misc``."""
POLL_SECONDS = 10
"""With the lease of 45 seconds, letters of a killed worker go on within a minute."""
SCHEDULE = {
    "tick": {
        "task": "mentorship.notifications.tasks.tick",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "scan": {
        "task": "mentorship.notifications.tasks.scan",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "deliver": {
        "task": "mentorship.notifications.tasks.deliver",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "scan-survey-letters": {
        "task": "surveys.tasks.scan_letters",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 500},
    },
    "deliver-survey-letters": {
        "task": "surveys.tasks.deliver_letters",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "deliver-pair-letters": {
        "task": "mentorship.pairs.tasks.deliver_letters",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "look-for-mentors": {
        "task": "mentorship.pairs.tasks.look_for_mentors",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3000},
    },
    "sweep-care-notes": {
        "task": "mentorship.pairs.tasks.sweep_care_notes",
        "schedule": crontab(hour=2, minute=20),
        "options": {"expires": 3000},
    },
    "sweep-meetings": {
        "task": "mentorship.pairs.tasks.sweep_meetings",
        "schedule": crontab(hour=2, minute=25),
        "options": {"expires": 3000},
    },
    "deliver-thanks": {
        "task": "mentorship.recognition.tasks.deliver_thanks",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "check-publications": {
        "task": "mentorship.recognition.tasks.check_publications",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 3000},
    },
    "deliver-pair-meeting-letters": {
        "task": "mentorship.pairs.tasks.deliver_meeting_letters",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "forget": {
        "task": "mentorship.notifications.tasks.forget",
        "schedule": crontab(minute=50),
        "options": {"expires": 3000},
    },
    "sweep": {
        "task": "mentorship.programmes.tasks.sweep",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000},
    },
    "erase-old-names": {
        "task": "mentorship.people.tasks.erase_old_names",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3000},
    },
    "forget-import-drafts": {
        "task": "mentorship.people.tasks.forget_import_drafts",
        "schedule": crontab(hour=3, minute=45),
        "options": {"expires": 3000},
    },
    "sweep-drafts": {
        "task": "roadmap.tasks.sweep_drafts",
        "schedule": crontab(minute=25),
        "options": {"expires": 3000},
    },
    "sweep-survey-trash": {
        "task": "surveys.tasks.sweep_trash",
        "schedule": crontab(minute=40),
        "options": {"expires": 3000},
    },
    "settle-steps": {
        "task": "mentorship.monitoring.tasks.settle_steps",
        "schedule": crontab(minute=15),
        "options": {"expires": 3000},
    },
    "keep-figures": {
        "task": "mentorship.monitoring.tasks.keep_figures",
        "schedule": crontab(minute=35),
        "options": {"expires": 3000},
    },
    "ask-newcomers": {
        "task": "mentorship.monitoring.tasks.ask_newcomers",
        "schedule": crontab(minute=45),
        "options": {"expires": 3000},
    },
    "settle-meeting-steps": {
        "task": "mentorship.monitoring.tasks.settle_meeting_steps",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000},
    },
    "deliver-meeting-letters": {
        "task": "mentorship.matching.tasks.deliver_letters",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "compute-matching": {
        "task": "mentorship.matching.tasks.compute_waiting",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "make-long-papers": {
        "task": "mentorship.documents.tasks.make_waiting",
        "schedule": POLL_SECONDS,
        "options": {"expires": POLL_SECONDS},
    },
    "sweep-long-papers": {
        "task": "mentorship.documents.tasks.sweep_long_papers",
        "schedule": crontab(minute=55),
        "options": {"expires": 3000},
    },
    "sweep-matching-trash": {
        "task": "mentorship.matching.tasks.sweep_trash",
        "schedule": crontab(minute=45),
        "options": {"expires": 3000},
    },
    "sweep-trash": {
        "task": "roadmap.tasks.sweep_trash",
        "schedule": crontab(minute=35),
        "options": {"expires": 3000},
    },
}


def filesystem_options(folder):
    """Folders of the embedded queue. They must exist before the first task and stand on one disk."""
    for name in ("queue", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "processed_folder": str(folder / "processed"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.5,
    }


def redis_options():
    """A silent Redis must not hold anybody for more than two seconds; a lost task comes back within its time limit."""
    return {
        "socket_timeout": BROKER_SECONDS,
        "socket_connect_timeout": BROKER_SECONDS,
        "visibility_timeout": TASK_SECONDS * 2,
        "unacked_restore_throttle": 1,
    }


def configuration():
    """Asked for on first use, when Django's settings are there."""
    from django.conf import settings

    embedded = settings.BROKER_URL.startswith("filesystem://")
    return {
        "broker_url": "filesystem://localhost//" if embedded else settings.BROKER_URL,
        "broker_transport_options": filesystem_options(settings.BROKER_DIR) if embedded else redis_options(),
        "broker_connection_timeout": BROKER_SECONDS,
        "broker_connection_retry_on_startup": True,
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0.2},
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_soft_time_limit": TASK_SECONDS - 60,
        "task_time_limit": TASK_SECONDS,
        "task_queues": [Queue(name) for name in QUEUES],
        "task_default_queue": "misc",
        "task_routes": ROUTES,
        "task_create_missing_queues": False,
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 50,
        "worker_enable_remote_control": False,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "beat_schedule": SCHEDULE,
        "timezone": settings.TIME_ZONE,
    }


app = Celery("mentorship")
app.add_defaults(configuration)
app.autodiscover_tasks()


def mark_alive(name):
    """Touch ``var/alive/NAME``: a health check looks at the file's age and starts no process for it."""
    from django.conf import settings

    folder = Path(settings.VAR_DIR) / "alive"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()


class Alive(bootsteps.StartStopStep):
    """A worker that still consumes says so every 15 seconds, under the name before the @ of its host name."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker, **kwargs):
        super().__init__(worker, **kwargs)
        self.name, self.timer = worker.hostname.partition("@")[0], None

    def start(self, worker):
        mark_alive(self.name)
        self.timer = worker.timer.call_repeatedly(15, mark_alive, (self.name,))

    def stop(self, worker):
        if self.timer:
            self.timer.cancel()


app.steps["worker"].add(Alive)


@signals.beat_init.connect
def watch_beat(**kwargs):
    """Beat is alive as long as its messages reach the broker."""
    mark_alive("beat")
    signals.after_task_publish.connect(beat_published, weak=False)


def beat_published(**kwargs):
    mark_alive("beat")


@signals.setup_logging.connect
def keep_logging(**kwargs):
    """Django's LOGGING holds in workers too."""
