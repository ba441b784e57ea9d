"""Errors whose text is meant for the person at the screen."""


class RuleBroken(Exception):
    """A rule of the programme was broken; the message says which and what to do."""


class EditConflict(RuleBroken):
    """Somebody saved the same thing in between. ``theirs`` is the saved object, so that both texts can be shown."""

    def __init__(self, message, theirs=None):
        super().__init__(message)
        self.theirs = theirs
