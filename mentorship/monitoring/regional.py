"""What a region sees of its schools: the copied-up figures, small ones hidden, never a name.

A number of fewer than five people points at persons. Sums are made of the shown numbers only: from a whole and its
parts nobody can count a hidden one back.
"""

from dataclasses import dataclass

from django.db.models import Case, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from mentorship.common import charts
from mentorship.programmes.models import School
from surveys.suppression import LEAST

from .figures import CODES, Figures
from .masking import hidden_codes, is_small
from .models import SchoolFigures

OF_PEOPLE = {"mentees", "pairs", "answers"}
"""Columns of the list that count people or their papers: hidden when they are small."""
SHARES = {"coverage": "mentees", "satisfied": "answers"}
"""Columns that are shares, each with the number under which it is sorted away when that is small."""
CODE_OF = {"coverage": "I1"}
"""Column -> code of the figure, where they are not the same word."""
COLUMNS = {
    "progress": gettext_lazy("Roadmap, %"),
    "overdue": gettext_lazy("Overdue"),
    "coverage": gettext_lazy("Coverage, %"),
    "satisfied": gettext_lazy("Satisfied, %"),
    "pairs": gettext_lazy("Pairs"),
    "mentees": gettext_lazy("Mentees"),
    "answers": gettext_lazy("Answers"),
}
"""What the list of schools shows and may be sorted by."""


@dataclass(frozen=True)
class Cell:
    """A number as the region may see it; ``trend`` is its change in a month, in words or ""."""

    title: str
    text: str
    trend: str = ""


def schools_of(regions):
    return School.objects.filter(region__in=regions)


def with_figures(schools):
    """Schools with ``figure_<column>`` of their copied-up row; to be used within the scope of all of them."""
    own = SchoolFigures.objects.filter(school=OuterRef("pk"))
    done = own.annotate(
        progress=100.0 * Cast(F("activities_done"), FloatField()) / NullIf(Cast(F("activities"), FloatField()), 0.0)
    )
    values = {name: Subquery(own.values(name)) for name in COLUMNS if name != "progress"}
    rows = schools.annotate(
        figure_progress=Subquery(done.values("progress"), output_field=FloatField()),
        figure_day=Subquery(own.values("day")),
        figure_all=Subquery(own.values("figures")),
        figure_month_ago=Subquery(own.values("month_ago")),
        **{f"figure_{name}": value for name, value in values.items()},
    )
    hidden = {
        f"sort_{name}": Case(
            When(Q(**{f"figure_{SHARES.get(name, name)}__lt": LEAST}), then=Value(0.0)),
            default=Cast(F(f"figure_{name}"), FloatField()),
            output_field=FloatField(),
        )
        for name in COLUMNS
        if name in OF_PEOPLE or name in SHARES
    }
    return rows.annotate(**hidden)


def ordered(rows, order):
    """Sorted by a column of the list, «-pairs» downwards; anything else is by name. Schools without data come last."""
    name = order.removeprefix("-")
    if name not in COLUMNS:
        return rows.order_by("-short_name" if order == "-name" else "short_name", "pk")
    key = F(f"sort_{name}" if name in OF_PEOPLE or name in SHARES else f"figure_{name}")
    by = key.desc(nulls_last=True) if order.startswith("-") else key.asc(nulls_last=True)
    return rows.order_by(by, "short_name", "pk")


def cells_of(school):
    """The row of a school in the order of the columns; no data is «—»."""
    values = (school.figure_all or {}).get("values") or {}
    before = (school.figure_month_ago or {}).get("values") or {}
    hidden, hidden_before = hidden_codes(values), hidden_codes(before)
    return [cell_of(school, name, hidden, before, hidden_before) for name in COLUMNS]


def cell_of(school, name, hidden, before, hidden_before):
    value, code, title = getattr(school, f"figure_{name}"), CODE_OF.get(name, name), COLUMNS[name]
    if value is None:
        return Cell(title, "—")
    if name in OF_PEOPLE and (code in hidden or is_small(value)):
        return Cell(title, few())
    if name in SHARES and (code in hidden or is_small(getattr(school, f"figure_{SHARES[name]}"))):
        return Cell(title, "—")
    text = charts.percent(float(value) / 100) if name in SHARES or name == "progress" else charts.number(value)
    may_tell = code not in hidden_before and not is_small(before.get(SHARES.get(name)))
    return Cell(title, text, trend_of(value, before.get(code)) if may_tell else "")


def few():
    return _("fewer than %(least)d") % {"least": LEAST}


def trend_of(value, before):
    """«+3» against about a month ago, where both numbers may be seen."""
    if before is None:
        return ""
    change = round(float(value) - float(before), 1)
    return f"{'+' if change > 0 else '−'}{charts.number(abs(change))}" if change else ""


def totals_of(rows):
    """The sums over all the schools of the numbers that are shown, and how many schools have one that is hidden."""
    found, hidden = dict.fromkeys(("overdue", "pairs", "mentees", "answers"), 0), 0
    for values in rows.values_list(*(f"figure_{name}" for name in found)):
        is_some_hidden = False
        for name, value in zip(found, values, strict=True):
            if name in OF_PEOPLE and is_small(value):
                is_some_hidden = True
            else:
                found[name] += value or 0
        hidden += is_some_hidden
    return found, hidden


def all_figures(data):
    """``[(title, words)]`` of every figure, of ``Figures.as_json()``, as the region reads it."""
    figures = Figures.from_json(data)
    words = said_of(figures) if figures else {}
    return [(str(CODES[name].title), text) for name, text in words.items()]


def said_of(figures):
    """``{code: words}``: a hidden count is «fewer than five», a hidden share «—»."""
    hidden = hidden_codes(figures.values)
    return {name: masked(code, name in hidden, figures[name]) for name, code in CODES.items()}


def masked(code, is_hidden, value):
    if is_hidden:
        return "—" if code.unit == "percent" or value is None or value >= LEAST else few()
    return code.said(value)


def within(regions):
    """The scope of all the schools of the regions: one list, looked up once."""
    return scope(school=list(schools_of(regions)))
