"""The dashboard of a school: read once, shown as a page, a PDF and an XLSX with the same numbers."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.monitoring.figures import Figures, figures_of

from .periods import Period, kept_until
from .work import Work, work_of

SHOWN = (
    "activities",
    "activities_done",
    "overdue",
    "invited",
    "answered",
    "pairs",
    "without_pair",
    "satisfied",
)
"""Figures that the dashboard shows; no others are counted for it."""


@dataclass(frozen=True)
class Number:
    """One of the numbers on top: ``value`` is a link to the list that it is counted from, ``rest`` stands below it."""

    title: str
    value: str
    url: str = ""
    rest: str = ""
    rest_url: str = ""
    was: str = ""


@dataclass(frozen=True)
class Summary:
    """``figures`` is None where nothing was kept of the month; ``before`` are the figures of the month before."""

    period: Period
    roadmap: object
    figures: Figures | None
    before: Figures | None
    work: Work
    history: tuple[Figures, ...] = ()

    @property
    def day(self):
        """Of which day the numbers are."""
        return self.figures.day if self.figures else self.period.day

    @property
    def title(self):
        return _("Dashboard on %(day)s") % {"day": ru.long_date(self.day)}

    @property
    def overdue_left(self):
        """How many late activities the list does not show."""
        return max((self.figures["overdue"] or 0) - len(self.work.overdue), 0)

    @property
    def numbers(self):
        return list(numbers_of(self))

    @property
    def charts(self):
        return list(charts_of(self.history))


def summary_of(programme, roadmap, period, waiting=None):
    """Today is counted, with what is ``waiting``; a past month is what was kept of its last day, or nothing."""
    kept = kept_until(programme, period.day)
    if period.is_now:
        before = [one for one in kept if one.month < period.day.replace(day=1)]
        figures = figures_of(programme, period.day, codes=SHOWN, more=waiting)
        work = work_of(roadmap, period.day) if roadmap else Work()
    else:
        before = [one for one in kept if one.month < period.month]
        found = next((one for one in kept if one.month == period.month), None)
        figures = found and found.figures
        work = Work.from_json(found.beside) if found else Work()
    last = before[-1].figures if before else None
    history = (*(one.figures for one in before), *((figures,) if figures else ()))
    return Summary(period, roadmap, figures, last, work, history)


def numbers_of(summary, *, sees_alone=False):
    """The five numbers in the order of the year: plan, lateness, questionnaires, pairs, satisfaction.

    The lists behind them are of today, so only today's numbers lead to them.
    """
    roadmap, figures = reverse("roadmap"), summary.figures
    yield number(
        summary,
        _("Activities done"),
        "activities_done",
        f"{roadmap}?view=list&status=done",
        rest=of(figures, "activities"),
        rest_url=f"{roadmap}?view=list",
    )
    yield number(summary, _("Overdue"), "overdue", f"{roadmap}?view=list&status=late")
    yield number(summary, _("Questionnaires filled in"), "answered", reverse("campaigns"), rest=of(figures, "invited"))
    without = figures["without_pair"]
    yield number(
        summary,
        _("Pairs and groups"),
        "pairs",
        reverse("pairs"),
        rest=_("without a pair: %(count)s") % {"count": figures.said("without_pair")} if without is not None else "",
        rest_url=reverse("support") if sees_alone else "",
    )
    yield number(summary, _("Satisfied"), "satisfied", reverse("satisfaction"))


def of(figures, code):
    """«из 11»; nothing where there is nothing to compare with."""
    return _("of %(count)s") % {"count": figures.said(code)} if figures[code] is not None else ""


def number(summary, title, code, url, rest="", rest_url=""):
    is_now = summary.period.is_now
    has_value = summary.figures[code] is not None
    return Number(
        title,
        summary.figures.said(code) if has_value else "—",
        url if is_now and has_value else "",
        rest,
        rest_url if is_now else "",
        was(summary, code),
    )


def was(summary, code):
    """«было 3 на 28 февраля»; nothing where the month before is not known."""
    if summary.before is None or summary.before[code] is None:
        return ""
    return _("was %(value)s on %(day)s") % {
        "value": summary.before.said(code),
        "day": ru.day_month(summary.before.day),
    }


def charts_of(history):
    """Lines over the months; a line needs two points."""
    if len(history) < 2:
        return
    yield charts.Trend(
        id="chart-pairs",
        title=_("Pairs and groups by month"),
        rows=[(label(one.day), [one["pairs"], one["without_pair"]]) for one in history],
        series=(_("Pairs and groups at work"), _("Mentees without a pair")),
        label_title=_("Day"),
    )
    if sum(one["satisfied"] is not None for one in history) > 1:
        yield charts.Trend(
            id="chart-satisfied",
            title=_("Satisfied, % of those who answered"),
            rows=[(label(one.day), [one["satisfied"]]) for one in history],
            series=(_("Satisfied"),),
            most=100,
            label_title=_("Day"),
        )


def label(day: date):
    """«28.02»: short enough to stand twelve in a row."""
    return f"{day:%d.%m}"
