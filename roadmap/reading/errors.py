"""What a file that cannot be read tells the person: what is wrong with it and what to do."""

from mentorship.common.errors import RuleBroken


class Unreadable(RuleBroken):
    """The file cannot be read as a roadmap."""
