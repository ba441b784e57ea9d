"""Satisfaction as parts of a report: the rule, the answers of each form and side."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorship.common import charts
from mentorship.common.parts import Part
from mentorship.common.table import Column, Table
from surveys.suppression import LEAST

from .models.impact import Side
from .satisfaction import By, by_form, settings_of, summary


def rule_words(rules):
    """Who counts as satisfied, in one sentence: it stands under every table."""
    if rules.satisfied_by == By.YES_NO:
        return _("Satisfied is who answered that he or she wants to go on.")
    words = (
        _("Satisfied is who gave the programme as a whole a mark of %(mark)d or more of 10.")
        if rules.satisfied_by == By.OVERALL
        else _("Satisfied is who gave %(mark)d or more of 10 on the average of all marks.")
    )
    return words % {"mark": rules.satisfied_from} + " " + _("Shorter scales are stretched to ten.")


def is_hidden(one):
    """Of fewer than five answers nothing is shown: they would point at persons."""
    return 0 < one.answered < LEAST


def hidden_beside(forms):
    """The forms that are hidden although they have enough answers: where one form of a side is hidden, the side's whole
    less the others would tell it, so the one with the fewest answers goes with it."""
    found = set()
    for side in Side.values:
        answered = {key: one.answered for key, one in forms.items() if key[1] == side and one.answered}
        shown = {key: count for key, count in answered.items() if not is_hidden(forms[key])}
        if len(answered) - len(shown) == 1 and shown:
            found.add(min(shown, key=shown.get))
    return found


def cells_of(one, *, with_another=False):
    """Satisfied, answered, asked, the share and the response in words; hidden itself or ``with_another``."""
    asked = charts.number(one.invited) if one.invited else "—"
    if is_hidden(one):
        return ["—", _("fewer than %(least)d") % {"least": LEAST}, asked, "—", "—"]
    if with_another:
        return ["—", "—", asked, "—", "—"]
    response = charts.percent(one.response / 100) if one.response is not None else "—"
    share = charts.percent(one.percent / 100) if one.percent is not None else _("no data")
    return [charts.number(one.satisfied), charts.number(one.answered), asked, share, response]


def of_the_code(whole):
    """Why more have answered than were asked, where it is seen."""
    if any(one.answered > one.invited > 0 for one in whole.values() if not is_hidden(one)):
        return [_("Who answered by a code for everybody was not asked one by one: the response is without them.")]
    return []


def columns():
    return [
        Column(_("Who was asked"), 26),
        Column(_("Satisfied"), 12, centred=True),
        Column(pgettext("satisfaction", "Answered"), 14, centred=True),
        Column(_("Were asked"), 14, centred=True),
        Column(_("Share of the satisfied"), 20, centred=True),
        Column(_("Response"), 14, centred=True),
    ]


def parts(programme, day):
    """Both sides together, then each form; the drawing has the sides that may be shown."""
    whole, rules = summary(programme, day), settings_of(programme.school)
    rows = [[str(Side(side).label), *cells_of(one)] for side, one in whole.items()]
    notes = [rule_words(rules), *of_the_code(whole)]
    title = _("Satisfaction of participants")
    shown = [(side, one) for side, one in whole.items() if one.percent is not None and not is_hidden(one)]
    chart = shown and charts.Bars(
        "satisfaction",
        title,
        [(str(Side(side).label), [one.percent / 100]) for side, one in shown],
        most=1,
        words=[[charts.percent(one.percent / 100)] for _side, one in shown],
        label_title=_("Who was asked"),
    )
    found = [Part("sides", title, (), Table(title, columns(), rows, notes=notes), chart or None)]
    forms = by_form(programme, day)
    if len({form for form, _side in forms if form}) > 0:
        beside = hidden_beside(forms)
        every = _("all forms")
        lines = [
            [f"{form or every} · {Side(side).label}", *cells_of(one, with_another=(form, side) in beside)]
            for (form, side), one in forms.items()
        ]
        title = _("By forms of mentoring")
        found.append(Part("forms", title, (), Table(title, columns(), lines, notes=notes)))
    return found
