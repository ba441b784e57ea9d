"""Impact: what changed in those who answered both before and after, and in what the school counts.

Only people with names are compared: an anonymous campaign has nobody to join with. Marks of different scales are
stretched to one of one to ten, so that younger classes and older ones stand in one row.
"""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from mentorship.common import charts
from mentorship.common.parts import Part
from mentorship.common.table import Column, Heading, Table
from surveys.answers import UNKNOWN
from surveys.comparing import counterparts
from surveys.content import Kind
from surveys.models import Purpose, Submission

from .models import Measurement, Quantity
from .models.impact import Side
from .satisfaction import TOP, stretched
from .statistics import Change, Verdict, change
from .waves import FORMS, Wave, waves_of

EFFECTS = {
    "": gettext_lazy("hardly noticeable"),
    "small": gettext_lazy("small"),
    "medium": gettext_lazy("noticeable"),
    "large": gettext_lazy("large"),
}


@dataclass(frozen=True)
class Construct:
    """One question asked before and after, and the change of those who answered both."""

    code: str
    title: str
    change: Change

    @property
    def is_told(self):
        """Of too few people nothing is shown but how many they are."""
        return self.change.verdict != Verdict.TOO_FEW


@dataclass
class Comparison:
    """One form of mentoring and one side: the waves before and after, and what came of them."""

    form: str
    side: str
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    constructs: list = field(default_factory=list)
    both: int = 0

    @property
    def title(self):
        side = Side(self.side).label
        return f"{self.form} · {side}" if self.form else str(side)

    @property
    def code(self):
        keys = {title: key for key, title in FORMS.items()}
        return f"{keys.get(self.form, 'all')}-{self.side}"


def comparisons(programme, day):
    """Every form and side that anybody was asked of, in a number of queries that does not grow with answers."""
    found = {}
    for wave in chosen(programme):
        one = found.setdefault((wave.form, wave.side), Comparison(wave.form, wave.side))
        (one.before if wave.purpose == Purpose.BEFORE else one.after).append(wave)
    answers = answers_of([wave for one in found.values() for wave in (*one.before, *one.after)], day)
    for one in found.values():
        compare(one, answers)
    order = list(FORMS.values())
    return sorted(found.values(), key=lambda one: (order.index(one.form) if one.form in order else 99, one.side))


def chosen(programme):
    """The waves before and after; where the school has said which two campaigns are compared, only those."""
    waves = waves_of(programme, (Purpose.BEFORE, Purpose.AFTER))
    rows = Measurement.objects.filter(programme=programme).select_related(
        "form", "before__survey_version__survey", "after__survey_version__survey"
    )
    corrected = {}
    for row in rows:
        form = row.form.title if row.form else ""
        corrected[form, row.side] = [
            Wave(campaign, purpose, row.side, form)
            for campaign, purpose in ((row.before, Purpose.BEFORE), (row.after, Purpose.AFTER))
            if campaign and campaign.deleted_at is None
        ]
    kept = [wave for wave in waves if (wave.form, wave.side) not in corrected]
    return kept + [wave for found in corrected.values() for wave in found]


def answers_of(waves, day):
    """``{campaign's id: {person: answers}}`` of the campaigns with names; the last sheet of a person counts."""
    named = [wave.campaign.pk for wave in waves if not wave.campaign.is_anonymous]
    rows = Submission.objects.filter(campaign__in=named, withdrawn_at=None, submitted_on__lte=day)
    rows = rows.exclude(invitation=None).exclude(invitation__subject=None)
    found = {pk: {} for pk in named}
    stream = rows.order_by("submitted_on", "submitted_at").values_list("campaign", "invitation__subject", "answers")
    for campaign, subject, answers in stream.iterator(2000):
        found[campaign][subject] = answers
    return found


