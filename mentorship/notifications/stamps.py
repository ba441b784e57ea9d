"""The stamps of a day: how many letters the mail server takes from us, a bucket that fills itself again.

A stamp comes back a day after it was spent, so no twenty-four hours ever hold more letters than the provider allows.
Spent stamps are counted by the hour, and an hour's stamps come back when the last of them could be a day old: the
count errs to the safe side only. When none is left no letter is claimed; those of the first priority go first when
they are back.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings

from mentorship.common import clock

from .mail_servers import locked

BACK_AFTER = timedelta(hours=25)
"""A day after the end of the hour in which it was spent."""


class NoStamps(Exception):
    """Another sender has just taken the last one."""


def back_at(server, now):
    """The instant at which there is a stamp again; None when there is one now or nothing is counted."""
    if not settings.MAIL_PER_DAY:
        return None
    spent = counted(server.spent, now)
    left = settings.MAIL_PER_DAY - sum(spent.values())
    for hour in sorted(spent):
        if left > 0:
            break
        left += spent[hour]
        if left > 0:
            return hour + BACK_AFTER
    return None


def spend(now):
    """Take a stamp for a letter that leaves; raises NoStamps. Exact with any number of senders."""
    if not settings.MAIL_PER_DAY:
        return
    with locked() as server:
        if back_at(server, now):
            raise NoStamps
        add_one(server, now)


def count_one(**kwargs):
    """A letter about an account has gone past the outbox: it waits for no stamp, but it costs one."""
    if settings.MAIL_PER_DAY:
        with locked() as server:
            add_one(server, clock.now())


def add_one(server, now):
    spent, hour = counted(server.spent, now), start_of_hour(now)
    spent[hour] = spent.get(hour, 0) + 1
    server.spent = {hour.isoformat(): letters for hour, letters in sorted(spent.items())}
    server.save(update_fields=["spent"])


def counted(spent, now):
    """The stamps that are not back yet: ``{hour: letters}``.

    One from the future was spent before the clock was set back. Nobody knows how long ago, so it counts as spent now.
    """
    this_hour, known = start_of_hour(now), {}
    for text, letters in spent.items():
        hour = min(datetime.fromisoformat(text), this_hour)
        if now < hour + BACK_AFTER:
            known[hour] = known.get(hour, 0) + letters
    return known


def start_of_hour(now):
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
