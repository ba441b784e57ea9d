"""Whether reminders live: what stands still, for the banner of every page, and all signs of life for the log."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock

from . import mail_servers, stamps
from .models import Heartbeat, LastScan, MailServer
from .services import heartbeats

TROUBLE_AFTER = timedelta(minutes=15)
"""A mail server that stumbles is tried again soon; people are told when it lasts."""
PARTS = {
    heartbeats.SCANNER: _("Search for deadlines"),
    heartbeats.SENDER: _("Sending of letters"),
    heartbeats.WORKER: _("Work in the background"),
}


@dataclass(frozen=True)
class Standstill:
    """``silent`` is ``{part: instant of its last sign of life}``; ``server`` is a mail server in lasting trouble."""

    silent: dict = field(default_factory=dict)
    server: MailServer | None = None

    def __bool__(self):
        return bool(self.silent or self.server)

    @property
    def silent_since(self):
        return min(self.silent.values(), default=None)


@dataclass(frozen=True)
class Part:
    """A part of the machinery and its last sign of life."""

    title: str
    at: datetime | None
    is_silent: bool


@dataclass(frozen=True)
class Health:
    """Everything that one can know without looking at the server."""

    parts: list
    last_scan: LastScan | None
    server: MailServer
    per_day: int
    left: int
    more_at: datetime | None

    @property
    def is_in_trouble(self):
        return any(part.is_silent for part in self.parts) or bool(self.server.trouble_since)


def in_trouble(now):
    """The present mail server, when its trouble lasts; one that the product used before is nobody's trouble."""
    return MailServer.objects.filter(name=mail_servers.current_name(), trouble_since__lt=now - TROUBLE_AFTER)


def signs_of_trouble():
    """Conditions that any query can carry along: when one of them holds, ``standstill`` has something to say.

    Signs of life go by the machine's clock, letters by the product's.
    """
    machine = clock.machine()
    is_recent = Q(at__range=(machine - heartbeats.SILENT_AFTER, machine + heartbeats.SILENT_AFTER))
    return {
        "is_silent": Exists(Heartbeat.objects.exclude(is_recent)),
        "is_server_in_trouble": Exists(in_trouble(clock.now())),
    }


def standstill():
    return Standstill(heartbeats.stale(), in_trouble(clock.now()).first())


def health_of_reminders():
    """For the present school: four queries."""
    beats, silent = dict(Heartbeat.objects.values_list("name", "at")), heartbeats.stale()
    server, now = mail_servers.known(), clock.now()
    return Health(
        parts=[Part(title, beats.get(name), name in silent) for name, title in PARTS.items()],
        last_scan=LastScan.objects.first(),
        server=server,
        per_day=settings.MAIL_PER_DAY,
        left=max(settings.MAIL_PER_DAY - sum(stamps.counted(server.spent, now).values()), 0),
        more_at=stamps.back_at(server, now),
    )
