"""The main things of a year in sentences: what a director reads first, out of the very figures of the pages.

A sentence is there only when its figures are: nothing is concluded from what nobody measured.
"""

from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.common.parts import Part

from . import impact, satisfaction
from .models import SwotEntry
from .models.impact import Side
from .quality import TOP, level_of, total_of
from .quality_report import forms_of
from .satisfaction_report import is_hidden
from .statistics import Verdict

MOST = 5
"""Phrases of a list that a sentence still carries."""


def summary(programme, figures, day):
    """The first part of a report."""
    lines = [
        *of_activities(figures),
        people_line(figures),
        *of_satisfaction(programme, day),
        *of_quality(programme, day),
        *of_impact(programme, day),
        *of_weaknesses(programme),
    ]
    return Part("summary", _("The main things"), tuple(lines))


def of_activities(figures):
    if total := figures["activities"]:
        yield _("Done are %(done)s of %(total)s activities of the roadmap (%(share)s), overdue are %(late)s.") % {
            "done": figures.said("activities_done"),
            "total": figures.said("activities"),
            "share": charts.percent(figures["activities_done"] / total),
            "late": figures.said("overdue"),
        }


def people_line(figures):
    return _(
        "Mentees: %(mentees)s, mentors: %(mentors)s. Pairs and groups at work: %(pairs)s, finished: %(finished)s. "
        "Meetings held: %(meetings)s, hours: %(hours)s."
    ) % {
        "mentees": figures.said("mentees"),
        "mentors": figures.said("mentors"),
        "pairs": figures.said("pairs"),
        "finished": figures.said("pairs_finished"),
        "meetings": figures.said("meetings"),
        "hours": figures.said("hours"),
    }


def of_satisfaction(programme, day):
    for side, one in satisfaction.summary(programme, day).items():
        if one.answered and not is_hidden(one):
            yield _("%(side)s: satisfied are %(share)s of those who answered (%(answered)s).") % {
                "side": Side(side).label,
                "share": charts.percent(one.percent / 100),
                "answered": charts.number(one.answered),
            }


def of_quality(programme, day):
    for form in forms_of(programme, day):
        total = total_of(form.marks)
        if total is not None:
            words = _("By the coordinator's form of %(day)s: %(level)s, %(total)d of %(top)d.")
            yield words % {"day": ru.short_date(form.day), "level": level_of(total)[1], "total": total, "top": TOP}
            return


def of_impact(programme, day):
    found = impact.comparisons(programme, day)
    told = [(one, construct) for one in found for construct in one.constructs if construct.is_told]
    rose = [f"{one.title} — «{construct.title}»" for one, construct in told if construct.change.verdict == Verdict.ROSE]
    fell = [f"{one.title} — «{construct.title}»" for one, construct in told if construct.change.verdict == Verdict.FELL]
    if rose:
        yield _("A steady growth: %(what)s.") % {"what": listed(rose)}
    if fell:
        yield _("A steady fall: %(what)s.") % {"what": listed(fell)}
    if found and not told:
        yield _("Too few answered both before and after: of the impact nothing can be concluded.")


def of_weaknesses(programme):
    rows = SwotEntry.objects.filter(programme=programme, deleted_at=None, quadrant=SwotEntry.Quadrant.WEAKNESS)
    texts = list(rows.values_list("text", flat=True))
    if texts:
        yield _("To be worked on: %(what)s.") % {"what": listed(texts)}


def listed(texts):
    """«a; b; c и ещё 4»: the whole list stands in its own part."""
    words = "; ".join(text.rstrip(".") for text in texts[:MOST])
    rest = len(texts) - MOST
    return words if rest <= 0 else _("%(words)s and %(rest)d more") % {"words": words, "rest": rest}
