"""The hours of a school week when people can meet: a day and a part of the day, as codes «mon-after1»."""

from django.utils.translation import gettext_lazy as _

DAYS = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
)
PARTS = (
    ("before", _("before lessons")),
    ("after1", _("after the first shift")),
    ("after2", _("after the second shift")),
    ("evening", _("in the evening, remotely")),
)
SLOTS = {f"{day}-{part}": (day_title, part_title) for day, day_title in DAYS for part, part_title in PARTS}
"""Codes in the order of the week: ``{code: (day, part of the day)}``."""


def words_of(code):
    """«понедельник, после первой смены»."""
    day, part = SLOTS[code]
    return f"{day}, {part}"
