"""Signs of life: who has done its work lately, and who is silent.

By the machine's clock, because a demonstration's clock stands still and processes do not.
"""

from datetime import timedelta

from mentorship.common import clock

from ..models import Heartbeat

SCANNER, SENDER, WORKER = PARTS = ("scanner", "sender", "worker")
SILENT_AFTER = timedelta(minutes=10)


def beat(*names):
    """Write down that these parts have just done their work."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.machine()) for name in names],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def expect_all():
    """Give every part ten minutes to show life; called when an installation is prepared for a start."""
    beat(*PARTS)


def stale(now=None):
    """Parts that gave no sign of life for ten minutes: ``{name: instant of the last one}``.

    A part without a row is not missed: preparing a start makes the rows, so only where no worker was ever meant to run
    (tests, a shell) there are none. A sign from the future was given before the machine's clock was set back; it may be
    of any age, so it does not count.
    """
    now = now or clock.machine()
    alive = Heartbeat.objects.filter(at__gte=now - SILENT_AFTER, at__lte=now + SILENT_AFTER)
    return dict(Heartbeat.objects.exclude(pk__in=alive).order_by("at").values_list("name", "at"))


def is_everyone_alive():
    return not stale()
