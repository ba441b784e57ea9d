"""The school's rules of reminding, shown on one deadline: who would hear of it on which morning."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common.clock import days

from . import rules
from .kinds import ESCALATION_COORDINATOR, ESCALATION_DIRECTOR

LONGEST_BREAK = 100
"""No summer is longer, so a milestone moved back to a working day is never earlier than this."""
REPEATS = 2
"""How many of the reminders after the deadline are shown; the rest follow in the same rhythm."""


@dataclass(frozen=True)
class Morning:
    """A morning on which something would leave, and to whom."""

    day: date
    when: str
    people: list[str]


def mornings_of(last_on, settings, calendar):
    """Every morning on which an activity with this deadline, begun long ago and never done, would be told of.

    It asks the rules themselves, day by day, as the scan of each working morning would.
    """
    day = last_on - days(max(settings.before_days, default=0) + LONGEST_BREAK)
    ends = last_on + days(longest_wait(settings))
    told, mornings = set(), []
    while day <= ends or not calendar.is_working_day(day - days(1)):
        if calendar.is_working_day(day):
            new = [one for one in reached(last_on, day, settings, calendar) if one not in told]
            told.update(new)
            if new:
                mornings.append(Morning(day, when(last_on, day), [whom(one.kind) for one in new]))
        day += days(1)
    return mornings


def longest_wait(settings):
    after = settings.after_every_days * REPEATS
    return max(after, settings.coordinator_after_days, settings.director_after_days)


def reached(last_on, day, settings, calendar):
    told = rules.milestone(last_on, day, settings, calendar)
    return ([told] if told else []) + rules.escalations(last_on, day, settings)


def whom(kind):
    titles = {ESCALATION_COORDINATOR: _("the coordinator"), ESCALATION_DIRECTOR: _("the director")}
    return titles.get(kind, _("those who answer"))


def when(last_on, day):
    """«за 7 дней до срока», «в день срока», «через 3 дня после срока»."""
    left = (last_on - day).days
    if left == 0:
        return _("on the day of the deadline")
    if left > 0:
        return ngettext("%(days)s day before the deadline", "%(days)s days before the deadline", left) % {"days": left}
    words = ngettext("%(days)s day after the deadline", "%(days)s days after the deadline", -left)
    return words % {"days": -left}
