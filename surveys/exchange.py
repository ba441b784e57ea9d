"""A questionnaire as a file: JSON for moving it between schools, a workbook that can be edited by hand.

Reading refuses with words that name the row and the column, all of them at once; nothing half understood is taken.
"""

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from mentorship.common.errors import RuleBroken
from mentorship.common.uploads import check_upload, kind_of
from mentorship.common.xlsx import put

from .content import KIND_TITLES, MOST_OPTIONS, MOST_QUESTIONS, Condition, Content, Kind, Option, Question, Section
from .editing import new_key
from .models import Purpose, Survey

FORMAT = "mentorship-questionnaire"
MAX_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2 * MOST_QUESTIONS + 10
LONGEST = 10_000
"""Characters in one text."""

INTRO, THANKS, SECTION = gettext_lazy("introduction"), gettext_lazy("thanks"), gettext_lazy("section")
YES_WORDS, NO_WORDS = {"да", "yes", "1", "+", "true", "истина"}, {"нет", "no", "0", "-", "false", "ложь", ""}
COLUMNS = {
    "kind": (gettext_lazy("What it is"), 20),
    "text": (gettext_lazy("Words"), 50),
    "help": (gettext_lazy("Help"), 30),
    "options": (gettext_lazy("Options, one a line"), 40),
    "other": (gettext_lazy("An answer of one's own"), 10),
    "required": (gettext_lazy("Required"), 12),
    "can_be_unknown": (gettext_lazy("“I don't know yet”"), 10),
    "least": (gettext_lazy("Least"), 9),
    "most": (gettext_lazy("Most"), 9),
    "low_word": (gettext_lazy("Words at the low end"), 16),
    "high_word": (gettext_lazy("Words at the high end"), 16),
    "random_order": (gettext_lazy("Options in random order"), 12),
    "show_if": (gettext_lazy("Show only if"), 22),
    "source": (gettext_lazy("Source of the options"), 14),
    "binding": (gettext_lazy("Field of a register"), 16),
    "linked": (gettext_lazy("Same in another wave"), 14),
    "confidential": (gettext_lazy("Only the coordinator sees"), 14),
    "key": (gettext_lazy("Key"), 10),
    "option_keys": (gettext_lazy("Keys of the options"), 14),
}
NEEDED = ("kind", "text")
FLAGS = ("other", "required", "can_be_unknown", "random_order", "confidential")
NUMBERS = ("least", "most")
PLAIN = ("text", "help", "low_word", "high_word", "source", "binding", "linked")
ABOUT = {"title": gettext_lazy("Title"), "purpose": gettext_lazy("Purpose"), "wording": gettext_lazy("Wording")}


@dataclass(frozen=True)
class Sheet:
    """What a file holds: the questionnaire and what is said about it."""

    content: Content
    title: str = ""
    purpose: str = Purpose.OTHER
    wording: str = Survey.Wording.ADULT


