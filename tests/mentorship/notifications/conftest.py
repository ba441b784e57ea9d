"""A source of invented notifications, letters that wait, and a mail server that takes them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from mentorship.notifications import sources
from mentorship.notifications.models import Channel, Mode, Notification, State
from mentorship.notifications.services.sending import deliver
from mentorship.notifications.sources import Kind, Line, Section, Source
from tests.mail_server import MailServer

DAY = date(2022, 3, 14)
MORNING = datetime(2022, 3, 14, 6, tzinfo=UTC)
"""Monday, ten o'clock in Samara: the school may be spoken to."""


class TestSource(Source):
    """Says what a test wants: ``dues`` are due, ``withheld`` and ``gone`` and ``broken`` are object_ids."""

    __test__ = False
    kinds = (
        Kind("greeting", "Приветствие", default=Mode.DIGEST),
        Kind("shout", "Возглас", default=Mode.AT_ONCE),
        Kind("alarm", "Тревога", default=Mode.AT_ONCE, is_locked=True, priority=1),
        Kind("call", "Слово по руке", default=Mode.AT_ONCE, priority=2, is_by_hand=True),
    )

    def __init__(self):
        self.dues, self.withheld, self.gone, self.broken = [], {}, set(), set()

    def due(self, mornings):
        schools = {morning.school.pk for morning in mornings}
        return [due for due in self.dues if due.school_id in schools]

    def lines(self, notifications, school, day):
        if wrong := {one.object_id for one in notifications} & self.broken:
            raise RuntimeError(f"object {wrong.pop()} cannot be put into words")
        return {one.pk: self.line(one) for one in notifications if one.object_id not in self.gone}

    def line(self, notification):
        number = notification.object_id
        return Line(
            title=f"Дело {number}", url="/roadmap/", section=Section.NEW, withheld=self.withheld.get(number, "")
        )


@pytest.fixture
def test_source(monkeypatch):
    """The invented kinds «greeting» (digest), «shout» (at once), «alarm» (locked), «call» (by hand), registered."""
    source = TestSource()
    monkeypatch.setattr(sources, "_sources", [*sources._sources, source])
    return source


@pytest.fixture
def letter(school_scope, test_source, member):
    """``letter()`` waits to be sent to a new person; ``letter(person, kind="call", priority=1)`` as it says."""
    numbers = count(1)

    def make(person=None, *, kind="shout", object_id=None, at=MORNING, **fields):
        person = person or member("deputy").user
        known = {"channel": Channel.EMAIL, "state": State.QUEUED}
        known |= {"created_at": at, "send_after": at, "due_on": at.date()}
        return Notification.objects.create(
            school=school_scope,
            kind=kind,
            object_id=object_id or next(numbers),
            recipient=person,
            **known | fields,
        )

    return make


@pytest.fixture
def deliver_at():
    """``deliver_at(MORNING)`` sends what waits as if that were the present instant; ``minutes`` and ``hours`` later."""

    def run(at=MORNING, **later):
        return deliver(moment=lambda: at + timedelta(**later))

    return run


@pytest.fixture
def mail_server():
    """A mail server that takes every letter; nothing sends to it yet."""
    with MailServer() as server:
        yield server


@pytest.fixture
def smtp(mail_server, settings):
    """The mail server, and the product sends to it."""
    use(settings, mail_server)
    return mail_server


def use(settings, server, **changes):
    """Let the product send through this server."""
    settings.EMAIL_BACKEND = "mentorship.common.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    for name, value in changes.items():
        setattr(settings, name, value)
