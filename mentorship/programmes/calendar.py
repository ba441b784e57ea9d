"""Which days a school works: its week, the holidays and the days that were moved."""

from dataclasses import dataclass, field
from datetime import timedelta

from .models import DayOff


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one school, read in one query. ``special`` is ``{day: is_working}``."""

    has_saturdays: bool = False
    special: dict = field(default_factory=dict)

    @classmethod
    def of(cls, school, first=None, last=None):
        """The calendar of the school, of the days from first to last when they are given."""
        rows = DayOff.objects.all()
        if first:
            rows = rows.filter(day__gte=first)
        if last:
            rows = rows.filter(day__lte=last)
        return cls(school.has_saturdays, dict(rows.values_list("day", "is_working")))

    def is_working_day(self, day):
        if day in self.special:
            return self.special[day]
        return day.weekday() < (6 if self.has_saturdays else 5)

    def next_working_day(self, day):
        """The day itself when the school works, else the first one after it on which it does."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def previous_working_day(self, day):
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day


def is_working_day(school, day):
    """For one day; whoever asks about many takes a WorkingCalendar."""
    return WorkingCalendar.of(school, day, day).is_working_day(day)