class FileRefused(RuleBroken):
    """The file is not a questionnaire; ``sentences`` say everything that is to be mended."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read_upload(file):
    """The questionnaire of an uploaded file, JSON or XLSX by its content. Raises FileRefused."""
    if file.size and file.size > MAX_BYTES:
        raise FileRefused(_("The file must be smaller than 2 MB: a questionnaire is text alone."))
    try:
        kind = kind_of(file) if file.size else None
        if kind is not None or not file.size:
            check_upload(file, allowed=("xlsx",), max_bytes=MAX_BYTES)
    except ValidationError as error:
        raise FileRefused(*error.messages) from error
    file.seek(0)
    data = file.read()
    return from_xlsx(data) if kind else from_json(data)


def to_json(sheet):
    about = {"format": FORMAT, "title": sheet.title, "purpose": sheet.purpose, "wording": sheet.wording}
    return json.dumps(about | {"content": sheet.content.to_dict()}, ensure_ascii=False, indent=1).encode()


def from_json(data):
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("This is neither a workbook nor JSON of a questionnaire. Choose another file.")) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise FileRefused(_("This JSON is not a questionnaire that was taken out of this site."))
    try:
        content = Content.from_dict(value.get("content"))
    except ValueError as error:
        raise FileRefused(str(error)) from error
    found = list(unfit(content))
    if found:
        raise FileRefused(*found)
    return about(value, content)


def about(value, content):
    """Title, purpose and wording of a file; unknown ones become the usual ones, for they are chosen on the page."""
    purpose, wording = str(value.get("purpose") or ""), str(value.get("wording") or "")
    return Sheet(
        content=content,
        title=" ".join(str(value.get("title") or "").split())[:200],
        purpose=purpose if purpose in Purpose.values else Purpose.OTHER.value,
        wording=wording if wording in Survey.Wording.values else Survey.Wording.ADULT.value,
    )


def unfit(content):
    """What the product could not keep or show even as a draft: wrong kinds of values, repeated keys, huge texts."""
    keys = [question.key for question in content.questions]
    sections = [section.key for section in content.sections]
    if len(keys) > MOST_QUESTIONS:
        yield _("There are more than %(most)d questions.") % {"most": MOST_QUESTIONS}
    for twice in {key for key in keys if keys.count(key) > 1}:
        yield _("Two questions have the key “%(key)s”.") % {"key": twice}
    if len(set(sections)) < len(sections):
        yield _("Two sections have one key.")
    if any(not re.fullmatch(r"[\w-]{1,60}", key) for key in keys + sections):
        yield _("A key is made of letters, digits, “-” and “_”.")
    for number, question in enumerate(content.questions, 1):
        yield from (
            _("Question %(number)d: %(sentence)s") % {"number": number, "sentence": one} for one in misfits(question)
        )
    texts = [content.intro, content.thanks, *(text for one in content.sections for text in (one.title, one.text))]
    if any(len(text) > LONGEST for text in texts):
        yield _("A text is longer than %(most)d characters.") % {"most": LONGEST}


def misfits(question):
    """Values of a question that are not of the type that the product counts on."""
    for one in fields(Question):
        value = getattr(question, one.name)
        if one.name in FLAGS and not isinstance(value, bool):
            yield _("“%(name)s” is yes or no.") % {"name": COLUMNS[one.name][0]}
        if one.name in NUMBERS and not (value is None or type(value) is int):
            yield _("“%(name)s” is a whole number.") % {"name": COLUMNS[one.name][0]}
        if one.name in PLAIN and not isinstance(value, str):
            yield _("“%(name)s” is a text.") % {"name": COLUMNS[one.name][0]}
        elif one.name in PLAIN and len(value) > LONGEST:
            yield _("A text is longer than %(most)d characters.") % {"most": LONGEST}
    if len(question.options) > MOST_OPTIONS:
        yield _("There are more than %(most)d options.") % {"most": MOST_OPTIONS}


def to_xlsx(sheet):
    """One sheet of questions, a row each, and one about the questionnaire."""
    book = Workbook()
    page = book.active
    page.title = _("Questionnaire")
    for place, (title, width) in enumerate(COLUMNS.values(), 1):
        put(page, 1, place, title, bold=True)
        page.column_dimensions[page.cell(1, place).column_letter].width = width
    for row, values in enumerate(rows_of(sheet.content), 2):
        for place, name in enumerate(COLUMNS, 1):
            put(page, row, place, values.get(name, ""))
    page.freeze_panes = "C2"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    facts = book.create_sheet(_("About"))
    words = {"title": sheet.title, "purpose": sheet.purpose, "wording": sheet.wording}
    for row, (name, title) in enumerate(ABOUT.items(), 1):
        put(facts, row, 1, title, bold=True)
        put(facts, row, 2, words[name])
    facts.column_dimensions["A"].width, facts.column_dimensions["B"].width = 20, 60
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content):
    yield {"kind": INTRO, "text": content.intro}
    for section in content.sections:
        yield {"kind": SECTION, "text": section.title, "help": section.text, "key": section.key}
        for question in section.questions:
            yield row_of(question)
    yield {"kind": THANKS, "text": content.thanks}


def row_of(question):
    condition = question.show_if
    row = {name: getattr(question, name) for name in PLAIN}
    row |= {name: _("yes") if getattr(question, name) else _("no") for name in FLAGS}
    row |= {name: "" if getattr(question, name) is None else getattr(question, name) for name in NUMBERS}
    return row | {
        "kind": question.kind.title,
        "options": "\n".join(option.text for option in question.options),
        "option_keys": "\n".join(option.key for option in question.options),
        "show_if": f"{condition.question}: {'; '.join(condition.any_of)}" if condition else "",
        "key": question.key,
    }


def from_xlsx(data):
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        grids = [grid_of(page) for page in book.worksheets[:2]]
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:
        raise FileRefused(_("The file is damaged. Open it in Excel, save it once more and upload it.")) from error
    if not grids or not grids[0]:
        raise FileRefused(_("The first sheet is empty."))
    reader = WorkbookReader(grids[0])
    content = reader.content()
    problems = [*reader.sentences, *([] if reader.sentences else unfit(content))]
    if problems:
        raise FileRefused(*problems)
    told = {str(title): name for name, title in ABOUT.items()}
    facts = {told[row[0]]: row[1] for row in (grids[1] if len(grids) > 1 else []) if len(row) > 1 and row[0] in told}
    return about(facts, content)


def grid_of(page):
    """The cells of a sheet as texts, no more of them than a questionnaire can have."""
    page.reset_dimensions()
    rows = []
    for row in page.iter_rows(max_col=len(COLUMNS) + 10, values_only=True):
        rows.append([text_of(value) for value in row])
        if len(rows) > MOST_ROWS:
            raise FileRefused(_("There are more than %(most)d rows.") % {"most": MOST_ROWS})
    return rows


def text_of(value):
    """What a cell says: a number that Excel made of a text comes back without its «.0», a day in the Russian way."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    return str(value).replace("\r\n", "\n").strip()


