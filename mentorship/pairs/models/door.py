"""How a mentee without an account comes to the own page: a personal link and a code on a slip."""

import secrets

from django.db import models

from mentorship.common import clock
from mentorship.people.models import Mentee
from mentorship.programmes.ownership import SchoolOwned


def fresh_nonce():
    return secrets.token_hex(16)


class MenteeDoor(SchoolOwned):
    """The link and the eight letters of one mentee, derived from the nonce with the server's key.

    The database keeps keyed digests only. A new nonce makes the old slip worthless; ``closed_at`` shuts the door.
    """

    mentee = models.OneToOneField(Mentee, models.CASCADE, related_name="door")
    nonce = models.CharField(max_length=32, default=fresh_nonce)
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
