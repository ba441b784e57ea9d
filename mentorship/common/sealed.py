"""Text that lies encrypted in the database: a dump, a backup or a look into a table tells nothing.

The key is ``settings.SEALING_KEYS``: the first one seals, all of them open, so a key is changed by putting the new one
in front. Whoever loses the key loses the texts, which is what encryption at rest means; the README says to keep it.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

UNREADABLE = "▒▒▒"
"""What a page shows of a text that the present keys do not open."""


class Unreadable(str):
    """A text that cannot be opened; saved again it stays what it was, so that the right key brings it back."""

    def __new__(cls, sealed):
        text = super().__new__(cls, UNREADABLE)
        text.sealed = sealed
        return text


@lru_cache(maxsize=4)
def sealer(keys):
    """What seals and opens with these secrets of any length."""
    digests = [hashlib.sha256(f"mentorship.sealed:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])


def seal(text):
    """The text as it is kept; an empty one stays empty."""
    if isinstance(text, Unreadable):
        return text.sealed
    return sealer(tuple(settings.SEALING_KEYS)).encrypt(text.encode()).decode() if text else ""


def unseal(sealed):
    """The text again; ``Unreadable`` when no present key opens it."""
    if not sealed:
        return ""
    try:
        return sealer(tuple(settings.SEALING_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return Unreadable(sealed)


class SealedTextField(models.TextField):
    """A text that is sealed on its way into the database and opened on its way out.

    It cannot be searched or ordered by: equal texts are sealed differently each time.
    """

    def get_prep_value(self, value):
        return seal(value or "")

    def from_db_value(self, value, expression, connection):
        return unseal(value)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"A sealed text knows no lookup «{lookup_name}»: equal texts are sealed differently.")
        return super().get_lookup(lookup_name)
