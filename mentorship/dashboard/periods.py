"""The months of a dashboard: today with live figures, earlier months as they were on their last kept day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.monitoring.figures import Figures
from mentorship.monitoring.models import Snapshot
from roadmap.reports import last_day, months_of


@dataclass(frozen=True)
class Kept:
    """The last snapshot of a month: its figures, and what the dashboard has kept beside them."""

    day: date
    figures: Figures
    beside: dict

    @property
    def month(self):
        return self.day.replace(day=1)


@dataclass(frozen=True)
class Period:
    """What the switch offers. ``month`` is the first day of a past month; None is the present day."""

    day: date
    month: date | None = None

    @classmethod
    def read(cls, text, programme, today):
        """Of an address: a month of the programme that is over, else today."""
        try:
            month = date.fromisoformat(f"{text}-01")
        except ValueError:
            return cls(today)
        return cls(last_day(month), month) if month in past_months(programme, today) else cls(today)

    @property
    def is_now(self):
        return self.month is None

    @property
    def code(self):
        return f"{self.month:%Y-%m}" if self.month else ""

    @property
    def words(self):
        """«14 марта 2022 г.» or «февраль 2022»."""
        return ru.month_year(self.month) if self.month else ru.long_date(self.day)


def past_months(programme, today):
    """Months of the programme before the present one, the newest first."""
    return [month for month in reversed(months_of(programme)) if month < today.replace(day=1)]


def choices(programme, today):
    """Lines of the switch."""
    now = _("today, %(day)s") % {"day": ru.long_date(today)}
    return [("", now), *((f"{month:%Y-%m}", ru.month_year(month)) for month in past_months(programme, today))]


def kept_until(programme, day):
    """The last snapshot of every month up to the day, the oldest first; one query."""
    rows = Snapshot.objects.filter(programme=programme, day__lte=day)
    last = rows.order_by().annotate(month=TruncMonth("day")).values("month").annotate(last=Max("day")).values("last")
    chosen = Snapshot.objects.filter(programme=programme, day__in=last).order_by("day")
    return [
        Kept(day, Figures.from_json(kept), kept.get("dashboard", {}))
        for day, kept in chosen.values_list("day", "figures")
        if kept
    ]
