"""The six indicators of the target model on a reporting date: how many, of how many, the share, the target of the year.

Without a denominator, or with a zero one, a share is «нет данных» and never 0 %. The page, its files, the figures of a
region and the reports of a year all take ``indicators_of``.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, OuterRef, Subquery
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mentorship.common import charts
from mentorship.pairs.models import Pairing
from mentorship.people.starters import form_key
from surveys.suppression import LEAST

from . import satisfaction
from .counting import AGES, begun, counted, partners_of, without_year
from .figures import NO_DATA, Code, Total, totals
from .models import Denominator, IndicatorTarget
from .models.figures import Base, Indicator
from .models.impact import Side

BASES = {
    Indicator.MENTEES: Base.PUPILS_10_19,
    Indicator.MENTORS: Base.PUPILS_15_19,
    Indicator.YOUNG_TEACHERS: Base.YOUNG_TEACHERS,
    Indicator.PARTNERS: Base.PARTNERS,
}
SIDES = {Indicator.MENTEES_SATISFIED: Side.MENTEE, Indicator.MENTORS_SATISFIED: Side.MENTOR}
COUNTS = {
    Indicator.MENTEES: "mentees_10_19",
    Indicator.MENTORS: "mentors_15_19",
    Indicator.YOUNG_TEACHERS: "young_teachers",
    Indicator.PARTNERS: "partners",
}
"""Codes of the numerators among the figures."""
FORMS = {
    "teacher_pupil": "Учитель – ученик",
    "pupil_pupil": "Ученик – ученик",
    "teacher_teacher": "Учитель – учитель",
    "student_pupil": "Студент – ученик",
    "employer_pupil": "Работодатель – ученик",
    "employer_student": "Работодатель – студент",
}
"""The forms that every school begins with, by the title: a region asks for them apart. One's own form is in the sum."""
OF_FORM = {"pairs": _("pairs and groups"), "mentees": _("mentees"), "mentors": _("mentors")}
CODES = {
    **{
        f"{slug}_{name}": Code(format_lazy("{}: {}", title, words))
        for slug, title in FORMS.items()
        for name, words in OF_FORM.items()
    },
    **{code.value: Code(code.label, "percent") for code in Indicator},
    "mentees_10_19": Code(_("Pupils of 10–19 who are mentees, people")),
    "mentors_15_19": Code(_("Pupils of 15–19 who are mentors, people")),
    "young_teachers": Code(_("Young teachers who are mentees, people")),
    "partners": Code(_("Partners that gave mentors, organisations")),
    **{f"base_{base.value}": Code(base.label) for base in Base},
}


@dataclass(frozen=True)
class Measured:
    """One indicator. ``count`` of ``whole`` is ``percent``; ``unknown`` people of no known age are not counted.

    ``base`` is the row of the denominator that the day takes, None when nobody has typed it.
    """

    code: str
    count: int
    whole: int | None
    base: Denominator | None = None
    target: IndicatorTarget | None = None
    unknown: int = 0

    @property
    def title(self):
        """With the number of the table."""
        return f"{Indicator(self.code).number}. {Indicator(self.code).label}"

    @property
    def is_hidden(self):
        """Of fewer than five answers nothing is told: they would point at persons."""
        return self.code in SIDES and 0 < (self.whole or 0) < LEAST

    @property
    def percent(self):
        """0..100 with one digit, a half goes up; more people than the base has is still said as it is."""
        if not self.whole or self.is_hidden:
            return None
        share = Decimal(100 * self.count) / self.whole
        return float(share.quantize(Decimal("0.1"), ROUND_HALF_UP))

    @property
    def said(self):
        return charts.percent(self.percent / 100) if self.percent is not None else str(NO_DATA)

    @property
    def whole_said(self):
        return str(NO_DATA) if self.whole is None else charts.number(self.whole)

    @property
    def target_said(self):
        return charts.percent(float(self.target.percent) / 100) if self.target else str(_("not set"))

    @property
    def is_reached(self):
        """True, False, or None when either of the numbers is missing. The exact share is compared, not the rounded."""
        if not self.whole or not self.target or self.is_hidden:
            return None
        return Decimal(100 * self.count) >= self.target.percent * self.whole

    @property
    def verdict(self):
        words = {True: _("reached"), False: _("not reached"), None: "—"}
        return str(words[self.is_reached])

    @property
    def is_more_than_whole(self):
        """The base was typed wrong, or is older than the people."""
        return bool(self.whole) and self.count > self.whole


def indicators_of(programme, day):
    """The six in their order; nine queries at most, however many people there are."""
    people = numerators(programme, day)
    bases, targets = bases_on(programme.school, day), targets_of(programme.school, day.year)
    sides = {side: satisfaction.Satisfied() for side in Side.values}
    for (_form, side), one in satisfaction.by_form(programme, day, with_invited=False).items():
        sides[side] += one
    found = []
    for code in Indicator:
        if code in SIDES:
            one = sides[SIDES[code]]
            found.append(Measured(code, one.satisfied, one.answered or None, target=targets.get(code)))
            continue
        base = bases.get(BASES[code])
        found.append(
            Measured(
                code,
                people[code],
                base.count if base else None,
                base,
                targets.get(code),
                people.get(f"unknown_{code}", 0),
            )
        )
    return found


def numerators(programme, day):
    """How many each of the first four counts, and how many people lack the year of birth; two queries."""
    columns = {code: Total(counted(programme, code, day).values("pk")) for code in list(BASES)[:3]}
    columns |= {f"unknown_{code}": Total(without_year(programme, code, day).values("pk")) for code in AGES}
    return totals(programme, columns) | {Indicator.PARTNERS: len(partners_of(programme, day))}


def bases_on(school, day):
    """``{base: the last row of the day or before}``; of one day the row typed last."""
    last = Denominator.objects.filter(school=school, base=OuterRef("base"), day__lte=day).order_by("-day", "-pk")
    return {row.base: row for row in Denominator.objects.filter(school=school, pk=Subquery(last.values("pk")[:1]))}


def targets_of(school, year):
    """``{indicator: row}`` of a calendar year."""
    return {row.indicator: row for row in IndicatorTarget.objects.filter(school=school, year=year)}


def of_figures(programme, day):
    """The indicators as figures of the programme."""
    found = {one.code: one for one in indicators_of(programme, day)}
    values = {str(code): one.percent for code, one in found.items()}
    values |= {name: found[code].count for code, name in COUNTS.items()}
    values |= figures_of_forms(programme, day)
    return values | {f"base_{base.value}": found[code].whole for code, base in BASES.items()}


def figures_of_forms(programme, day):
    """Figures of the forms that every school has; a form without pairs is a zero."""
    found = {form_key(one.title): one for one in by_form(programme, day)}
    return {
        f"{slug}_{name}": getattr(found.get(form_key(title)), name, 0)
        for slug, title in FORMS.items()
        for name in OF_FORM
    }


@dataclass(frozen=True)
class OfForm:
    """Pairs and groups of a form that worked or work, and how many people are in them, each once."""

    title: str
    pairs: int
    mentees: int
    mentors: int


def by_form(programme, day):
    """The forms that have pairs by the day, in the order of the school; one query."""
    rows = (
        Pairing.objects.of(programme)
        .filter(begun(day))
        .order_by("form__position", "form__title")
        .values("form__title")
        .annotate(
            pairs=Count("pk", distinct=True),
            people=Count("mentees__person", distinct=True),
            guides=Count("mentor__person", distinct=True),
        )
    )
    return [OfForm(row["form__title"] or "", row["pairs"], row["people"], row["guides"]) for row in rows]
