"""Telling the coordinator at once that a letter was refused for good."""


def complain(letter, answer, now):
    """The coordinators (the director where there are none) see it by the bell and in their next digest."""