def compare(one, answers):
    """Fill the constructs of a form and side: those of the questions that both waves ask on the same scale."""
    rows, titles, people = {}, {}, set()
    for before in one.before:
        for after in one.after:
            said = answers.get(before.campaign.pk, {}), answers.get(after.campaign.pk, {})
            both = sorted(said[0].keys() & said[1].keys(), key=str)
            people.update(both)
            for first, last in counterparts(before.content, after.content):
                if last.kind != Kind.SCALE:
                    continue
                code = last.linked or last.key
                titles.setdefault(code, last.text)
                rows.setdefault(code, []).extend(values_of(said, both, first, last))
    one.both = len(people)
    one.constructs = [
        Construct(code, titles[code], change([first for first, _last in pairs], [last for _first, last in pairs]))
        for code, pairs in rows.items()
    ]


def values_of(said, both, first, last):
    """``[(before, after)]`` of those who gave a mark both times, on the scale of one to ten."""
    for who in both:
        values = said[0][who].get(first.key), said[1][who].get(last.key)
        if all(value and UNKNOWN not in value and "scale" in value for value in values):
            yield tuple(stretched(value["scale"], first.ends) for value in values)


def sentence(found):
    """What may be concluded, in plain words."""
    if found.verdict == Verdict.TOO_FEW:
        return _("answered both times: %(n)d; too little data, nothing can be concluded") % {"n": found.n}
    if found.verdict == Verdict.NO_CHANGE:
        return _("nothing has changed for anybody of %(n)d") % {"n": found.n}
    counts = {"grew": found.grew, "fell": found.fell, "n": found.n}
    if found.verdict == Verdict.UNSURE:
        return _("rose for %(grew)d of %(n)d, fell for %(fell)d; the change may be chance") % counts
    words = (
        _("rose for %(grew)d of %(n)d; the change is steady")
        if found.verdict == Verdict.ROSE
        else _("fell for %(fell)d of %(n)d; the change is steady")
    )
    careful = _("; a careful conclusion: there are few people") if found.is_careful else ""
    return words % counts + careful


def signed(value, digits=2):
    """«+1,25», «−0,4», «0»."""
    text = charts.number(round(abs(float(value)), digits), digits)
    return text if float(text.replace(",", ".").replace("\u00a0", "")) == 0 else f"{'+' if value > 0 else '−'}{text}"


def words_of(construct):
    """The cells of a construct after its question; only the conclusion where there are too few people."""
    found = construct.change
    if not construct.is_told:
        return ["—", "—", "—", "—", sentence(found)]
    interval = _("%(mean)s (from %(low)s to %(high)s)") % {
        "mean": signed(found.mean),
        "low": signed(found.low),
        "high": signed(found.high),
    }
    effect = "—" if found.effect is None else f"{signed(found.effect)} ({EFFECTS[found.effect_size]})"
    return [
        charts.number(round(found.before, 2), 2),
        charts.number(round(found.after, 2), 2),
        interval,
        effect,
        sentence(found),
    ]


def method():
    """How it was counted, for under every table."""
    return _(
        "Compared are only those who answered both times; marks of a shorter scale are stretched to ten. The change is "
        "the mean difference with its 95 %% interval; the effect is the difference in its own standard deviations; "
        "steady means that the Wilcoxon test gives a chance of at most 5 %%. Of fewer than six people nothing is "
        "concluded."
    ).replace("%%", "%")


def part_of(one):
    """A form and side as a part of a report."""
    columns = [
        Column(_("What was asked"), 28),
        Column(pgettext("measurement", "Before"), 8, centred=True),
        Column(pgettext("measurement", "After"), 8, centred=True),
        Column(_("Change"), 17, centred=True),
        Column(_("Effect"), 13, centred=True),
        Column(_("What it says"), 26),
    ]
    if not one.constructs:
        said = (compared(one), nothing_of(one)) if one.before and one.after else (nothing_of(one),)
        return Part(one.code, one.title, said)
    rows = [[construct.title, *words_of(construct)] for construct in one.constructs]
    told = [construct for construct in one.constructs if construct.is_told]
    chart = told and charts.Bars(
        f"impact-{one.code}",
        one.title,
        [(construct.title, [construct.change.before, construct.change.after]) for construct in told],
        series=(pgettext("measurement", "Before"), pgettext("measurement", "After")),
        most=TOP,
        label_title=_("What was asked"),
        words=[
            [charts.number(round(value, 2), 2) for value in (construct.change.before, construct.change.after)]
            for construct in told
        ],
    )
    lead = _("Answered both times: %(n)d.") % {"n": one.both}
    return Part(
        one.code,
        one.title,
        (compared(one), lead),
        Table(one.title, columns, rows, notes=[method()]),
        chart or None,
        is_unfolded=True,
    )


