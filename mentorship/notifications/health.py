"""Whether reminders live: what stands still, for the banner of every page, and all signs of life for the log."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock

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
    server: MailServer | None
    per_day: int
    left: int


def standstill(now=None, machine=None):
    """Two queries. Signs of life go by the machine's clock, letters by the product's."""
    in_trouble = MailServer.objects.filter(trouble_since__lt=(now or clock.now()) - TROUBLE_AFTER)
    return Standstill(heartbeats.stale(machine), in_trouble.order_by("trouble_since").first())


def health_of_reminders(now=None, machine=None):
    """For the present school: four queries."""
    now, beats, silent = (
        now or clock.now(),
        dict(Heartbeat.objects.values_list("name", "at")),
        heartbeats.stale(machine),
    )
    server = MailServer.objects.order_by("pk").last()
    return Health(
        parts=[Part(title, beats.get(name), name in silent) for name, title in PARTS.items()],
        last_scan=LastScan.objects.first(),
        server=server,
        per_day=settings.MAIL_PER_DAY,
        left=max(settings.MAIL_PER_DAY - spent_lately(server, now or clock.now()), 0),
    )


def spent_lately(server, now):
    """Stamps of the last twenty-four hours."""
    spent = server.spent if server else {}
    return sum(count for hour, count in spent.items() if datetime.fromisoformat(hour) > now - timedelta(days=1))
