"""Answers into the registers: one, some, all or none of a questionnaire, many questionnaires at once, and back.

Nothing is overwritten unseen: an answer is taken only if the register holds what the page has shown, or, among many,
what it held when the answer was read. An act that comes twice finds everything decided and does nothing.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..asking.fields import DAY, WORDS, Vocabulary, words_of, words_value
from ..asking.lines import lines_of
from ..asking.registers import LINKS, Registers
from ..models import Offer, Person, Proposal, Tag
from . import offers as reading
from .participation import edit_participant, take_in
from .people import add_person, edit_person
from .vocabulary import word_of

audit.ACTION_TITLES |= {
    "answers.accepted": gettext_lazy("Answers of a questionnaire taken into the register"),
    "answers.declined": gettext_lazy("Answers of a questionnaire not taken into the register"),
    "answers.undone": gettext_lazy("Decision about the answers of a questionnaire taken back"),
}
State = Proposal.State
ADD, SKIP = "add", "skip"


class ChangedSince(RuleBroken):
    """The register holds something else than the page has shown. ``lines`` say what."""

    def __init__(self, lines):
        self.lines = lines
        super().__init__(_("Somebody has changed the register in the meantime. Look once more and decide."))


@dataclass
class Outcome:
    """What an act has done: offers decided, fields written, offers that want a look."""

    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    offers: int = 0
    fields: int = 0
    left: int = 0


def locked(offer):
    rows = Offer.objects.select_for_update(of=("self",)).select_related(
        "person", "submission__campaign__programme", "submission__campaign__survey_version__survey"
    )
    return rows.get(pk=offer.pk)


@transaction.atomic
def accept(*, offer, by, codes=None, seen=None, words=None, keeps_rest=False, batch=None, registers=None):
    """Write the chosen answers; ``codes`` None are all. What is not chosen is declined, or goes on waiting where
    ``keeps_rest``. ``seen`` is ``{code: digest}`` of the page; ``words`` is ``{code: {new word: "add", "skip" or the
    number of a word}}``; ``registers`` are those that the caller has just read. Answers how many fields were written.
    Raises RuleBroken, ChangedSince, EditConflict.
    """
    row = locked(offer)
    if not row.is_waiting:
        return 0
    if row.person is None:
        raise RuleBroken(_("Say first whose answers these are."))
    registers = registers or Registers(row.submission.campaign.programme, [row.person_id])
    waiting = lines_of(row, registers, row.proposals.filter(state=State.WAITING))
    chosen = [one for one in waiting if codes is None or one.code in codes or (one.is_day and codes)]
    check(chosen, seen)
    by_owner = {}
    for line in chosen:
        by_owner.setdefault(line.field.owner, []).append(line)
    for owner, lines in by_owner.items():
        write(row, owner, lines, registers, words or {}, by)
    rest = [] if keeps_rest else [one for one in waiting if one not in chosen]
    if rest and not chosen:
        note(row, "answers.declined", by)
    settle(row, chosen, rest, by, batch or uuid.uuid4())
    return len(chosen)


@transaction.atomic
def decline(*, offer, by, batch=None):
    """Nothing of it goes into the register. Answers whether it was this act that decided."""
    row = locked(offer)
    if row.is_waiting:
        note(row, "answers.declined", by)
        settle(row, [], lines_of(row, None, row.proposals.filter(state=State.WAITING)), by, batch or uuid.uuid4())
        return True
    return False


@transaction.atomic
def accept_as_new(*, offer, person, by, codes, words=None, batch=None):
    """«Новый человек»: the card, the place in the programme that the questionnaire is for, and the chosen answers."""
    row = locked(offer)
    if row.person or not row.is_waiting:
        return 0
    if person.user_id and Person.objects.filter(user=person.user_id).exists():
        raise RuleBroken(_("This account belongs to another person of the school."))
    add_person(person=person, by=by)
    row = reading.name_person(row, person)
    Offer.objects.filter(pk=row.pk).update(made={"person": [person.pk, person.version]})
    count = accept(offer=row, by=by, codes=codes, words=words, batch=batch)
    row = locked(row)
    campaign = row.submission.campaign
    for role in reading.Asked(campaign).roles:
        place = take_in(model=LINKS[role][0], person=person, programme=campaign.programme, by=by)
        row.made.setdefault(role, [place.pk, place.version])
    row.made["person"] = [person.pk, type(person).objects.get(pk=person.pk).version]
    row.save(update_fields=["made"])
    return count


def check(lines, seen):
    """Every line is as it was seen, and the register can take it."""
    changed = [one for one in lines if is_unseen(one, seen)]
    if changed:
        raise ChangedSince(changed)
    for one in lines:
        if one.problem:
            raise RuleBroken(f"{one.title}: {one.problem}")


def is_unseen(line, seen):
    if line.is_day:
        return False
    return line.is_changed_since if seen is None else seen.get(line.code) != line.seen


def write(offer, owner, lines, registers, words, by):
    """The answers of one register: the card, or the place in the programme, which is made where there is none."""
    person = registers.people[offer.person_id]
    row = registers.row(owner, person.pk)
    if row is None:
        row = take_in(model=LINKS[owner][0], person=person, programme=offer.submission.campaign.programme, by=by)
        offer.made[owner] = [row.pk, 0]
    changes, axes, told = {}, {}, questionnaire_of(offer)
    for line in lines:
        value = written_value(line, words.get(line.code, {}), row, by)
        line.proposal.replaced, line.proposal.applied = line.current, value
        told[str(line.title)] = [line.old, in_words(line.field, value)]
        if line.field.sort == WORDS:
            axes[line.field.name] = value["words"]
        else:
            changes[line.field.name] = stored(line.field, value)
    check_ages(row, changes)
    save(owner, row, registers.words(owner, person.pk), changes, axes, told, by, "answers.accepted")
    if owner in offer.made:
        offer.made[owner] = [row.pk, row.version]


def save(owner, row, words, changes, axes, told, by, action):
    if owner == "person":
        edit_person(person=row, version=row.version, changes=changes, words=told, by=by, action=action)
        return
    wanted = {pk for found in (words | axes).values() for pk in found}
    tags = list(Tag.objects.filter(pk__in=wanted))
    edit_participant(
        row=row, version=row.version, changes=changes, tags=tags, typed={}, words=told, by=by, action=action
    )


def questionnaire_of(offer):
    """The line of the log that says where the values come from."""
    submission = offer.submission
    return {_("Questionnaire"): ["", f"{submission.campaign.title}, {submission.submitted_on:%d.%m.%Y}"]}


def written_value(line, choices, row, by):
    """The value with words of the vocabulary alone: an unknown one is added, is another word, or is left out. A later
    day of a questionnaire, written by hand meanwhile, stays."""
    value = line.proposal.proposed
    if line.is_day:
        return max(value, line.current or "")
    if line.field.sort != WORDS:
        return value
    numbers = list(value["words"])
    known = {str(tag.pk): tag.pk for tag in line.known_words}
    for title in value["new"]:
        choice = str(choices.get(title, ADD))
        if choice == ADD:
            numbers.append(word_of(axis=line.field.name, title=title, school=row.school, by=by).pk)
        elif choice in known:
            numbers.append(known[choice])
    return words_value(numbers)


def in_words(field, value):
    if field.sort == WORDS:
        return ", ".join(sorted(Tag.objects.filter(pk__in=value["words"]).values_list("title", flat=True)))
    return words_of(field, value, None)


def stored(field, value):
    """The value as the column holds it."""
    if field.sort == DAY:
        return date.fromisoformat(value) if value else None
    return EMPTY.get(field.code, EMPTY.get(field.sort)) if value is None else value


EMPTY = {"text": "", "line": "", "slots": [], "mentor.capacity": 1}
"""What a column holds where the register knew nothing."""


def check_ages(row, changes):
    first = changes.get("age_from", getattr(row, "age_from", None))
    last = changes.get("age_to", getattr(row, "age_to", None))
    if first and last and last < first:
        raise RuleBroken(_("The desired age goes up. Take both ages or none."))


def note(offer, action, by):
    """An entry in the history of the person, or of the campaign while nobody knows the person."""
    audit.record(by=by, action=action, row=offer.person or offer.submission.campaign, changes=questionnaire_of(offer))


DECIDED = ["state", "decided_by", "decided_at", "batch", "replaced", "applied"]
"""Columns of a proposal that a decision writes."""


def settle(offer, accepted, declined, by, batch):
    decided = {"decided_by": by, "decided_at": clock.now(), "batch": batch}
    for lines, state in ((accepted, State.ACCEPTED), (declined, State.DECLINED)):
        rows = Proposal.objects.filter(pk__in=[line.proposal.pk for line in lines])
        if lines:
            rows.update(state=state, **decided)
    if accepted:
        Proposal.objects.bulk_update([line.proposal for line in accepted], ["replaced", "applied"])
    offer.is_waiting = offer.proposals.filter(state=State.WAITING).exists()
    offer.batch = batch if accepted or declined or not offer.is_waiting else offer.batch
    offer.save(update_fields=["is_waiting", "batch", "made"])


def accept_many(offers, *, by, people):
    """Take what needs no look: answers to fields that nobody has touched since, in words that the school has.

    Who came by the code of the board is known where one of ``people`` alone fits. Each questionnaire is a transaction
    of its own, so that one that cannot be taken holds up no other.
    """
    outcome, vocabulary = Outcome(), Vocabulary()
    for offer in offers:
        try:
            written = accept_plain(offer, by, people, outcome.batch, vocabulary)
        except RuleBroken:
            written = 0
        offer.refresh_from_db(fields=["is_waiting"])
        outcome.fields += written
        outcome.offers += bool(written)
        outcome.left += offer.is_waiting
    return outcome


@transaction.atomic
def accept_plain(offer, by, people, batch, vocabulary):
    """A row that somebody changes between this look and the writing is found changed, and nothing is written."""
    if offer.person_id is None:
        sure = [person for person, is_sure in reading.candidates(offer.submission, people) if is_sure]
        if not sure:
            return 0
        offer = reading.name_person(offer, sure[0])
    registers = Registers(offer.submission.campaign.programme, [offer.person_id], vocabulary)
    lines = lines_of(offer, registers, offer.proposals.filter(state=State.WAITING))
    plain = [one.code for one in lines if one.is_plain]
    if not plain:
        return 0
    return accept(offer=offer, by=by, codes=plain, keeps_rest=True, batch=batch, registers=registers)
