"""Many filled sheets as a workbook: a row a sheet, a column a question, the marks of ``shorthand.py`` in the cells."""

import re
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from mentorship.common.reading import read_rows
from mentorship.common.xlsx import put

from . import marks, numbering, shorthand, tokens
from .content import Kind
from .models import Invitation
from .path import heeded
from .progress import class_order, named
from .services.entering import read_sheet

MOST_SHEETS = 2000
NUMBER = re.compile(r"\s*(\d{1,3})\s*\.")
SPARE_ROWS = 60
"""Empty rows for those who were not invited by name."""


def code_title():
    return _("Code")


def name_titles():
    return [_("Surname"), _("Given name"), _("Class")]


def workbook_of(campaign, tickets):
    """The workbook to be filled: codes and names of those who have not answered; a second sheet explains the marks."""
    campaign = numbering.number_options(campaign)
    book = Workbook()
    sheet, questions = book.active, campaign.survey_version.questionnaire.questions
    sheet.title = _("Answers")
    headings = [code_title(), *([] if campaign.is_anonymous else name_titles())]
    first = len(headings) + 1
    headings += [f"{number}. {question.text}" for number, question in enumerate(questions, 1)]
    for column, heading in enumerate(headings, 1):
        put(sheet, 1, column, heading, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 14 if column < first else 22
    rows = known_rows(campaign, tickets)
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value)
    last = len(rows) + 1 + (SPARE_ROWS if campaign.open_code else 0)
    for column, question in enumerate(questions, first):
        offer(sheet, campaign, question, f"{get_column_letter(column)}2:{get_column_letter(column)}{max(last, 2)}")
    sheet.freeze_panes = sheet.cell(row=2, column=first)
    explain(book, campaign, questions)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def known_rows(campaign, tickets):
    """Rows of the invited by class and name; of an anonymous campaign the codes alone, in the order of the codes."""
    if campaign.is_anonymous:
        return [[code] for code in sorted(tokens.slip_code(one) for one in tickets)]
    rows = sorted(named(tickets), key=lambda pair: (class_order(pair[0].group), pair[1]))
    return [[tokens.slip_code(one), *name_parts(name), one.group] for one, name in rows]


def name_parts(name):
    surname, _blank, rest = name.partition(" ")
    return surname, rest


def offer(sheet, campaign, question, cells):
    """A list to choose from, where one mark is the whole answer."""
    if question.kind == Kind.YES_NO:
        listed = ["д", "н"]
    elif question.kind == Kind.SCALE:
        listed = [str(step) for step in question.steps]
    elif question.kind == Kind.SINGLE and not question.other:
        listed = [str(number) for number, _pair in enumerate(numbering.choices_of(campaign, question), 1)]
    else:
        return
    rule = DataValidation("list", formula1='"' + ",".join([*listed, *["?"] * question.can_be_unknown]) + '"')
    rule.showErrorMessage = False
    sheet.add_data_validation(rule)
    rule.add(cells)


def explain(book, campaign, questions):
    """The second sheet: which number is which option."""
    sheet = book.create_sheet(_("Marks"))
    for column, (title, width) in enumerate(((_("Question"), 60), (_("What to type"), 90)), 1):
        put(sheet, 1, column, title, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, question in enumerate(questions, 2):
        marked = shorthand.legend(question, numbering.choices_of(campaign, question))
        put(sheet, row, 1, f"{row - 1}. {question.text}")
        put(sheet, row, 2, "\n".join(f"{mark} — {text}" if text else mark for mark, text in marked))


@dataclass
class Reading:
    """What a workbook holds. ``rows`` can be taken in: ``{"row", "ticket", "said", "answers"}``; ``remarks`` are
    ``(row, title of the column, sentence)`` of rows that cannot; ``known`` are rows of people who have answered."""

    rows: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    known: list = field(default_factory=list)


def read_workbook(campaign, groups, data, filename):
    """Read the sheets; nothing is written. Raises Unreadable for what is no list at all."""
    table = read_rows(data, filename)
    reader = Reader(campaign, groups, [title.strip() for title in table[0][1]])
    for number, cells in table[1 : MOST_SHEETS + 1]:
        reader.read(number, cells)
    if len(table) > MOST_SHEETS + 1:
        reader.refuse(table[MOST_SHEETS + 1][0], "", _("There are more than 2,000 rows. Divide the file."))
    return reader.found


class Reader:
    """Reads row by row, gathering a sentence for everything that is not understood."""

    def __init__(self, campaign, groups, headings):
        self.campaign, self.groups, self.headings = campaign, groups, headings
        self.content = campaign.survey_version.questionnaire
        self.found, self.seen = Reading(), set()
        self.answered = marks.answered_numbers(campaign)
        tickets = Invitation.objects.filter(campaign=campaign, revoked_at=None)
        tickets = tickets if groups is None else tickets.filter(group__in=groups)
        self.tickets = {one.code_hash: one for one in tickets}
        self.questions = self.columns_of_questions()
        self.names = {title: headings.index(title) for title in [code_title(), *name_titles()] if title in headings}
        if not self.questions:
            self.refuse(1, "", _("No column is a question. Headings begin with the question's number: “1. …”."))

    def columns_of_questions(self):
        """``{place of the column: question}`` by the number that the heading begins with."""
        questions, found = self.content.questions, {}
        for place, title in enumerate(self.headings):
            number = NUMBER.match(title)
            if number and 1 <= int(number[1]) <= len(questions):
                found[place] = questions[int(number[1]) - 1]
        return found

    def refuse(self, row, title, sentence):
        self.found.remarks.append((row, title, sentence))

    def cell(self, cells, title):
        return cells[self.names[title]].strip() if title in self.names else ""

    def read(self, number, cells):
        typed = {question.key: cells[place] for place, question in self.questions.items()}
        if not any(text.strip() for text in typed.values()):
            return
        before = len(self.found.remarks)
        ticket, said = self.whose(number, cells)
        sheet = read_sheet(self.campaign, typed)
        titles = {question.key: self.headings[place] for place, question in self.questions.items()}
        for key, sentence in sheet.errors.items():
            self.refuse(number, titles.get(key, ""), sentence)
        if len(self.found.remarks) > before or (ticket and ticket.number in self.answered):
            return
        self.found.rows.append(
            {
                "row": number,
                "ticket": ticket.pk if ticket else None,
                "said": said,
                "answers": heeded(self.content, sheet.answers),
            }
        )

    def whose(self, number, cells):
        """``(ticket, said)`` of a row; a remark where nobody is named."""
        code = self.cell(cells, code_title())
        if code:
            ticket = self.tickets.get(tokens.digest("slip", tokens.typed(code)))
            if ticket is None:
                self.refuse(number, code_title(), _("There is no such code in this campaign."))
            elif ticket.pk in self.seen:
                self.refuse(number, code_title(), _("This code stands in the file twice."))
            elif ticket.number in self.answered:
                self.found.known.append((number, code))
            if ticket:
                self.seen.add(ticket.pk)
            return ticket, {}
        if not self.campaign.open_code:
            self.refuse(number, code_title(), _("There is no code in this row."))
        if self.campaign.is_anonymous:
            return None, {}
        texts = [self.cell(cells, one) for one in name_titles()]
        names = dict(zip(("surname", "given_name", "group"), texts, strict=True))
        if self.groups is not None and names["group"] not in self.groups:
            self.refuse(number, name_titles()[2], _("This is not one of your classes."))
        if self.campaign.open_code and not names["surname"]:
            self.refuse(number, name_titles()[0], _("There is neither a code nor a surname in this row."))
        return None, {name: text[:80] for name, text in names.items() if text}
