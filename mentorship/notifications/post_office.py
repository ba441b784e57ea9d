"""The way to the mail server: one conversation for many letters, and what its answers mean."""

from dataclasses import dataclass

from .models import Outcome


@dataclass(frozen=True)
class Answer:
    """What the mail server said to one letter. ``code`` is SMTP's, ``text`` the server's own words."""

    outcome: str
    code: int | None = None
    text: str = ""

    @property
    def in_words(self):
        """The reason for people, without the server's words."""
        return self.text[:300]


class PostOffice:
    """``with PostOffice(moment) as office``; ``moment`` answers the present instant."""

    def __init__(self, moment):
        self.moment = moment

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """End the conversation."""

    def closed_until(self):
        """The instant until which no letter may be handed over (trouble, or no stamps left), or None."""
        return

    def send(self, message, before_body):
        """Hand one message over; ``before_body`` is called right before its body leaves and may raise."""
        before_body()
        message.send()
        return Answer(Outcome.SENT)
