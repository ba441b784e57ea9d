"""What the log must not hold: secrets that stand in addresses."""

import logging
import re

SECRET = re.compile(r"(?<![\w-])[\w-]{40,}(?![\w-])")
"""Tokens of links have 43 signs, keys of a new password no fewer than 40; an id of a row has 36 at most."""


class HideSecrets(logging.Filter):
    """Django logs the address of every request that it refuses: a link that works again tomorrow must not be in it."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub("…", record.getMessage()), ()
        return True
