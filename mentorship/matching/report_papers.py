"""The report of a draft as files: a paper and a workbook of the blocks of the page."""

from django.utils.translation import gettext as _

from mentorship.common import pdf, ru, xlsx
from mentorship.common.table import Column, Heading, Table

WIDEST = 5
"""Columns of the workbook: the blocks stand below one another on one sheet."""


def title_of(run):
    return _("Report of draft No. %(number)d of pairs") % {"number": run.number}


def subtitle_of(run):
    """The programme's year, the form of mentoring, and what the draft is: approved or not."""
    parts = [str(run.programme), str(run.form or ""), str(run.get_state_display())]
    moment = run.approved_at or run.finished_at or run.started_at
    return " · ".join(part for part in [*parts, ru.short_date(moment.date())] if part)


def report_to_xlsx(run, blocks):
    """One sheet: each block under its heading, with its own heads of columns."""
    rows = []
    for block in blocks:
        rows.append(Heading(block.title))
        rows += [padded([column.title for column in block.table.columns])]
        rows += [padded(row) for row in block.table.rows]
        rows += [padded([block.lead])] if block.lead else []
    columns = [Column(_("Figure"), 28), *(Column("", 18) for _place in range(WIDEST - 1))]
    table = Table(title_of(run), columns, rows, subtitle=subtitle_of(run))
    return xlsx.table_to_xlsx(table, sheet_title=_("Report"))


def padded(row):
    return [*row, *[""] * (WIDEST - len(row))]


def report_to_pdf(run, blocks, *, day):
    context = {"title": title_of(run), "subtitle": subtitle_of(run), "blocks": blocks, "day": ru.long_date(day)}
    return pdf.render_pdf("matching/papers/report.html", context)
