"""The indicators as parts of a report: the six, the people by forms, and how it was counted."""

from django.utils.translation import gettext as _

from mentorship.common import charts
from mentorship.common.parts import Part
from mentorship.common.table import Column, Table
from surveys.suppression import LEAST

from .indicators import SIDES, by_form, indicators_of
from .satisfaction import settings_of
from .satisfaction_report import rule_words


def parts(programme, day):
    """The table of the indicators with its rules, then the forms of mentoring."""
    found = indicators_of(programme, day)
    title = _("Target indicators")
    columns = [
        Column(_("Indicator"), 34),
        Column(_("How many"), 12, centred=True),
        Column(_("Of how many"), 12, centred=True),
        Column(_("Share"), 12, centred=True),
        Column(_("Target of %(year)d") % {"year": day.year}, 14, centred=True),
        Column(_("Outcome"), 16, centred=True),
    ]
    rows = [row_of(one) for one in found]
    table = Table(title, columns, rows, notes=[*doubts(found), *rules(programme, day, found)])
    return [Part("indicators", title, (), table), of_forms(programme, day)]


def row_of(one):
    return [one.title, *shown(one)]


def shown(one):
    """How many, of how many, the share, the target, the outcome; of fewer than five answers only that there are few."""
    if one.is_hidden:
        return ["—", _("fewer than %(least)d") % {"least": LEAST}, "—", one.target_said, "—"]
    if one.code in SIDES and one.whole is None:
        return ["—", "—", one.said, one.target_said, "—"]
    return [charts.number(one.count), one.whole_said, one.said, one.target_said, one.verdict]


def rules(programme, day, found):
    """How it was counted: printed under every table, because no document says all of it."""
    return [
        _("Everybody who was in the programme by %(day)s is counted once, those who have left too.")
        % {"day": f"{day:%d.%m.%Y}"}
        + " "
        + _("Who was in it: who entered by that day, or whose pair had begun.")
        + " "
        + _("The age is what a person gets in %(year)d.") % {"year": day.year},
        _(
            "Young teachers are the mentees among teachers, but not those whose variant is about others; "
            "partners are counted by the place of work of mentors."
        ),
        rule_words(settings_of(programme.school)),
        *sources(found),
    ]


def sources(found):
    """Which papers set the targets, each once."""
    papers = dict.fromkeys(one.target.source for one in found if one.target and one.target.source)
    return [_("Targets: %(papers)s.") % {"papers": "; ".join(paper.rstrip(". ") for paper in papers)}] if papers else []


def doubts(found):
    """What the reader should know before believing a number."""
    said = []
    for one in found:
        if one.unknown:
            words = _("%(title)s: people without a year of birth, not counted: %(n)d.")
            said.append(words % {"title": one.title, "n": one.unknown})
        if one.is_more_than_whole:
            words = _("%(title)s: there are more people than the base has; check the base.")
            said.append(words % {"title": one.title})
    return said


def of_forms(programme, day):
    """Pairs, mentees and mentors of each form."""
    title = _("By forms of mentoring")
    rows = [
        [one.title or _("not named"), charts.number(one.pairs), charts.number(one.mentees), charts.number(one.mentors)]
        for one in by_form(programme, day)
    ]
    if not rows:
        return Part("forms_of_people", title, (_("There were no pairs by this day."),))
    columns = [
        Column(_("Form of mentoring"), 40),
        Column(_("Pairs and groups"), 20, centred=True),
        Column(_("Mentees"), 20, centred=True),
        Column(_("Mentors"), 20, centred=True),
    ]
    note = _("A person of two forms is counted in each of them.")
    return Part("forms_of_people", title, (), Table(title, columns, rows, notes=[note]))
