"""Quality as parts of a report: the SWOT tables and the coordinator's form."""

from itertools import groupby

from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.common.parts import Part
from mentorship.common.table import Column, Heading, Lines, Table

from .models import CoordinatorForm, SwotEntry
from .quality import TOP, criteria, level_of, total_of
from .satisfaction import settings_of

Quadrant, Group = SwotEntry.Quadrant, SwotEntry.Group
HISTORY = 12
"""Forms that the line of sums goes back."""
INSIDE, OUTSIDE = (Quadrant.STRENGTH, Quadrant.WEAKNESS), (Quadrant.OPPORTUNITY, Quadrant.THREAT)


def swot_of(programme):
    """``{group: {quadrant: [SwotEntry]}}`` of the groups that have a phrase; one query."""
    found = {}
    rows = SwotEntry.objects.filter(programme=programme, deleted_at=None)
    for row in rows.order_by("group", "quadrant", "position", "pk"):
        cells = found.setdefault(row.group, {quadrant: [] for quadrant in Quadrant.values})
        cells[row.quadrant].append(row)
    return found


def said(row):
    """«Отметки улучшились (72 % из 25)»."""
    if row.percent is None:
        return row.text
    return _("%(text)s (%(percent)d %% of %(answered)d)") % {
        "text": row.text,
        "percent": row.percent,
        "answered": row.answered or 0,
    }


def swot_part(group, cells, rules):
    """The table of the official form: factors, positive, negative; inner and outer ones."""
    title = f"SWOT. {Group(group).label}"
    columns = [Column(_("Factors of SWOT"), 16), Column(_("Positive"), 42), Column(_("Negative"), 42)]
    rows = []
    for words, pair in ((_("Inner"), INSIDE), (_("Outer"), OUTSIDE)):
        rows.append([words, *(lines_of(one, cells[one]) for one in pair)])
    has_shares = any(row.percent is not None for found in cells.values() for row in found)
    notes = [rule_words(rules)] if has_shares else []
    return Part(f"swot-{group}", title, (), Table(title, columns, rows, notes=notes))


def lines_of(quadrant, found):
    """A cell: its name, then its phrases."""
    return Lines((f"{Quadrant(quadrant).label}:", *([f"• {said(row)}" for row in found] or ["—"])))


def rule_words(rules):
    words = _("A share is that of yes among the answers: a strength from %(high)d %%, a weakness up to %(low)d %%.")
    return words % {"high": rules.strength_from, "low": rules.weakness_to}


def form_part(form):
    """The coordinator's form: nine criteria, the sum, the level."""
    title = _("Coordinator's form of %(day)s") % {"day": ru.long_date(form.day)}
    rows, total = [], total_of(form.marks)
    for block, found in groupby(criteria(), lambda one: one.block):
        rows.append(Heading(block))
        rows += [[one.text, str(form.marks.get(one.key, "—"))] for one in found]
    if total is not None:
        rows.append([_("The sum"), str(total)])
    columns = [Column(_("Criterion"), 84), Column(_("Mark, 0–2"), 16, centred=True)]
    return Part("nine", title, tuple(conclusion(form, total)), Table(title, columns, rows))


def conclusion(form, total):
    """The level in a sentence, then the coordinator's own words."""
    if total is None:
        done = sum(one.key in form.marks for one in criteria())
        yield _("Judged: %(done)d of %(all)d criteria; there is no level yet.") % {"done": done, "all": len(criteria())}
    else:
        _code, words = level_of(total)
        yield _("The sum is %(total)d of %(top)d: %(level)s.") % {"total": total, "top": TOP, "level": words}
    if form.strong:
        yield _("What went best: %(words)s") % {"words": form.strong}
    if form.to_change:
        yield _("What to change first: %(words)s") % {"words": form.to_change}


def forms_of(programme, day):
    """The forms that were there on the day, the last one first."""
    return CoordinatorForm.objects.filter(programme=programme, deleted_at=None, day__lte=day)


def history_of(programme, day):
    """The sums of the last finished forms as a line, the earliest first; None of fewer than two."""
    rows = [(form.day, total_of(form.marks)) for form in forms_of(programme, day)[:HISTORY]]
    rows = [(f"{day:%d.%m.%y}", [total]) for day, total in reversed(rows) if total is not None]
    if len(rows) < 2:
        return None
    title = _("Sum of the nine criteria")
    return charts.Trend("nine-history", title, rows, most=TOP, label_title=_("Judged on"))


def last_form(programme, day):
    """The last finished form; while there is none, the last one as it stands."""
    found = list(forms_of(programme, day)[:HISTORY])
    return next((form for form in found if total_of(form.marks) is not None), found[0] if found else None)


def parts(programme, day):
    """The SWOT tables, the last form and how the sums went; empty while nothing of it is there."""
    rules = settings_of(programme.school)
    found = [swot_part(group, cells, rules) for group, cells in swot_of(programme).items()]
    form, chart = last_form(programme, day), history_of(programme, day)
    if form:
        found.append(form_part(form))
    if chart:
        found.append(Part("nine-history", chart.title, (), chart.table, chart))
    return found
