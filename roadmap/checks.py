"""Contradictions and gaps of a roadmap. They are said, never forbidden: the school knows better why it is so."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .outline import TermKind
from .terms.words import plain

OPEN_KINDS = (None, TermKind.WHOLE, TermKind.MONTHLY, TermKind.QUARTERLY)
"""Terms that last as long as the programme say nothing about the order of stages."""
MANY = 3
COUNTS = {
    1: r"одн(?:ой|а|у)",
    2: r"дв(?:ум|умя|ух|е|а)|обеим",
    3: r"тр(?:ем|емя|ех|и)",
    4: r"четыр(?:ем|ьмя|ех|е)",
    5: r"пят(?:и|ью|ь)",
    6: r"шест(?:и|ью|ь)",
    7: r"сем(?:и|ью|ь)",
}
COUNTED_FORMS = re.compile(
    r"\b(?P<count>\d+|"
    + "|".join(COUNTS.values())
    + r")(?:\s*-?\s*(?:м|х|ти))?\s+(?:\w+\s+)?форм(?:ам|ами|ах|ы|а|е|у)?\b"
)
YEARS = re.compile(r"(?<!\d)20\d\d(?=\s*(?:[-–—/]\s*20\d\d|\s*(?:уч|г)))|(?<=[-–—/])20\d\d|(?<=[-–—/] )20\d\d")
SIDE = r"(?:учител|ученик|обучающ|студент|работодател|педагог|преподавател|родител|выпускник|наставник|специалист)\w*"
FORM = re.compile(rf"\b{SIDE}\s*-\s*(?:\w+\s+)?{SIDE}")
IMPACT = re.compile(r"влияни|динамик|на выходе|эффективност\w+ программ")
EARLY = r"(?:первичн|стартов|начальн|исходн)\w+"
MEASURED = r"(?:диагностик|анкетир|замер|мониторинг|измерен|тестир|показател|уровн)"
BEFORE = re.compile(
    r"на вход|входн(?:ой|ое|ая|ого|ые|ых|ую)\b|\bвход\b|до начала (?:программ|участи|работ)|" + rf"{EARLY} {MEASURED}"
)


@dataclass(frozen=True)
class Warning:
    """One remark: a code for programs, a sentence for people, and where it belongs (stage 0: the whole roadmap)."""

    code: str
    text: str
    stage_number: int = 0
    activity: str = ""

    def __str__(self):
        return self.text


def warnings_of(outline, starts, ends):
    """Everything that contradicts or lacks, in the order of the document; the whole roadmap first."""
    if not outline.stages:
        return [Warning("no_stage", _("The roadmap has no stage yet."))]
    of_stages = [
        warning
        for number, stage in enumerate(outline.stages, 1)
        for warning in [*_of_stage(number, stage), *_of_activities(number, stage, outline, starts, ends)]
    ]
    everything = [
        *_years_of_title(outline.title, starts, ends),
        *_before_measurement(outline),
        *_order_of_stages(outline),
        *_same_stages(outline),
        *of_stages,
    ]
    return sorted(everything, key=lambda warning: warning.stage_number)


def _years_of_title(title, starts, ends):
    """A title that still names the years of another programme."""
    years = [int(year) for year in YEARS.findall(title)]
    if years and (min(years) > ends.year or max(years) < starts.year):
        text = _("The title names other years than those of the programme: “%(title)s”.")
        yield Warning("title_years", text % {"title": title})


def _order_of_stages(outline):
    """«Stage 6 ends before stage 5»: a later stage should not end before an earlier one."""
    latest = None
    for number, stage in enumerate(outline.stages, 1):
        ends = [one.term.last for one in stage.activities if one.term.last and one.term.kind not in OPEN_KINDS]
        if not ends:
            continue
        if latest and max(ends) < latest[0]:
            text = _("Stage %(later)s ends before stage %(earlier)s.") % {"later": number, "earlier": latest[1]}
            yield Warning("order", text, number)
        if not latest or max(ends) >= latest[0]:
            latest = (max(ends), number)


def _before_measurement(outline):
    """Impact is a difference: without a measurement before the meetings it can never be told."""
    texts = [_text_of(stage) for stage in outline.stages]
    meetings = next((place for place, text in enumerate(texts) if "встреч" in text and "настав" in text), None)
    has_impact = any(IMPACT.search(text) for text in texts)
    if meetings is None and not has_impact:
        return
    until = len(texts) if meetings is None else meetings + 1
    if not any(BEFORE.search(text) for text in texts[:until]):
        text = _("No measurement is planned before the meetings: there will be nothing to compare the results with.")
        yield Warning("no_before", text)


def _text_of(stage):
    parts = [stage.title]
    for activity in stage.activities:
        parts += [activity.title, activity.planned_result, *(step.title for step in activity.steps)]
    return plain(". ".join(parts))


def _same_stages(outline):
    titles = {}
    for number, stage in enumerate(outline.stages, 1):
        first = titles.setdefault(plain(stage.title), number)
        if first != number:
            text = _("Stages %(first)s and %(second)s have the same title.")
            yield Warning("same_stage", text % {"first": first, "second": number}, number)


def _of_stage(number, stage):
    if not stage.activities:
        yield Warning("empty_stage", _("Stage %(number)s has no activities.") % {"number": number}, number)
    titles = set()
    for activity in stage.activities:
        if plain(activity.title) in titles:
            text = _("Stage %(number)s has two activities with the title “%(title)s”.")
            yield Warning("same_title", text % {"number": number, "title": activity.title}, number, activity.title)
        titles.add(plain(activity.title))


def _of_activities(number, stage, outline, starts, ends):
    has_steps = any(activity.steps for activity in outline.activities)
    lacking = {code: [one for one in stage.activities if lacks(one)] for code, lacks in GAPS.items()}
    if not has_steps:
        lacking["no_steps"] = []
    for code, activities in lacking.items():
        yield from _gaps(number, code, activities)
    for activity in stage.activities:
        for code, text in [*_term(activity.term, starts, ends), *_counted_forms(activity)]:
            yield _about(number, code, activity, text)


GAPS = {
    "no_term": lambda activity: not activity.term.text and not activity.term.last,
    "no_responsible": lambda activity: not activity.responsible,
    "no_steps": lambda activity: not activity.steps,
}


def _gaps(number, code, activities):
    """One remark for each activity, or one for all when they are many: a column that the school does not keep."""
    texts = {"no_term": _("there is no term."), "no_responsible": _("nobody is responsible.")}
    text = texts.get(code) or _("there are no steps.")
    if len(activities) <= MANY:
        yield from (_about(number, code, activity, text) for activity in activities)
        return
    words = _("Stage %(number)s, activities: %(count)s: %(text)s")
    yield Warning(code, words % {"number": number, "count": len(activities), "text": text}, number)


def _about(number, code, activity, text):
    words = _("Stage %(number)s, “%(title)s”: %(text)s")
    return Warning(code, words % {"number": number, "title": activity.title, "text": text}, number, activity.title)


def _term(term, starts, ends):
    if term.text and not term.last:
        yield "term_unknown", _("the term “%(text)s” is not understood.") % {"text": term.text}
    elif term.last and (term.last < starts or (term.first or term.last) > ends):
        yield "term_outside", _("the term is outside of the programme.")
    elif term.last and (term.last.year, term.last.month) > (ends.year, ends.month):
        yield "term_outside", _("the term ends after the programme.")


def _counted_forms(activity):
    """«По двум формам» before a list of three."""
    for text in [activity.title, *(step.title for step in activity.steps)]:
        words = plain(text)
        found = COUNTED_FORMS.search(words)
        named = len({re.sub(r"\s", "", form) for form in FORM.findall(words)})
        if found and named and named != (announced := _number(found["count"])):
            text = _("forms of mentoring announced: %(announced)s, named: %(named)s.")
            yield "counted_forms", text % {"announced": announced, "named": named}


def _number(word):
    return int(word) if word.isdecimal() else next(n for n, words in COUNTS.items() if re.fullmatch(words, word))
