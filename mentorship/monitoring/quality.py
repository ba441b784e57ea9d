"""Quality: the coordinator's nine criteria with their levels, and what the answers propose for the SWOT table."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from mentorship.pairs.models import PairingMentee
from surveys.answers import UNKNOWN, YES
from surveys.builtin import named
from surveys.content import Kind
from surveys.models import Purpose, Submission
from surveys.suppression import LEAST

from .models import CoordinatorForm, SwotEntry
from .satisfaction import settings_of
from .waves import AT_THE_END, waves_of

Quadrant, Group = SwotEntry.Quadrant, SwotEntry.Group
MARKS = (0, 1, 2)
TOP = 18
LEVELS = ((15, "optimal", _("optimal level")), (9, "allowed", _("allowed level")), (0, "low", _("inadmissible level")))
"""(least sum, code, words), the best first. Source: annex 2 of the letter MR-42/02, part 2.4."""
READY_FORM = "coordinator:adult"
TEACHERS = "Учитель – учитель"


@dataclass(frozen=True)
class Criterion:
    """A criterion of the coordinator's form and the block in which it stands."""

    key: str
    text: str
    block: str


@cache
def criteria():
    """The nine criteria in their order: the scales of the ready questionnaire of the coordinator."""
    content = named(READY_FORM).content
    return tuple(
        Criterion(question.key, question.text, section.title)
        for section in content.sections
        for question in section.questions
        if question.kind == Kind.SCALE
    )


def total_of(marks):
    """The sum of the nine marks, or None while one is missing."""
    found = [marks.get(one.key) for one in criteria()]
    return None if None in found else sum(found)


def level_of(total):
    """``(code, words)`` of a sum of 0..18; None of an unfinished form."""
    return None if total is None else next((code, words) for least, code, words in LEVELS if total >= least)


@cache
def phrases():
    """Our own phrases for what «yes» and «no» mean, by group of forms and construct."""
    return yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Proposal:
    """A phrase that the answers speak for: ``percent`` of ``answered`` said yes (a weakness: few of them did)."""

    group: str
    quadrant: str
    question: str
    text: str
    percent: int
    answered: int


def proposals(programme, day, found=None):
    """What the closing questionnaires propose and the school has not taken or thrown away yet.

    A construct is a strength from the threshold on, a weakness up to the other one, and says nothing between them.
    ``found`` is ``shares`` where they were counted already.
    """
    rules = settings_of(programme.school)
    known = set(SwotEntry.objects.filter(programme=programme).exclude(question="").values_list("group", "question"))
    found = shares(programme, day) if found is None else found
    proposed = []
    for (group, question), (percent, answered) in found.items():
        quadrant = quadrant_of(percent, rules)
        if quadrant and (group, question) not in known:
            text = phrases()[group][question]["good" if quadrant == Quadrant.STRENGTH else "bad"]
            proposed.append(Proposal(group, quadrant, question, text, percent, answered))
    return sorted(proposed, key=lambda one: (one.group, one.quadrant, -one.percent))


def quadrant_of(percent, rules):
    """The inner cell that a share speaks for, or None between the thresholds."""
    if percent >= rules.strength_from:
        return Quadrant.STRENGTH
    return Quadrant.WEAKNESS if percent <= rules.weakness_to else None


def shares(programme, day):
    """``{(group, construct): (percent of yes, answered)}``. Of fewer than five answers nothing is told: a cell of the
    table would point at persons."""
    found = {key: (counts[True], counts.total()) for key, counts in counted(programme, day).items()}
    return {key: (round(100 * yes / all_), all_) for key, (yes, all_) in found.items() if all_ >= LEAST}


@dataclass(frozen=True)
class Moved:
    """A phrase whose answers are others by now; ``holds`` when they still speak for its cell."""

    row: SwotEntry
    percent: int
    answered: int
    holds: bool


