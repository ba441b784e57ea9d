"""What the log must not hold: secrets that stand in addresses."""

import logging
import re

SECRET = re.compile(r"(?<![\w-])[\w-]{40,}(?![\w-])")
"""Tokens of links have 43 signs, keys of a new password no fewer than 40; an id of a row has 36 at most."""

UNTRACED = re.compile(r"/(f|m)/\S+")
"""Whoever answers a questionnaire, anonymously or not, leaves no line in the log that says which one and when; nor
does a mentee on the own page."""


class HideSecrets(logging.Filter):
    """Django logs the address of every request that it refuses: a link that works again tomorrow must not be in it."""

    def filter(self, record):
        record.msg, record.args = UNTRACED.sub(r"/\1/…", SECRET.sub("…", record.getMessage())), ()
        return True