def compared(one):
    """Which campaigns are compared: a wrong pair of them must be seen."""
    before, after = (", ".join(titled(wave.campaign) for wave in waves) for waves in (one.before, one.after))
    return _("Compared: %(before)s — and %(after)s.") % {"before": before, "after": after}


def titled(campaign):
    """«Анкета» (01.02.2022)."""
    return f"«{campaign.title}» ({campaign.opens_on:%d.%m.%Y})"


def nothing_of(one):
    """Why there is nothing to compare yet."""
    if not one.before:
        return _("There was no questionnaire before: what was then cannot be measured any more.")
    if not one.after:
        return _("The questionnaire before is there; the one after is still to be sent.")
    return _("Nobody is known to have answered both: questionnaires without names cannot be joined.")


QUANTITY_COLUMNS = (
    gettext_lazy("What is counted"),
    gettext_lazy("At the entry, X1"),
    gettext_lazy("At the end, X2"),
    gettext_lazy("Difference, X2 − X1"),
    gettext_lazy("X2 of X1, %"),
    gettext_lazy("What it says"),
)


def quantities_of(programme):
    """``[(title of the form, its rows)]`` in the order of the school; what is counted of all forms stands last."""
    rows = Quantity.objects.filter(programme=programme, deleted_at=None).select_related("form")
    rows = rows.order_by(F("form__position").asc(nulls_last=True), "form__title", "position", "pk")
    return [(title, list(found)) for title, found in groupby(rows, key=title_of_form)]


def title_of_form(row):
    return row.form.title if row.form else _("All forms together")


def quantity_words(row):
    """The cells of a quantity: X1, X2, the difference, the share, the judgement. «—» where it cannot be said."""
    before, after = (None if value is None else float(value) for value in (row.before, row.after))
    told = ["—" if value is None else charts.number(round(value, 2), 2) for value in (before, after)]
    if before is None or after is None:
        return [*told, "—", "—", _("not counted yet")]
    difference = after - before
    share = charts.percent(after / before) if before else "—"
    return [*told, signed(difference), share, judgement(difference, row.fewer_is_better)]


def judgement(difference, fewer_is_better):
    if not difference:
        return _("as it was")
    return _("better") if (difference < 0) == fewer_is_better else _("worse")


def quantities_part(programme):
    """The quantitative form, or None while nothing is counted. Numbers only, never names."""
    forms = quantities_of(programme)
    if not forms:
        return None
    columns = [
        Column(str(title), share, centred=place > 0)
        for place, (title, share) in enumerate(zip(QUANTITY_COLUMNS, (36, 12, 12, 14, 12, 14), strict=True))
    ]
    title = _("What was counted before and after")
    lines = []
    for form, rows in forms:
        lines += [Heading(form), *([named(row), *quantity_words(row)] for row in rows)]
    return Part(
        "quantities",
        title,
        (),
        Table(title, columns, lines, notes=[_("The share is not counted where there was nothing at the entry.")]),
    )


def named(row):
    words = ", ".join(part for part in (row.title, row.unit) if part)
    return _("%(title)s (fewer is better)") % {"title": words} if row.fewer_is_better else words


def parts(programme, day):
    """The impact as parts of a report: each form and side, then the counted quantities."""
    found = [part_of(one) for one in comparisons(programme, day)]
    quantities = quantities_part(programme)
    return [*found, *([quantities] if quantities else [])]
