"""A whole file: its title, its tables in order, and everything that stands around them."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..outline import Outline
from ..terms.words import plain
from .blocks import Grid, Text
from .columns import Column, find_header, names_columns
from .errors import Unreadable
from .parties import with_one_spelling
from .sections import SECTION, has_sections, stage_title
from .table import TableReader

TITLE = re.compile(r"дорожн\w+ карт|план\b.*мероприят|план работы|комплекс мер", re.IGNORECASE)
TITLE_LENGTH = 450
LONGEST_TITLE = 500


@dataclass
class Reading:
    """What was read of a file.

    ``doubts`` are cells that a person should look at: ``{"stage", "activity" (from 1), "field", "text", "message"}``.
    ``unread`` are texts that have no place in a roadmap, each with the place where it stands.
    """

    outline: Outline = field(default_factory=Outline)
    doubts: list[dict] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_blocks(blocks, starts, ends):
    """The roadmap that texts and tables make; raises Unreadable when no table looks like one."""
    reading = Reading()
    reader = TableReader(reading, starts, ends)
    header, around = None, []
    count = sum(1 for block in blocks if isinstance(block, Grid) and find_header(block))
    for block in blocks:
        if isinstance(block, Text):
            around.append(block)
            continue
        own = find_header(block)
        if own:
            around += rows_as_texts(block, 0, _header_top(block, own))
        if not own and not goes_on(block, header, around):
            around += rows_as_texts(block, 0, len(block.rows))
            continue
        is_first, header = header is None, own or header
        has_stages = header.has(Column.STAGE) or has_sections(block, header)
        heading = "" if has_stages else take_heading(around, is_first=is_first, is_alone=count == 1)
        take_texts(reading, around, is_first=is_first)
        around = []
        if heading:
            reader.add_stage(stage_title(heading))
        reader.read(block, header, own.row + 1 if own else 0)
    if header is None or not reading.outline.activities:
        raise Unreadable(
            _("No table of a roadmap was found: its header must name the activities and their terms or people.")
        )
    reading.unread += [_("text after the table: %(text)s") % {"text": text.text} for text in around]
    return finished(reading)


def finished(reading):
    """One spelling for everybody who answers, and a title that a roadmap has room for."""
    with_one_spelling(reading.outline.activities)
    title = reading.outline.title
    if len(title) > LONGEST_TITLE:
        reading.outline.title = f"{title[: LONGEST_TITLE - 1]}…"
        reading.unread.append(_("text before the table: %(text)s") % {"text": title})
    return reading


def goes_on(grid, header, around):
    """A table without a header of its own goes on with the one above: as wide, nothing between."""
    if header is None or grid.width != len(header.columns) or names_columns(grid.rows[0]):
        return False
    last = around[-1].text if around else ""
    return not last or bool(SECTION.match(last)) or plain(last).startswith("продолжение")


def _header_top(grid, header):
    top = header.row
    while top and any(cell in grid.rows[top - 1] for cell in header.cells if cell):
        top -= 1
    return top


def rows_as_texts(grid, first, last):
    """Rows that are no part of a roadmap table, as the texts that they hold."""
    seen, texts, is_blank = set(), [], False
    for row in grid.rows[first:last]:
        cells = [cell for cell in dict.fromkeys(row) if cell and cell.lines and cell not in seen]
        seen.update(cells)
        texts += [Text(cell.text, is_blank) for cell in cells]
        is_blank = not cells
    return texts


def take_heading(texts, *, is_first, is_alone):
    """The last paragraph above a table, when it is the title of the table's stage."""
    last = texts[-1] if texts else None
    if not last or len(last.text) > TITLE_LENGTH or TITLE.search(last.text):
        return ""
    is_apart = len(texts) > 1 and last.is_blank_before and not is_alone
    if SECTION.match(last.text) or is_apart or not is_first:
        return texts.pop().text
    return ""


def take_texts(reading, texts, *, is_first):
    """Of the texts above the first table the title is taken; whatever is left stays unread."""
    left = take_title(reading.outline, texts) if is_first else texts
    left = [text for text in left if not plain(text.text).startswith("продолжение таблицы")]
    reading.unread += [_("text before the table: %(text)s") % {"text": text.text} for text in left]


def take_title(outline, texts):
    """The paragraphs of the title: from the words «дорожная карта» to the next empty line, else the last paragraph."""
    if not texts:
        return texts
    first = next((place for place, text in enumerate(texts) if TITLE.search(text.text)), len(texts) - 1)
    last = first + 1
    title = texts[first].text
    while last < len(texts) and not texts[last].is_blank_before and len(title) + len(texts[last].text) < TITLE_LENGTH:
        title = f"{title} {texts[last].text}"
        last += 1
    outline.title = title
    return texts[:first] + texts[last:]
