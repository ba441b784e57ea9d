"""The figures of a campaign as they are shown: the same for the page, the PDF and the XLSX."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.programmes.slots import words_of

from . import results, sources
from .answers import OTHER
from .content import Kind
from .labels import ends_in_words, hidden_word, month_label, number_label, scale_label, week_of
from .shapes import CLOSED, TEXTS, Shapes, levels_of, rows_counted
from .suppression import LEAST

PLACES = (1, 2, 3)
ERASED = "—"


@dataclass(frozen=True)
class Row:
    """One option and how many chose it; None where that is not shown."""

    label: str
    count: int | None
    base: int

    @property
    def share(self):
        return self.count / self.base if self.base and self.count is not None else None

    @property
    def words(self):
        """«12 (34,5 %)»."""
        if self.count is None:
            return hidden_word()
        return f"{charts.number(self.count)} ({charts.percent(self.share or 0)})"

    @property
    def share_words(self):
        return hidden_word() if self.count is None else charts.percent(self.share or 0)


@dataclass
class Figure:
    """What is told of one question. ``refusal`` says why there is nothing to tell."""

    place: int
    question: object
    answered: int = 0
    unknown: int = 0
    blank: int = 0
    rows: list = field(default_factory=list)
    mean: float | None = None
    median: float | None = None
    week: list = field(default_factory=list)
    places: list = field(default_factory=list)
    others: int = 0
    refusal: str = ""
    is_guarded: bool = False
    texts: list = field(default_factory=list)

    @property
    def is_text(self):
        return self.question.kind in TEXTS

    @property
    def hides_rows(self):
        return any(row.count is None for row in self.rows)

    @property
    def chart(self):
        """The bars of the rows; None where there is nothing to draw."""
        if not self.rows or self.week:
            return None
        return charts.Bars(
            id=f"chart-{self.place}",
            title=self.question.text,
            rows=[(row.label, [row.count]) for row in self.rows],
            words=[[row.words] for row in self.rows],
            most=max(self.answered, 1) if self.question.kind in {Kind.SINGLE, Kind.YES_NO} else None,
            label_title=_("Answer"),
        )

    @property
    def mean_words(self):
        return "" if self.mean is None else charts.number(round(float(self.mean), 2), 2)

    @property
    def median_words(self):
        return "" if self.median is None else charts.number(float(self.median))

    @property
    def ends_words(self):
        return ends_in_words(self.question) if self.question.kind == Kind.SCALE else ""

    @property
    def counts_words(self):
        """«n = 38 · нет ответа: 2 · «пока не знаю»: 1»."""
        words = [f"n{ru.NBSP}={ru.NBSP}{charts.number(self.answered)}"]
        if self.blank:
            name = _("not asked or not answered") if self.question.show_if else _("not answered")
            words.append(f"{name}: {charts.number(self.blank)}")
        if self.unknown:
            words.append(_("“I don't know yet”: %(count)s") % {"count": charts.number(self.unknown)})
        return " · ".join(words)

    @property
    def middle_words(self):
        """«среднее 7,4 · медиана 8»."""
        words = []
        if self.mean is not None:
            words.append(_("mean %(mean)s") % {"mean": self.mean_words})
        if self.median is not None:
            words.append(_("median %(median)s") % {"median": self.median_words})
        return " · ".join(words)


class Results:
    """A campaign's figures, read once. ``guarded`` shows only what the rule of ``surveys.suppression`` allows.

    ``refusal`` is a sentence when nothing at all may be shown.
    """

    def __init__(self, campaign, *, guarded, day, with_confidential=False, rows=None):
        self.campaign, self.guarded = campaign, guarded
        self.content = campaign.survey_version.questionnaire
        self.counted = results.count(campaign, rows)
        self.with_confidential = with_confidential
        self.refusal = refusal_of(campaign, self.counted.total, guarded, day)
        self.levels = [] if self.refusal else levels_of(self.counted.sizes, guarded=guarded)
        self.shapes = Shapes(self.content, self.counted, self.levels, guarded=guarded)

    @property
    def total(self):
        return self.counted.total

    @property
    def questions(self):
        """``(number, question)`` of those that this person may see, in the order of the questionnaire."""
        return [
            (place, question)
            for place, question in enumerate(self.content.questions, 1)
            if question.confidential == self.with_confidential
        ]

    @cached_property
    def labels(self):
        """``{(source, key): words}`` of all the options that come from registers, one look-up for each source."""
        keys = {}
        for _place, question in self.questions:
            if question.source:
                counts = rows_counted(question, self.counted.of(question.key))
                keys.setdefault(question.source, set()).update(key for key in counts if key != OTHER)
        found = {}
        for code, wanted in keys.items():
            source = sources.option_sources.get(code)
            named = source.labels(sorted(wanted)) if source else {}
            found |= {(code, key): text for key, text in named.items()}
        return found

    @property
    def groups_words(self):
        """Why there is no choice of some classes, in words."""
        if not self.guarded or self.refusal or len(self.counted.sizes) < 2:
            return ""
        if not self.levels:
            return _(
                "There are no figures by class: in one of the parts, or in the rest, fewer than five have answered."
            )
        if any(len(block.groups) > 1 for block in self.levels[-1].blocks):
            return _("Classes and posts where fewer than five have answered are shown together with others.")
        return ""

    def block(self, code):
        """``(depth, Block)`` of an address, or ``(0, None)``."""
        for depth, level in enumerate(self.levels, 1):
            for block in level.blocks:
                if block.code == code:
                    return depth, block
        return 0, None

    def figures(self, depth=0, block=None):
        """The Figure of each question, of everybody or of a block."""
        return [] if self.refusal else [self.figure(place, one, depth, block) for place, one in self.questions]

    def figure(self, place, question, depth=0, block=None):
        groups = block.groups if block else None
        tally, shape = self.counted.of(question.key, groups), self.shapes.of(question, depth)
        figure = Figure(place, question, is_guarded=self.guarded)
        if shape == CLOSED:
            figure.refusal = closed_words(depth)
            return figure
        figure.answered, figure.unknown = tally.answered, tally.unknown
        figure.blank = self.counted.people(groups) - tally.answered - tally.unknown
        if question.kind in TEXTS or not tally.answered:
            return figure
        counts = rows_counted(question, tally)
        figure.rows = [
            Row(
                self.label(question, row, shape),
                None if set(row) & shape.hidden else sum(counts[mark] for mark in row),
                tally.answered,
            )
            for row in shape.rows
        ]
        if question.kind == Kind.WORDS:
            figure.rows = words_once(figure.rows)
        self.add_middles(figure, tally, shape, depth)
        self.add_pictures(figure, tally, shape)
        tells_others = not self.guarded or (depth == 0 and tally.others >= LEAST and OTHER not in shape.hidden)
        figure.others = tally.others if tells_others else 0
        return figure

    def texts(self, figure, most):
        """The first written answers, where they may be shown."""
        is_told = (
            figure.question.kind in TEXTS and not figure.refusal and (not self.guarded or figure.answered >= LEAST)
        )
        return self.counted.texts.get(figure.question.key, [])[:most] if is_told else []

    def add_middles(self, figure, tally, shape, depth):
        numbers = results.values_of(tally.counts, figure.question.kind)
        if figure.question.kind == Kind.YES_NO or not numbers or not shape.has_mean:
            return
        figure.mean = results.mean(numbers)
        figure.median = None if self.guarded and depth else results.median(numbers)

    def add_pictures(self, figure, tally, shape):
        """The week of hours, the places of a ranking."""
        if figure.question.kind == Kind.SLOTS:
            figure.week = week_of(tally.counts, shape.hidden)
        if figure.question.kind == Kind.RANKING and not self.guarded:
            figure.places = [
                (self.label(figure.question, row, shape), [tally.counts[place, row[0]] for place in PLACES])
                for row in shape.rows
            ]

    def label(self, question, row, shape):
        """What a row is called: today's name of an option, a mark, an interval, a month."""
        if question.kind == Kind.SCALE:
            return scale_label(row)
        if question.kind == Kind.NUMBER:
            return number_label(row, shape.rows, self.guarded)
        if question.kind == Kind.DATE:
            return " – ".join(dict.fromkeys(month_label(one) for one in (row[0], row[-1])))
        if question.kind == Kind.YES_NO:
            return _("Yes") if row[0] == "yes" else _("No")
        if question.kind == Kind.SLOTS:
            return str(words_of(row[0]))
        if row[0] == OTHER and not any(option.key == OTHER for option in question.options):
            return _("Other")
        own = next((option.text for option in question.options if option.key == row[0]), None)
        return own or self.labels.get((question.source, row[0])) or ERASED


def words_once(rows):
    """A word of the vocabulary that was merged into another one is counted with it."""
    found = {}
    for row in rows:
        before = found.get(row.label)
        if before:
            count = None if None in (row.count, before.count) else row.count + before.count
            row = Row(row.label, count, row.base)
        found[row.label] = row
    return list(found.values())


def refusal_of(campaign, total, guarded, day):
    """Why nothing may be shown; "" when something may be."""
    if not total:
        return _("Nobody has answered yet.")
    if not guarded:
        return ""
    if not results.is_over(campaign, day):
        return _(
            "The figures open when the campaign is over: the difference between two looks at them would tell what one "
            "person has answered."
        )
    if total < LEAST:
        return _("There are fewer than five answers. So few are not shown, so that nobody can be recognised.")
    return ""


def closed_words(depth):
    if depth:
        return _("Not shown by group: in some of the groups fewer than five people would stand behind a figure.")
    return _("Not shown: fewer than five people would stand behind a figure.")
