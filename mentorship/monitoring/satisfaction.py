"""Who is satisfied: by the school's own visible rule, from the questionnaires of the end.

No document says what «satisfied» is as a number, so the rule is a setting (``MonitoringSettings``) and stands under
every table that uses it, with how many answered of how many were asked.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from surveys.answers import UNKNOWN, YES
from surveys.content import Kind
from surveys.models import Invitation, Submission
from surveys.suppression import LEAST

from .models import MonitoringSettings
from .models.impact import Side
from .waves import AT_THE_END, waves_of

By = MonitoringSettings.SatisfiedBy
OVERALL = ("overall", "joint_work", "joint", "satisfaction", "result")
"""Constructs that judge the whole, the best one first; without any of them the mean of all marks decides."""
CONTINUE = "continue"
TOP = 10


@dataclass(frozen=True)
class Satisfied:
    """``satisfied`` of ``answered`` people. Answers that say nothing about it count nowhere.

    ``invited`` were asked one by one and ``came`` of them answered; who answered by a code for everybody was not asked
    one by one, and is in ``answered`` alone.
    """

    satisfied: int = 0
    answered: int = 0
    invited: int = 0
    came: int = 0

    @property
    def percent(self):
        """0..100, or None when nobody has answered."""
        return round(100 * self.satisfied / self.answered, 1) if self.answered else None

    @property
    def response(self):
        """The share of the invited who answered, 0..100; None where nobody was invited one by one."""
        return round(min(100.0, 100 * self.came / self.invited), 1) if self.invited else None

    def __add__(self, other):
        return Satisfied(
            self.satisfied + other.satisfied,
            self.answered + other.answered,
            self.invited + other.invited,
            self.came + other.came,
        )


def settings_of(school):
    """The school's rules, or the product's own."""
    return MonitoringSettings.objects.filter(school=school).first() or MonitoringSettings(school=school)


def summary(programme, day):
    """``{side: Satisfied}`` of the programme as of the day; both sides are always there."""
    found = {side: Satisfied() for side in Side.values}
    for (_form, side), one in by_form(programme, day).items():
        found[side] += one
    return found


def by_form(programme, day, *, with_invited=True):
    """``{(title of the form or "", side): Satisfied}``; six queries at most, however many people answered.

    A person who answered several questionnaires of the end is counted once, by the last one. Answers without names are
    counted as they are: each is somebody's.
    """
    waves = waves_of(programme, AT_THE_END)
    if not waves:
        return {}
    rules = settings_of(programme.school)
    judges = {wave.campaign.pk: judge_of(wave.content, rules) for wave in waves}
    wave_of = {wave.campaign.pk: wave for wave in waves}
    said, counted, sheets = {}, defaultdict(lambda: [0, 0]), Counter()
    rows = Submission.objects.filter(campaign__in=list(wave_of), withdrawn_at=None, submitted_on__lte=day)
    rows = rows.order_by("submitted_on", "submitted_at")
    rows = rows.values_list("campaign", "invitation", "invitation__subject", "pk", "answers")
    for campaign, ticket, subject, pk, answers in rows.iterator(2000):
        is_satisfied = judges[campaign](answers)
        if is_satisfied is None:
            continue
        wave = wave_of[campaign]
        sheets[campaign] += ticket is not None or wave.campaign.is_anonymous
        said[wave.side, subject or pk] = (wave.form, is_satisfied)
    for (side, _who), (form, is_satisfied) in said.items():
        counted[form, side][0] += is_satisfied
        counted[form, side][1] += 1
    invited, came = asked(wave_of, sheets) if with_invited else ({}, {})
    found = {}
    for key in sorted({(wave.form, wave.side) for wave in waves}):
        people = len(invited.get(key, ()))
        found[key] = Satisfied(*counted.get(key, (0, 0)), people, min(came.get(key, 0), people))
    return found


def of_figures(programme, day):
    """The share of both sides together as a figure; of fewer than five answers it is not told."""
    whole = sum(by_form(programme, day, with_invited=False).values(), Satisfied())
    return {"satisfied": whole.percent if whole.answered >= LEAST else None}


def asked(wave_of, sheets):
    """``{(form, side): people invited one by one}``, each person once in a form, and how many of them answered.

    A sheet with a name tells its ticket. One without does not: there the invited who answered are no more than the
    sheets of the campaign.
    """
    people, tickets, came = defaultdict(set), Counter(), Counter()
    rows = Invitation.objects.filter(campaign__in=list(wave_of), revoked_at=None)
    for campaign, subject, pk in rows.values_list("campaign", "subject", "pk").iterator(2000):
        wave = wave_of[campaign]
        people[wave.form, wave.side].add(subject or pk)
        tickets[campaign] += 1
    for campaign, number in tickets.items():
        came[wave_of[campaign].form, wave_of[campaign].side] += min(number, sheets[campaign])
    return people, came


def judge_of(content, rules):
    """A function of the answers: True, False, or None when they do not say it."""
    scales = [one for one in content.questions if one.kind == Kind.SCALE and not one.confidential]
    if rules.satisfied_by == By.YES_NO:
        question = next((one for one in content.questions if named(one) == CONTINUE), None)
        return lambda answers: yes_of(answers, question)
    by_name = {named(one): one for one in reversed(scales)}
    whole = next((by_name[name] for name in OVERALL if name in by_name), None)
    chosen = [whole] if whole and rules.satisfied_by == By.OVERALL else scales
    return lambda answers: is_enough(answers, chosen, rules.satisfied_from)


def named(question):
    return question.linked or question.key


def yes_of(answers, question):
    value = answers.get(question.key) if question else None
    return None if not value or UNKNOWN in value else bool(value.get(YES))


def is_enough(answers, questions, least):
    """The mean of the marks, each stretched to the scale of one to ten, is not lower than ``least``."""
    marks = [stretched(answers[one.key]["scale"], one.ends) for one in questions if "scale" in answers.get(one.key, {})]
    return sum(marks) / len(marks) >= least if marks else None


def stretched(mark, ends):
    """A mark of any scale on the scale of one to ten: the ends stay the ends."""
    low, high = ends
    return 1 + (mark - low) * (TOP - 1) / (high - low)
