"""The dashboard as a paper and as a workbook: the numbers of the page in its order."""

from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.common.parts import Part, PartsReport
from mentorship.common.table import Column, Table

from .summary import numbers_of


def numbers_table(summary):
    """The numbers on top: now, of how many, and as they were at the end of the month before."""
    columns = [
        Column(_("Figure"), 34),
        Column(_("Value"), 16, centred=True),
        Column(_("In detail"), 24),
        Column(_("A month before"), 26),
    ]
    rows = [[one.title, one.value, one.rest, one.was] for one in numbers_of(summary)]
    return Table(_("Main figures"), columns, rows)


def stages_table(summary):
    columns = [
        Column(_("Stage"), 30),
        Column(_("Done"), 13, centred=True),
        Column(_("Of all"), 9, centred=True),
        Column(_("Overdue"), 13, centred=True),
        Column(_("Term"), 13, centred=True),
        Column(_("Responsible"), 22),
    ]
    rows = [[one.title, one.done, one.total, one.late, one.last_on, people_of(one)] for one in summary.work.stages]
    total = [sum(getattr(one, name) for one in summary.work.stages) for name in ("done", "total", "late")]
    return Table(_("Stages"), columns, [*rows, [_("Total"), *total, None, ""]] if rows else [])


def people_of(stage):
    """«Лебедева О. Н., рабочая группа и ещё 2»."""
    return stage.people + (_(" and %(count)d more") % {"count": stage.others} if stage.others else "")


def overdue_table(summary):
    columns = [Column(_("Activity"), 55), Column(_("Days late"), 13, centred=True), Column(_("Responsible"), 32)]
    rows = [[one.title, one.days, one.people] for one in summary.work.overdue]
    notes = [_("And %(count)d more.") % {"count": summary.overdue_left}] if summary.overdue_left else []
    return Table(_("Overdue"), columns, rows, notes=notes)


def load_table(summary):
    columns = [
        Column(_("Responsible"), 56),
        Column(_("To do"), 22, centred=True),
        Column(_("Overdue"), 22, centred=True),
    ]
    left = summary.work.carrying - len(summary.work.load)
    notes = [_("And %(count)d more.") % {"count": left}] if left > 0 else []
    return Table(
        _("Load of those responsible"),
        columns,
        [[one.title, one.open, one.late] for one in summary.work.load],
        notes=notes,
    )


def report_of(summary, programme, day):
    """The dashboard as a report of parts: what has no rows is left out."""
    tables = {
        "numbers": numbers_table(summary),
        "stages": stages_table(summary),
        "overdue": overdue_table(summary),
        "load": load_table(summary),
    }
    parts = [Part(code, table.title, table=table) for code, table in tables.items() if table.rows]
    parts += [Part(chart.id, chart.title, table=chart.table, chart=chart) for chart in summary.charts]
    made = _("Made on %(day)s") % {"day": ru.long_date(day)}
    return PartsReport(
        title=summary.title,
        parts=tuple(parts),
        file_name=f"svodka-{summary.day:%Y-%m-%d}",
        subtitle=f"{programme.school.full_name}. {programme}. {made}",
    )
