"""Pieces that an app adds to pages of the apps below it, which know nothing of it.

A page names its place, ``{% panels "campaign" campaign %}``; an app above registers in ``AppConfig.ready()`` what it
shows there.
"""

from collections import defaultdict

from django.utils.safestring import mark_safe

_givers = defaultdict(list)


def register(place, giver):
    """``giver(request, row)`` answers a rendered piece, or "" where there is nothing for this person."""
    if giver not in _givers[place]:
        _givers[place].append(giver)


def panels(place, request, row):
    """The pieces of a place, one under another."""
    return mark_safe("".join(giver(request, row) for giver in _givers[place]))  # nosec B308 B703: rendered templates
