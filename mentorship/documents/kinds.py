"""The papers that the product can write: what each needs, who signs it, what an order is.

Names of forms and columns are facts; the words are our own and the school changes them (``templates``).
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

ORDERS_LINE = "ПРИКАЗЫВАЮ:"
HERE = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Asked:
    """A field that nobody but the writer knows: an event, a decision. ``is_long`` is typed on several lines.

    ``initial`` are words to begin with. Left empty on a line of its own it becomes ``pen_lines`` lines for a pen; with
    none of them the line is left out.
    """

    name: str
    label: str
    is_long: bool = False
    required: bool = False
    initial: str = ""
    pen_lines: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of paper. ``needs`` is "" (the programme), «pair», «mentee» (a pupil of a pair) or «person».

    An order has a number and is kept long. ``approved`` puts УТВЕРЖДАЮ of the director above the title; ``facts`` of
    what is no order is a line with the place and the date («day») or with the date and the number («number»). A
    ``is_letter`` is set in the middle of the sheet with the person's name in large letters.
    """

    code: str
    title: str
    purpose: str
    needs: str = ""
    is_order: bool = False
    approved: bool = False
    facts: str = ""
    is_letter: bool = False
    signed_by: str = "director"
    asked: tuple[Asked, ...] = field(default=())

    @property
    def is_of_pair(self):
        return self.needs in ("pair", "mentee")


KINDS = {
    one.code: one
    for one in (
        Kind(
            "order_introduction",
            _("Order on the introduction of mentoring"),
            _("Stage 1: what the director signs first."),
            is_order=True,
        ),
        Kind(
            "order_results",
            _("Order on the results and on thanks"),
            _("Stage 7: results in numbers and the list of the awarded."),
            is_order=True,
        ),
        Kind(
            "regulations",
            _("Regulations of the programme"),
            _("Annex to the order on the introduction."),
            approved=True,
            signed_by="",
        ),
        Kind(
            "protocol",
            _("Protocol of the teachers' council"),
            _("The programme on the agenda: numbers are filled in."),
            signed_by="council",
            facts="number",
            asked=(
                Asked("присутствовали", _("Who was there")),
                Asked(
                    "повестка", _("Agenda"), is_long=True, initial="1. О ходе программы наставничества.", pen_lines=2
                ),
                Asked("выступили", _("Who spoke and about what"), is_long=True, pen_lines=2),
                Asked("решение", _("Decision"), is_long=True, pen_lines=3),
            ),
        ),
        Kind(
            "agreement",
            _("Agreement of mentor and mentee"),
            _("Of one pair, with lines for the parents of a minor."),
            needs="pair",
            facts="day",
            signed_by="",
        ),
        Kind(
            "parents_notice",
            _("Notice to the parents"),
            _("Who the mentor is, where and when they meet."),
            needs="mentee",
            signed_by="coordinator",
        ),
        Kind(
            "invitation",
            _("Invitation to an event"),
            _("Meeting of parents, round table, closing event."),
            signed_by="director",
            asked=(
                Asked("событие", _("Event"), required=True),
                Asked("дата.события", _("Date and time"), required=True),
                Asked("место", _("Place")),
                Asked("программа.события", _("Programme of the event"), is_long=True),
            ),
        ),
        Kind(
            "thanks",
            _("Letter of thanks"),
            _("To one person; for many there is a file of all."),
            needs="person",
            facts="day",
            is_letter=True,
            asked=(
                Asked(
                    "слова",
                    _("Words of thanks"),
                    is_long=True,
                    initial="за работу наставником, внимание к наставляемым и личный пример",
                ),
            ),
        ),
        Kind(
            "certificate",
            _("Certificate of a participant"),
            _("To one person; for many there is a file of all."),
            needs="person",
            facts="day",
            is_letter=True,
            asked=(Asked("слова", _("For what"), is_long=True),),
        ),
        Kind(
            "best_practice",
            _("Card of the best practice"),
            _("For the school's and the region's base, with the five criteria."),
            signed_by="coordinator",
            asked=(
                Asked("практика", _("Title of the practice"), required=True),
                Asked("задача", _("Which problem was solved"), is_long=True, pen_lines=3),
                Asked("действия", _("What was done"), is_long=True, pen_lines=3),
                Asked("результат", _("What came of it"), is_long=True, pen_lines=3),
            ),
        ),
        Kind(
            "handover",
            _("Act of handover of the coordinator"),
            _("When a deputy leaves: what is open, which pairs work."),
            signed_by="both",
            facts="day",
            asked=(
                Asked("сдаёт", _("Who hands over"), required=True),
                Asked("принимает", _("Who takes over"), required=True),
                Asked("замечания", _("Remarks"), is_long=True, pen_lines=2),
            ),
        ),
    )
}
"""code -> Kind, in the order of the year."""


@cache
def ready_texts():
    """``{code: (heading, text)}`` of the product's own texts."""
    found = {}
    for path in sorted(HERE.glob("*.yaml")):
        for code, value in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found[code] = value["heading"], value["text"].strip()
    return found
