"""Two campaigns side by side: before and after, joined question by question.

Questions are counterparts by the code of their construct (``linked``), else by the same key and the same scale. People
are joined only where both campaigns have names; of an anonymous one nobody is ever joined with anybody.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.common.table import Column, Table

from . import results, suppression
from .content import Kind
from .figures import Results
from .models import Campaign
from .results import AT_ONCE, Tally, submissions_of

COMPARED = {Kind.SCALE, Kind.NUMBER, Kind.YES_NO}
MOST_CAMPAIGNS = 50


@dataclass(frozen=True)
class Side:
    """What one wave says: the mean, or the share of yes; None where that is not shown. ``both`` is of those who
    answered in both waves."""

    n: int = 0
    mean: float | None = None
    both_n: int = 0
    both: float | None = None


@dataclass(frozen=True)
class Pair:
    """One question before and after."""

    before_text: str
    after_text: str
    kind: Kind
    before: Side
    after: Side
    top: float | None

    def said(self, value):
        if value is None:
            return "—"
        return charts.percent(value) if self.kind == Kind.YES_NO else charts.number(round(float(value), 2), 2)

    @property
    def has_both(self):
        return self.before.both is not None and self.after.both is not None

    @property
    def shift(self):
        """The change of those who answered both times, else of the means."""
        first, last = (self.before.both, self.after.both) if self.has_both else (self.before.mean, self.after.mean)
        if first is None or last is None:
            return "—"
        change = last - first
        text = charts.number(round(abs(float(change)) * (100 if self.kind == Kind.YES_NO else 1), 2), 2)
        sign = "" if text == "0" else "+" if change > 0 else "−"
        return f"{sign}{text}" + (_(" points") if self.kind == Kind.YES_NO else "")

    @property
    def words(self):
        """The cells of the row after the question."""
        pairs = (self.before.n, self.before.mean), (self.after.n, self.after.mean)
        cells = [f"{self.said(mean)} ({n_words(n)})" if n else "—" for n, mean in pairs]
        both = "—"
        if self.has_both:
            shift = f"{self.said(self.before.both)} → {self.said(self.after.both)}"
            both = f"{shift} ({n_words(self.before.both_n)})"
        return [*cells, both, self.shift]


def n_words(count):
    return f"n{ru.NBSP}={ru.NBSP}{charts.number(count)}"


@dataclass
class Comparison:
    """``pairs`` of questions; ``refusal`` says why there are none."""

    first: Campaign
    second: Campaign
    pairs: list = field(default_factory=list)
    refusal: str = ""
    is_joined: bool = False

    @property
    def table(self):
        columns = [
            Column(_("Question"), 40),
            Column(self.first.title, 15, centred=True),
            Column(self.second.title, 15, centred=True),
            Column(_("Answered both times"), 18, centred=True),
            Column(_("Shift"), 12, centred=True),
        ]
        rows = [[pair.after_text, *pair.words] for pair in self.pairs]
        return Table(_("Comparison of waves"), columns, rows)

    def charts(self):
        """One chart for each kind of figure: means of the same scale together, shares of yes together."""
        groups = {}
        for pair in self.pairs:
            if pair.before.mean is not None and pair.after.mean is not None:
                groups.setdefault((pair.kind, pair.top), []).append(pair)
        for place, ((kind, top), pairs) in enumerate(groups.items()):
            title = _("Answered yes") if kind == Kind.YES_NO else _("Means")
            if top:
                title = _("Means, a scale to %(top)d") % {"top": top}
            yield charts.Bars(
                f"waves-{place}",
                title,
                [(pair.after_text, [pair.before.mean, pair.after.mean]) for pair in pairs],
                series=(self.first.title, self.second.title),
                words=[[pair.said(pair.before.mean), pair.said(pair.after.mean)] for pair in pairs],
                most=1 if kind == Kind.YES_NO else top,
                label_title=_("Question"),
            )


def counterparts(before, after):
    """``[(question, question)]`` of two questionnaires, in the order of the second."""
    linked = {one.linked: one for one in reversed(before.questions) if one.linked and can_compare(one)}
    keyed = {one.key: one for one in before.questions if can_compare(one)}
    for one in after.questions:
        if not can_compare(one):
            continue
        found = linked.get(one.linked) if one.linked else keyed.get(one.key)
        if found and found.kind == one.kind and (one.kind != Kind.SCALE or found.ends == one.ends):
            yield found, one


def can_compare(question):
    return question.kind in COMPARED and not question.confidential


def comparable(campaign, campaigns):
    """The other campaigns of the programme that have a counterpart: those of the same questionnaire or wave first."""
    content = campaign.survey_version.questionnaire
    rows = campaigns.exclude(pk=campaign.pk).exclude(state=Campaign.State.DRAFT)
    rows = rows.select_related("survey_version__survey").order_by("-opens_on", "-pk")[:MOST_CAMPAIGNS]
    return [one for one in rows if next(counterparts(one.survey_version.questionnaire, content), None)]


def compare(first, second, *, guarded, day):
    """``guarded`` are the two answers to: may only figures without names be seen of it?"""
    comparison = Comparison(first, second)
    comparison.is_joined = not (first.is_anonymous or second.is_anonymous)
    read = [read_with_people(one) if comparison.is_joined else (None, {}) for one in (first, second)]
    sides = [
        Results(one, guarded=flag, day=day, rows=rows)
        for one, flag, (rows, _people) in zip((first, second), guarded, read, strict=True)
    ]
    refusals = [found.refusal for found in sides if found.refusal]
    if refusals:
        comparison.refusal = refusals[0]
        return comparison
    people = [told for _rows, told in read]
    pairs = counterparts(sides[0].content, sides[1].content)
    for before, after in pairs:
        made = [side_of(found, one) for found, one in zip(sides, (before, after), strict=True)]
        if comparison.is_joined:
            made = with_both(sides, made, (before, after), joined_values(people, before, after))
        top = before.ends[1] if before.kind == Kind.SCALE else None
        comparison.pairs.append(Pair(before.text, after.text, before.kind, *made, top))
    return comparison


def with_both(founds, made, questions, joined):
    """The sides with what those say who answered both times, where that may be told of both."""
    told = [may_tell_both(*each) for each in zip(founds, questions, joined, strict=True)]
    if not all(told):
        return made
    return [
        Side(side.n, side.mean, sum(counts.values()), results.mean(counts))
        for side, counts in zip(made, joined, strict=True)
    ]


def side_of(found, question):
    """The mean of a wave as its own page tells it."""
    shape = found.shapes.of(question)
    if not shape.is_open:
        return Side()
    tally = found.counted.of(question.key)
    counts = results.values_of(tally.counts, question.kind)
    is_told = not shape.hidden if question.kind == Kind.YES_NO else shape.has_mean
    return Side(tally.answered, results.mean(counts) if is_told and tally.answered else None)


def may_tell_both(found, question, counts):
    """May those who answered both times be told of beside everybody?"""
    people = sum(counts.values())
    if not people:
        return False
    if not found.guarded:
        return True
    shape = found.shapes.of(question)
    whole = results.values_of(found.counted.of(question.key).counts, question.kind)
    rest = Counter(whole)
    rest.subtract(counts)
    rest = {value: number for value, number in rest.items() if number}
    if not shape.is_open or not suppression.may_stand_beside(sum(whole.values()), people):
        return False
    if question.kind == Kind.YES_NO:
        return not shape.hidden and not suppression.hidden_rows([counts, rest])
    ends = question.ends if question.kind == Kind.SCALE else None
    return shape.has_mean and all(suppression.is_mean_safe(one, ends) for one in (counts, rest) if one)


def read_with_people(campaign):
    """``(rows, {who: answers})`` of a campaign with names, read once: ``rows`` are what ``results.count`` wants."""
    tickets = {pk: tuple(who) for pk, *who in campaign.invitations.values_list("pk", "subject", "user", "email")}
    rows, people = [], {}
    stream = submissions_of(campaign).order_by("pk").values_list("answers", "group", "invitation")
    for answers, group, ticket in stream.iterator(AT_ONCE):
        rows.append((answers, group))
        if ticket:
            people[tickets[ticket]] = answers
    return rows, people


def joined_values(people, before, after):
    """The counted values of both questions, of those who answered both."""
    tallies = Tally(), Tally()
    for who in people[0].keys() & people[1].keys():
        values = people[0][who].get(before.key), people[1][who].get(after.key)
        if all(value and "unknown" not in value for value in values):
            for tally, value in zip(tallies, values, strict=True):
                tally.take(value)
    return [
        results.values_of(tally.counts, question.kind) for tally, question in zip(tallies, (before, after), strict=True)
    ]