def moved(programme, day, found=None):
    """Phrases of the table whose shares have changed since they were taken."""
    rules = settings_of(programme.school)
    found = shares(programme, day) if found is None else found
    rows = SwotEntry.objects.filter(programme=programme, deleted_at=None).exclude(question="")
    pairs = [(row, found.get((row.group, row.question))) for row in rows]
    return [
        Moved(row, *now, holds=quadrant_of(now[0], rules) == row.quadrant)
        for row, now in pairs
        if now and now != (row.percent, row.answered)
    ]


def counted(programme, day):
    """``{(group, construct): Counter of yes and no}`` of all closing questionnaires, in a number of queries that does
    not grow with the answers. Who answered a questionnaire of all forms belongs to the table of the own pairs."""
    waves = {wave.campaign.pk: wave for wave in waves_of(programme, AT_THE_END)}
    teachers = None if all(wave.form for wave in waves.values()) else teachers_of(programme)
    found = defaultdict(Counter)
    rows = Submission.objects.filter(campaign__in=list(waves), withdrawn_at=None, submitted_on__lte=day)
    asked = {(pk, group): questions_of(wave, group) for pk, wave in waves.items() for group in Group.values}
    for campaign, subject, answers in rows.values_list("campaign", "invitation__subject", "answers").iterator(2000):
        group = group_of(waves[campaign], subject, teachers)
        for construct, key in asked.get((campaign, group), ()):
            value = answers.get(key)
            if value and UNKNOWN not in value and YES in value:
                found[group, construct][bool(value[YES])] += 1
    return found


def teachers_of(programme):
    """Public ids of the people in pairs of teachers, mentees and mentors."""
    rows = PairingMentee.objects.filter(pairing__programme=programme, pairing__form__title=TEACHERS)
    people = rows.values_list("mentee__person__public_id", "pairing__mentor__person__public_id")
    return {one for pair in people for one in pair}


def group_of(wave, subject, teachers):
    """The table an answer speaks for. A sheet without a name of all forms speaks for none where both are at work:
    teachers would be counted among pupils."""
    if wave.form:
        return Group.TEACHERS if wave.form == TEACHERS else Group.PUPILS
    if subject is None and teachers:
        return None
    return Group.TEACHERS if subject in teachers else Group.PUPILS


def questions_of(wave, group):
    """``[(construct, key)]`` of the questions of yes and no that have a phrase."""
    known = phrases()[group]
    rows = [(one.linked or one.key, one.key) for one in wave.content.questions if one.kind == Kind.YES_NO]
    return [(construct, key) for construct, key in rows if construct in known]


def sheet_of(programme):
    """The last filled «Анкета куратора» that is no form yet: ``(day, values of the form)``, or None.

    Only marks of 0, 1 and 2 are taken: a school may have given its own copy another scale.
    """
    rows = Submission.objects.filter(
        campaign__programme=programme,
        campaign__deleted_at=None,
        campaign__survey_version__survey__purpose=Purpose.COORDINATOR,
        withdrawn_at=None,
    )
    sheet = rows.select_related("campaign__survey_version").order_by("-submitted_on", "-submitted_at").first()
    if sheet is None:
        return None
    taken = CoordinatorForm.objects.filter(programme=programme, day=sheet.submitted_on, deleted_at=None)
    values = values_of(sheet)
    return None if not values["marks"] or taken.exists() else (sheet.submitted_on, values)


def values_of(sheet):
    """A filled questionnaire of the coordinator as values of the form."""
    by_name = {one.linked or one.key: one for one in sheet.campaign.survey_version.questionnaire.questions}
    said = {name: sheet.answers.get(one.key) or {} for name, one in by_name.items()}
    marks = {one.key: said.get(one.key, {}).get("scale") for one in criteria()}
    return {
        "marks": {key: mark for key, mark in marks.items() if mark in MARKS and by_name[key].ends == (0, 2)},
        "strong": said.get("strong", {}).get("text", ""),
        "to_change": said.get("next", {}).get("text", ""),
    }
