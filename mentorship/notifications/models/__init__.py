"""What people are told of, by which way, and what came of it."""

from .choices import Channel, DeliveryChoice, Mode
from .direct import DirectLetter
from .feed import CalendarFeed
from .health import Heartbeat, MailServer
from .notification import Attempt, Notification, Outcome, State
from .scan import LastScan

__all__ = [
    "Attempt",
    "CalendarFeed",
    "Channel",
    "DeliveryChoice",
    "DirectLetter",
    "Heartbeat",
    "LastScan",
    "MailServer",
    "Mode",
    "Notification",
    "Outcome",
    "State",
]
