"""The filled questionnaires row by row, as XLSX or CSV: what a statistician takes, and what the school keeps.

Anonymous ones come without a moment, a class or a way in, and every time in another order; fewer than five are not
given out. Written as a stream, a text never becomes a formula.
"""

import csv as csv_writer
import random
from copy import copy
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mentorship.common import ru
from mentorship.common.csv import BOM, guarded
from mentorship.common.errors import RuleBroken
from mentorship.common.xlsx import CELL_LIMIT
from mentorship.programmes.slots import words_of

from . import sources
from .answers import OTHER, UNKNOWN, YES
from .figures import refusal_of
from .models import Submission
from .progress import name_of
from .results import AT_ONCE, submissions_of

WIDTH = 24


@dataclass(frozen=True)
class Raw:
    """Headings and an iterable of rows as long; cells are texts, numbers and dates."""

    headings: list
    rows: object
    count: int


def raw_of(campaign, *, day, with_confidential):
    """The rows of a campaign. Raises RuleBroken where an anonymous one has too few, or may still get a row more."""
    questions = [
        one for one in campaign.survey_version.questionnaire.questions if with_confidential or not one.confidential
    ]
    count = submissions_of(campaign).count()
    if campaign.is_anonymous and (refusal := refusal_of(campaign, count, guarded=True, day=day)):
        raise RuleBroken(refusal)
    headings = ["№", *(f"{place}. {one.text}" for place, one in enumerate(questions, 1))]
    labels = labels_of(campaign, questions)
    if campaign.is_anonymous:
        return Raw(headings, numbered(unnamed(campaign, questions, labels)), count)
    headings[1:1] = [_("Who"), _("Class or post"), _("Day"), _("How it came")]
    return Raw(headings, numbered(named(campaign, questions, labels)), count)


def numbered(rows):
    """A row of somebody who has answered nothing is a row as well."""
    for number, row in enumerate(rows, 1):
        yield [number, *row]


def labels_of(campaign, questions):
    """``{(source, key): words}`` of all the options that somebody chose."""
    if not any(one.source for one in questions):
        return {}
    return labels_in(submissions_of(campaign).values_list("answers", flat=True).iterator(AT_ONCE), questions)


def labels_in(rows, questions):
    """``{(source, key): words}`` of the options in these answers, one look-up for each source."""
    sourced = [one for one in questions if one.source]
    keys = {one.source: set() for one in sourced}
    for answers in rows:
        for question in sourced:
            value = answers.get(question.key) or {}
            keys[question.source].update([*value.get("options", ()), *value.get("ranked", ())])
    found = {}
    for code, wanted in keys.items():
        source = sources.option_sources.get(code)
        named_ones = source.labels(sorted(wanted)) if source and wanted else {}
        found |= {(code, key): text for key, text in named_ones.items()}
    return found


def unnamed(campaign, questions, labels):
    """Rows in an order of this very moment."""
    rows = list(submissions_of(campaign).values_list("answers", flat=True))
    random.SystemRandom().shuffle(rows)
    for answers in rows:
        yield [words(one, answers.get(one.key), labels) for one in questions]


def named(campaign, questions, labels):
    rows = submissions_of(campaign).select_related("invitation__user").order_by("group", "pk")
    people = rows.exclude(invitation__subject=None).values_list("invitation__subject", flat=True)
    names = sources.names_of(list(people))
    for row in rows.iterator(AT_ONCE):
        lead = [who(row, names), row.group, row.submitted_on, str(Submission.Way(row.way).label)]
        yield lead + [words(one, row.answers.get(one.key), labels) for one in questions]


def who(submission, names):
    """Today's name of who answered; what they called themselves where they were not invited."""
    if submission.invitation:
        return name_of(submission.invitation, names) or _("erased")
    said = submission.said
    return " ".join(part for part in (said.get("surname"), said.get("given_name")) if part)


def words(question, value, labels):
    """A stored answer as a person reads it: options by their words, several by lines."""
    if not value:
        return ""
    if UNKNOWN in value:
        return _("I don't know yet")
    if YES in value:
        return _("yes") if value[YES] else _("no")
    for name in ("scale", "number", "text"):
        if name in value:
            return value[name]
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "slots" in value:
        return "\n".join(str(words_of(code)) for code in value["slots"])
    own = {option.key: option.text for option in question.options}
    keys = [*value.get("options", ()), *value.get("ranked", ())]
    texts = [own.get(key) or labels.get((question.source, key), "—") for key in keys]
    if "ranked" in value:
        texts = [f"{place}. {text}" for place, text in enumerate(texts, 1)]
    return "\n".join(texts + ([value[OTHER]] if value.get(OTHER) else []))


def to_xlsx(raw, title):
    """The bytes of a workbook that was written row by row."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, ""
    sheet = book.create_sheet(_("Answers"))
    sheet.freeze_panes = "A2"
    for place in range(1, len(raw.headings) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    looks = {}
    sheet.append([cell_of(sheet, text, looks, bold=True) for text in raw.headings])
    for row in raw.rows:
        sheet.append([cell_of(sheet, value, looks) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(sheet, value, looks, *, bold=False):
    """A cell that can never become a formula. Its look is made once and copied: openpyxl makes each anew, slowly."""
    is_text = isinstance(value, str)
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_LIMIT] if is_text else value
    if text == "":
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = text
    if is_text:
        cell.data_type = "s"
    key = is_text, isinstance(value, date), bold
    if key not in looks:
        cell.quotePrefix = is_text
        if isinstance(value, date):
            cell.number_format = "DD.MM.YYYY"
        cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True, vertical="top")
        looks[key] = copy(cell._style)
    cell._style = looks[key]
    return cell


def to_csv(raw):
    """Pieces of a CSV that a Russian Excel opens by a double click."""
    yield BOM + line([plain(text) for text in raw.headings])
    for row in raw.rows:
        yield line([plain(value) for value in row])


def line(cells):
    out = StringIO()
    csv_writer.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def plain(value):
    if isinstance(value, str):
        return guarded(ILLEGAL_CHARACTERS_RE.sub("", value))
    if isinstance(value, date):
        return ru.short_date(value)
    return str(value).replace(".", ",") if isinstance(value, float) else value
