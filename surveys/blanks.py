"""The questionnaire on paper, filled with a pen: numbered options, the person's code, a page of one's own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.common.pdf import render_pdf
from mentorship.programmes.slots import DAYS, PARTS

from . import numbering, tokens
from .addresses import link_of, qr_svg, short_address, spaced
from .answers import NO, OTHER, UNKNOWN, YES
from .content import Kind, Question
from .papers import until_of
from .progress import class_order, named
from .shorthand import DAY_MARKS, OWN

MOST_BLANKS = 120
"""Blanks of one file: half a minute of work."""
SHORT_OPTION, MANY_OPTIONS = 28, 5
LINES = {Kind.SHORT: 1, Kind.LONG: 3, Kind.NUMBER: 1}
RANKED_AT_MOST = 3


@dataclass(frozen=True)
class Blank:
    """One copy: whose it is. All is empty on a copy for somebody who was not invited."""

    name: str = ""
    group: str = ""
    code: str = ""
    qr: str = ""


@dataclass(frozen=True)
class Printed:
    """A question as it is printed: ``choices`` are ``[(number, text)]``, ``only_if`` says to whom it is put."""

    number: int
    question: Question
    choices: tuple = ()
    only_if: str = ""

    @property
    def shape(self):
        kind = self.question.kind
        if kind in {Kind.WORDS, Kind.RANKING} and not self.choices:
            return str(Kind.LONG)
        return "choices" if kind in {Kind.SINGLE, Kind.SEVERAL, Kind.WORDS} else str(kind)

    @property
    def is_narrow(self):
        """Many short options stand in columns."""
        return len(self.choices) > MANY_OPTIONS and all(len(text) <= SHORT_OPTION for _number, text in self.choices)

    @property
    def lines(self):
        """Lines to write on; a list that has nothing in it yet is written by hand too."""
        return range(LINES.get(self.question.kind, 0) or (0 if self.choices else 2))

    @property
    def places(self):
        return range(1, min(self.question.most or RANKED_AT_MOST, len(self.choices) or RANKED_AT_MOST) + 1)

    @property
    def hint(self):
        question = self.question
        if question.kind == Kind.SINGLE or (question.kind == Kind.WORDS and question.most == 1):
            return _("one answer")
        if question.kind in {Kind.SEVERAL, Kind.WORDS}:
            return _("up to %(most)d answers") % {"most": question.most} if question.most else _("several answers")
        if question.kind == Kind.SLOTS:
            return _("tick the hours that suit you")
        return _("write the numbers of the list") if question.kind == Kind.RANKING else ""


def printed_sections(campaign):
    """``[(section, [Printed])]`` with one numbering through the whole questionnaire."""
    content, number = campaign.survey_version.questionnaire, 0
    numbers = {question.key: place for place, question in enumerate(content.questions, 1)}
    sections = []
    for section in content.sections:
        rows = []
        for question in section.questions:
            number += 1
            choices = numbering.choices_of(campaign, question)
            rows.append(
                Printed(
                    number=number,
                    question=question,
                    choices=tuple((place, text) for place, (_key, text) in enumerate(choices, 1) if text),
                    only_if=condition_of(campaign, content, question, numbers),
                )
            )
        sections.append((section, rows))
    return sections


def condition_of(campaign, content, question, numbers):
    """«Если в вопросе 3 отмечено: да» — on paper nobody but the words themselves leads past a question."""
    if not question.show_if:
        return ""
    asked = content.question(question.show_if.question)
    titles = dict(numbering.choices_of(campaign, asked))
    titles |= {YES: _("Yes"), NO: _("No"), UNKNOWN: _("I don't know yet"), OTHER: _("own words")}
    words = ", ".join(titles.get(mark, mark) for mark in question.show_if.any_of)
    return _("If the answer to question %(number)d is: %(words)s") % {"number": numbers[asked.key], "words": words}


def blanks_of(campaign, tickets):
    """Copies by class, in the order of names; an anonymous copy carries the code alone."""
    rows = sorted(named(tickets), key=lambda pair: (class_order(pair[0].group), pair[1]))
    return [
        Blank(
            name="" if campaign.is_anonymous else name,
            group="" if campaign.is_anonymous else ticket.group,
            code=spaced(tokens.slip_code(ticket)),
            qr=qr_svg(link_of(ticket), _("Personal QR code")),
        )
        for ticket, name in rows
    ]


def blanks_to_pdf(campaign, blanks):
    """The PDF of the copies; each begins a new page."""
    campaign = numbering.number_options(campaign)
    context = {
        "title": campaign.title,
        "campaign": campaign,
        "content": campaign.survey_version.questionnaire,
        "sections": printed_sections(campaign),
        "blanks": blanks,
        "address": short_address(),
        "until": until_of(campaign),
        "days": [(DAY_MARKS[code], title) for code, title in DAYS],
        "parts": list(enumerate((words for _code, words in PARTS), 1)),
        "own": OWN,
    }
    return render_pdf("surveys/papers/blank.html", context)
