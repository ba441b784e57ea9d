"""Why a list was not read."""


class Unreadable(Exception):
    """The file cannot be read; the message says why and what to do."""
