"""A table of a roadmap, row by row, into stages, activities and steps. What has no place is handed back as text."""

import re
from functools import cache, partial

from django.utils.translation import gettext as _

from ..outline import OutlineActivity, OutlineStage, OutlineStep
from ..terms import explain_term
from ..terms.words import plain
from .columns import Column
from .lists import items_of, joined_term, without_marker
from .parties import joined_names, read_parties
from .sections import has_words, is_count_of_columns, is_section, stage_title

ENVIRONMENTS = {"внутренняя": "internal", "внешняя": "external"}
NUMBERED = re.compile(r"^(\d{1,2})\.\s+(.+)$")


def untitled():
    return _("The table names no activity: the title of the stage is taken.")


class TableReader:
    """Reads the rows of one table after another; stages go on from table to table."""

    def __init__(self, reading, starts, ends):
        self.reading = reading
        self.starts, self.ends = starts, ends
        self.stage = None
        self.stage_cell = None
        self.activity = None
        self.activity_cell = None
        self.last_row = {}
        self.understood_term = cache(partial(explain_term, starts=starts, ends=ends))
        self.understood_parties = cache(read_parties)

    def read(self, grid, header, first_row):
        self.grid, self.header = grid, header
        self.stage_cell = self.activity_cell = None
        self.seen = set(header.cells)
        for index in range(first_row, len(grid.rows)):
            row = grid.rows[index]
            if any(row) and not header.is_repeated_by(row) and not is_count_of_columns(row):
                self.row(index, row)
        self.reading.unread += [f"{grid.place}: {text}" for text in grid.stray]

    def row(self, index, row):
        fresh = [cell for cell in dict.fromkeys(row) if cell and cell.lines and cell not in self.seen]
        self.seen.update(fresh)
        worded = [cell for cell in fresh if has_words(cell.text)] or fresh
        if not fresh:
            return
        if len(worded) == 1 and is_section(worded[0], row, self.header):
            self.add_stage(stage_title(worded[0].text))
            return
        self.fresh = fresh
        self.cells = self.by_column(row)
        self.leave_unread(index, row)
        self.stage_of_row()
        self.work_of_row(index)

    def by_column(self, row):
        """The cells of the row by column. A merged cell belongs to the first known column that it covers."""
        found = {}
        for place, cell in enumerate(row[: len(self.header.columns)]):
            column = self.header.columns[place]
            if cell and cell.lines and column != Column.OTHER:
                cells = found.setdefault(column, [])
                is_elsewhere = any(cell in others for other, others in found.items() if other != column)
                if cell not in cells and not is_elsewhere:
                    cells.append(cell)
        return {column: cells for column, cells in found.items() if cells}

    def leave_unread(self, index, row):
        """Keep what stands in columns that a roadmap does not have, and words in the column of numbers."""
        placed = {
            cell
            for column, cells in self.cells.items()
            for cell in cells
            if column != Column.NUMBER or not has_words(cell.text)
        }
        for place, cell in enumerate(row):
            if cell in self.fresh and cell not in placed:
                placed.add(cell)
                self.unread(index, place, cell.text)

    def unread(self, index, place, text):
        title = self.header.titles[place] if place < len(self.header.titles) else ""
        words = _("%(table)s, row %(row)s, column “%(column)s”: %(text)s")
        column = title or str(place + 1)
        self.reading.unread.append(words % {"table": self.grid.place, "row": index + 1, "column": column, "text": text})

    def text(self, column):
        return words_of(self.cells, column)

    def lines(self, column):
        return [line for cell in self.cells.get(column, []) for line in cell.lines]

    # stages

    def stage_of_row(self):
        cells = self.cells.get(Column.STAGE)
        if not cells or cells[0] is self.stage_cell:
            return
        title = stage_title(self.text(Column.STAGE))
        self.stage_cell = cells[0]
        if self.stage and plain(self.stage.title) == plain(title):
            return
        self.add_stage(title)

    def add_stage(self, title):
        self.stage = OutlineStage(title, len(self.reading.outline.stages) + 1)
        self.reading.outline.stages.append(self.stage)
        self.activity = self.activity_cell = None

    # activities

    def work_of_row(self, index):
        """Activities and steps of the row, or, when it has no work, its texts as unread."""
        activity = self.cells.get(Column.ACTIVITY)
        steps = self.cells.get(Column.STEPS)
        if not activity and not steps:
            self.leave_rest(index)
            return
        if self.stage is None:
            self.add_stage(self.reading.outline.title or _("Stage 1"))
        if not self.header.has(Column.ACTIVITY):
            self.activity_named_by_steps()
        elif not self.header.has(Column.STEPS):
            self.activities_of_list()
        else:
            self.activity_with_steps(activity)

    def activity_with_steps(self, activity):
        """A new activity, or more steps of the one above; steps with a term of their own part the activity."""
        is_same = not activity or activity[0] is self.activity_cell
        if is_same and self.activity and self.has_same_terms():
            self.add_steps()
            return
        if is_same and self.activity:
            title = self.activity.title
            message = _("The activity is in two parts, because the terms of its steps differ.")
        else:
            title = without_marker(self.text(Column.ACTIVITY)) or self.stage.title
            message = "" if activity else untitled()
        self.activity_cell = activity[0] if activity else self.activity_cell
        self.add_activity(title, items_of(self.lines(Column.STEPS)))
        if message:
            self.doubt("title", title, message)

    def leave_rest(self, index):
        """A row with a term or people but no work is nothing that can be done."""
        kept = (Column.STAGE, Column.NUMBER)
        for column, cells in self.cells.items():
            place = self.header.columns.index(column)
            for cell in cells:
                if column not in kept and cell not in self.last_row.get(column, []):
                    self.unread(index, place, cell.text)

    def has_same_terms(self):
        """The row adds no term and no people of its own."""
        columns = (Column.TERM, Column.FIRST_DAY, Column.LAST_DAY, Column.RESPONSIBLE, *EXTRA)
        return all(not self.cells.get(column) or self.cells[column] == self.last_row.get(column) for column in columns)

    def activities_of_list(self):
        """Without a column of steps every item of the cell is an activity of its own."""
        items = items_of(self.lines(Column.ACTIVITY))
        titles = items.titles if items.is_listed and len(items.titles) > 1 else [" ".join(items.titles)]
        for place, title in enumerate(titles):
            self.add_activity(title, None, place, len(titles))

    def activity_named_by_steps(self):
        """Without a column of activities one item is an activity; a list is the steps of one named after the stage."""
        items = items_of(self.lines(Column.STEPS))
        if len(items.titles) == 1:
            self.add_activity(items.titles[0], None)
            return
        self.add_activity(self.stage.title, items)
        self.doubt("title", self.stage.title, untitled())

    def add_activity(self, title, items, place=0, count=1):
        self.activity = OutlineActivity(title)
        self.stage.activities.append(self.activity)
        self.last_row = self.cells
        self.set_term(place, count)
        self.set_people()
        if items:
            self.put_steps(items)
        self.set_extras()

    def add_steps(self):
        lines = [line for cell in self.cells.get(Column.STEPS, []) if cell in self.fresh for line in cell.lines]
        self.put_steps(items_of(lines))

    def put_steps(self, items):
        self.activity.steps += [OutlineStep(title) for title in items.titles]
        if items.is_uncertain:
            self.doubt("steps", " ".join(items.titles), _("Line breaks without numbers were read as separate steps."))

    def text_of_term(self, place=0, count=1):
        """The words of the term; a list of as many terms as activities gives each its own."""
        if self.cells.get(Column.FIRST_DAY) or self.cells.get(Column.LAST_DAY):
            ends = [self.text(Column.FIRST_DAY), self.text(Column.LAST_DAY)]
            return " - ".join(end for end in [self.text(Column.TERM), *ends] if end)
        lines = self.lines(Column.TERM)
        if count > 1 and len(lines) == count:
            return without_marker(lines[place].text)
        return joined_term(lines)

    def set_term(self, place, count):
        text = self.text_of_term(place, count)
        self.activity.term, doubt = self.understood_term(text)
        if doubt:
            self.doubt("term", text, doubt)

    def set_people(self):
        text = "\n".join(joined_names(self.lines(Column.RESPONSIBLE)))
        parties = self.understood_parties(text)
        self.activity.responsible = list(parties.responsible)
        for words in parties.doubtful:
            self.doubt("responsible", words, _("It is not clear who this is."))

    def set_extras(self):
        for column, name in EXTRA.items():
            if self.header.has(column) and name not in self.reading.outline.columns:
                self.reading.outline.columns.append(name)
        for column in (Column.PLANNED_RESULT, Column.DOCUMENT_KIND):
            self.set_result(column)
        words = self.text(Column.ENVIRONMENT)
        self.activity.environment = ENVIRONMENTS.get(plain(words), "")
        if words and not self.activity.environment:
            self.reading.unread.append(f"{self.grid.place}: {words}")

    def set_result(self, column):
        """Results that are numbered as the steps are belong to the steps; a dash stands for none."""
        lines = [line.text for line in self.lines(column)]
        numbered = [NUMBERED.match(line) for line in lines]
        steps = self.activity.steps
        rest = lines
        if len(steps) > 1 and [int(found[1]) for found in numbered if found] == list(range(1, len(steps) + 1)):
            rest = [line for line, found in zip(lines, numbered, strict=True) if not found]
            for found in filter(None, numbered):
                setattr(steps[int(found[1]) - 1], EXTRA[column], "" if found[2] == NO_RESULT else found[2])
        setattr(self.activity, EXTRA[column], "\n".join(rest))

    def doubt(self, field, text, message):
        stage = len(self.reading.outline.stages)
        self.reading.doubts.append(
            {"stage": stage, "activity": len(self.stage.activities), "field": field, "text": text, "message": message}
        )


NO_RESULT = "—"
EXTRA = {
    Column.PLANNED_RESULT: "planned_result",
    Column.DOCUMENT_KIND: "document_kind",
    Column.ENVIRONMENT: "environment",
}


def words_of(cells, column):
    return " ".join(cell.text for cell in cells.get(column, []))