class WorkbookReader:
    """Reads the sheet of questions, gathering a sentence for everything that is wrong in it."""

    def __init__(self, grid):
        self.sentences = []
        self.grid = grid
        heads = {str(title).casefold(): name for name, (title, _width) in COLUMNS.items()}
        found = {heads.get(" ".join(text.split()).casefold()): place for place, text in enumerate(grid[0])}
        self.places = {name: place for name, place in found.items() if name}
        for name in NEEDED:
            if name not in self.places:
                self.sentences.append(_("Row 1: there is no column “%(name)s”.") % {"name": COLUMNS[name][0]})
        self.kinds = {str(title).casefold(): kind for kind, title in KIND_TITLES.items()}
        self.kinds |= {kind.value: kind for kind in Kind}
        self.taken = {self.cell(row, "key") for row in grid[1:]}

    def cell(self, row, name):
        place = self.places.get(name)
        return row[place] if place is not None and place < len(row) else ""

    def refuse(self, number, name, sentence):
        words = {"row": number, "column": COLUMNS[name][0], "sentence": sentence}
        self.sentences.append(_("Row %(row)d, column “%(column)s”: %(sentence)s") % words)

    def content(self):
        made, sections, conditions = Content(), [], {}
        if self.sentences:
            return made
        for number, row in enumerate(self.grid[1:], 2):
            kind = " ".join(self.cell(row, "kind").split()).casefold()
            if not kind and not self.cell(row, "text"):
                continue
            if kind == str(INTRO).casefold():
                made = replace(made, intro=self.cell(row, "text"))
            elif kind == str(THANKS).casefold():
                made = replace(made, thanks=self.cell(row, "text"))
            elif kind == str(SECTION).casefold():
                sections.append((self.section(row), []))
            elif kind in self.kinds:
                if not sections:
                    sections.append((Section(self.key("s")), []))
                question = self.question(number, row, self.kinds[kind])
                sections[-1][1].append(question)
                if self.cell(row, "show_if"):
                    conditions[question.key] = (number, self.cell(row, "show_if"))
            else:
                self.refuse(number, "kind", _("“%(text)s” is not known.") % {"text": kind[:60]})
        content = replace(made, sections=tuple(replace(one, questions=tuple(rows)) for one, rows in sections))
        return self.with_conditions(content, conditions)

    def key(self, letter):
        key = new_key(letter, self.taken)
        self.taken.add(key)
        return key

    def section(self, row):
        key = self.cell(row, "key") or self.key("s")
        return Section(key, self.cell(row, "text"), self.cell(row, "help"))

    def question(self, number, row, kind):
        return Question(
            key=self.cell(row, "key") or self.key("q"),
            kind=kind,
            options=self.options(number, row),
            **{name: self.cell(row, name) for name in PLAIN},
            **{name: self.flag(number, row, name) for name in FLAGS},
            **{name: self.number(number, row, name) for name in NUMBERS},
        )

    def options(self, number, row):
        """Options with their keys; where lines were added or taken away, keys are given anew to all."""
        texts = [" ".join(line.split()) for line in self.cell(row, "options").split("\n") if line.strip()]
        keys = [line.strip() for line in self.cell(row, "option_keys").split("\n") if line.strip()]
        if len(texts) > MOST_OPTIONS:
            sentence = _("There are more than %(most)d options.") % {"most": MOST_OPTIONS}
            self.refuse(number, "options", sentence)
            return ()
        if len(keys) != len(texts):
            keys = []
            while len(keys) < len(texts):
                keys.append(new_key("o", keys))
        return tuple(Option(key, text) for key, text in zip(keys, texts, strict=True))

    def flag(self, number, row, name):
        word = self.cell(row, name).casefold()
        if name == "required" and (name not in self.places or not word):
            return True
        if word not in YES_WORDS | NO_WORDS:
            self.refuse(number, name, _("write “yes” or “no”."))
        return word in YES_WORDS

    def number(self, number, row, name):
        text = self.cell(row, name)
        if text and not re.fullmatch(r"-?\d{1,9}", text):
            self.refuse(number, name, _("write a whole number."))
            return None
        return int(text) if text else None

    def with_conditions(self, content, conditions):
        """Conditions are read last, for they name other rows: «key: mark; mark», marks by key or by words."""
        for key, (number, text) in conditions.items():
            asked, _colon, marks = text.partition(":")
            question = content.question(asked.strip())
            if question is None or not marks.strip():
                self.refuse(
                    number,
                    "show_if",
                    _("write the key of an earlier question, a colon, its answers with “;” between."),
                )
                continue
            words = {"да": "yes", "нет": "no"} | {option.text.casefold(): option.key for option in question.options}
            known = {option.key for option in question.options}
            wanted = [mark.strip() for mark in marks.split(";") if mark.strip()]
            wanted = tuple(mark if mark in known else words.get(mark.casefold(), mark) for mark in wanted)
            condition = Condition(question.key, wanted)
            content = content.with_question(replace(content.question(key), show_if=condition))
        return content
