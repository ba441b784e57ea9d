"""Who has no pair, and what the school is short of, as tables: for the page, the PDF and the XLSX."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common import charts
from mentorship.common.table import Column, Lines, Table

from .missing import PLACES
from .reason_words import shortage_title

RADAR_LINES = 12
"""Shortages that are shown: with more of them nobody sees what is short first."""
CHARTED = 6


def title_of(run):
    return _("Without a pair: draft No. %(number)d") % {"number": run.number}


def list_of(run, rows, situation):
    """The list for whom it concerns next: the psychologist, the class teacher, who looks for mentors."""
    columns = [
        Column("№", 4, centred=True),
        Column(_("Mentee"), 16),
        Column(_("Class"), 7, centred=True),
        Column(_("Request"), 18),
        Column(_("Why there is no pair, and what would help"), 29),
        Column(_("Nearest mentors"), 26),
    ]
    lines = [
        [
            number,
            row.proposal.mentee.person.full_name,
            str(row.proposal.mentee.person.school_class or ""),
            row.proposal.mentee.request,
            Lines(tuple(text for text in (row.why, row.helps) if text)),
            Lines(tuple(near_words(one) for one in row.near)),
        ]
        for number, row in enumerate(rows, 1)
    ]
    form = f"{run.form} · " if run.form else ""
    return Table(title_of(run), columns, lines, subtitle=f"{form}{run.programme}", notes=notes_of(situation))


def notes_of(situation):
    radar = radar_of(situation)
    return [radar.lead] if radar and radar.lead else []


def near_words(near):
    """«Ковалёва Н. П., 74: все 2 места заняты»."""
    told = "; ".join(near.obstacles) or _("has a free place")
    return f"{near.mentor.person.short_name}, {near.score}: {told}"


@dataclass(frozen=True)
class Radar:
    """The table of what is short, the bars of its first lines, and what helps most in a sentence."""

    table: Table
    chart: object
    lead: str

    @property
    def title(self):
        return self.table.title

    @property
    def shown(self):
        return self.table


def radar_of(situation):
    """What is short in this draft; None when nothing is known to be."""
    found = [one for one in situation.shortages if one.gain or one.asked > one.places][:RADAR_LINES]
    if not found:
        return None
    columns = [
        Column(_("What is short"), 32),
        Column(_("Asked for by mentees"), 16, centred=True),
        Column(_("of them without a pair"), 16, centred=True),
        Column(_("Places with mentors"), 16, centred=True),
        Column(_("One more mentor would serve"), 20, centred=True),
    ]
    names = [shortage_title(one, situation.known.knowledge.words) for one in found]
    rows = [
        [name, one.asked, one.unpaired, one.places, "—" if one.gain is None else one.gain]
        for name, one in zip(names, found, strict=True)
    ]
    title = _("What the school is short of")
    chart = charts.Bars(
        id="chart-radar",
        title=title,
        rows=[(name, [one.asked, one.places]) for name, one in zip(names[:CHARTED], found, strict=False)],
        series=(_("asked for by mentees"), _("places with mentors")),
        label_title=_("What is short"),
    )
    return Radar(Table(title, columns, rows), chart, lead_of(names[0], found[0]))


def lead_of(name, shortage):
    if not shortage.gain:
        return ""
    words = ngettext(
        "One more mentor helps most who offers: %(what)s. Then %(count)s mentee more has a pair.",
        "One more mentor helps most who offers: %(what)s. Then %(count)s mentees more have a pair.",
        shortage.gain,
    )
    told = words % {"what": name, "count": charts.number(shortage.gain)}
    words = ngettext(
        "One more mentor is thought to take up to %(count)s mentee.",
        "One more mentor is thought to take up to %(count)s mentees.",
        PLACES,
    )
    return f"{told} {words % {'count': charts.number(PLACES)}}"
