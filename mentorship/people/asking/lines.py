"""A proposed change as a person looks at it: the old beside the new, and what wants a second look."""

from dataclasses import dataclass, field
from functools import cached_property

from ..models import Proposal
from .fields import DAY, FIELDS, OWNERS, Field, digest_of, is_empty, is_same, labels_of, problem_of, words_of
from .registers import Registers


@dataclass
class Line:
    """One proposal beside what the register holds at this moment."""

    proposal: Proposal
    registers: Registers
    person: int | None
    field: Field = field(init=False)

    def __post_init__(self):
        self.field = FIELDS[self.proposal.field]

    @property
    def code(self):
        return self.proposal.field

    @property
    def title(self):
        return self.field.title

    @property
    def owner(self):
        return OWNERS[self.field.owner]

    @cached_property
    def current(self):
        value = self.registers.current(self.field, self.person)
        return None if is_empty(self.field, value) else value

    @property
    def seen(self):
        """What the page has shown: the answer is taken only if it is so still."""
        return digest_of(self.current)

    @property
    def old(self):
        return words_of(self.field, self.current, self.registers.vocabulary)

    @property
    def new(self):
        return words_of(self.field, self.proposal.proposed, self.registers.vocabulary)

    @property
    def was(self):
        """What the register held when the answer was read."""
        return words_of(self.field, self.proposal.before, self.registers.vocabulary)

    @property
    def is_changed_since(self):
        return not is_same(self.field, self.current, self.proposal.before)

    @property
    def is_settled(self):
        """The register holds what is proposed already: somebody has written it by hand."""
        return is_same(self.field, self.current, self.proposal.proposed)

    @property
    def is_day(self):
        """The day of the questionnaire is no answer: it is written with any of the answers."""
        return self.field.sort == DAY

    @property
    def problem(self):
        return problem_of(self.field, self.proposal.proposed)

    @property
    def labels(self):
        return ", ".join(labels_of(self.field, self.proposal.proposed))

    @property
    def new_words(self):
        value = self.proposal.proposed
        return value.get("new", []) if isinstance(value, dict) else []

    @property
    def known_words(self):
        return self.registers.vocabulary.of_axis(self.field.name)

    @property
    def is_plain(self):
        """Can be taken together with many others, without a look at it."""
        return self.is_day or not (self.problem or self.labels or self.new_words or self.is_changed_since)


def lines_of(offer, registers, proposals=None):
    rows = offer.proposals.all() if proposals is None else proposals
    return [Line(row, registers, offer.person_id) for row in rows]
