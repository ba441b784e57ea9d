"""Taking a decision about answers back: the registers hold what they held, but for what was written over since."""

from django.db import transaction
from django.db.models import Q

from ..asking.fields import MODELS, WORDS, digest_of, words_of, words_value
from ..asking.lines import lines_of
from ..asking.registers import Registers
from ..models import Proposal
from .deciding import DECIDED, State, locked, questionnaire_of, save, stored
from .participation import delete_participant
from .people import delete_person


@transaction.atomic
def undo(batch, offers, *, by):
    """Take the act back. Answers ``(how many offers, how many fields stayed)``: what somebody has written over since
    stays as it is. An act that is taken back already does nothing."""
    count = stayed = 0
    for offer in of_act(batch, offers).order_by("pk"):
        row = locked(offer)
        lines = decided_by_act(row, batch)
        if lines or not row.is_waiting:
            stayed += put_back(row, lines, by)
            count += 1
    return count, stayed


def of_act(batch, offers):
    return offers.filter(Q(batch=batch) | Q(pk__in=Proposal.objects.filter(batch=batch).values("offer")))


def decided_by_act(offer, batch):
    programme = offer.submission.campaign.programme
    registers = Registers(programme, [offer.person_id] if offer.person_id else [])
    return lines_of(offer, registers, offer.proposals.filter(batch=batch).exclude(state=State.WAITING))


def put_back(offer, lines, by):
    written = [one for one in lines if one.proposal.state == State.ACCEPTED]
    mine = [one for one in written if digest_of(one.current) == digest_of(held(one.field, one.proposal.applied))]
    by_owner = {}
    for line in mine:
        by_owner.setdefault(line.field.owner, []).append(line)
    gone = made_and_untouched(offer)
    for owner, rows in by_owner.items():
        if owner not in gone:
            restore(offer, owner, rows, rows[0].registers, by)
    take_away(gone, by)
    for line in lines:
        row = line.proposal
        row.state, row.decided_by, row.decided_at, row.applied, row.replaced = State.WAITING, None, None, None, None
    Proposal.objects.bulk_update([line.proposal for line in lines], DECIDED)
    if "person" in gone:
        offer.person, offer.is_named_by_hand = None, False
    offer.is_waiting = bool(lines) or offer.person is None
    offer.made = {owner: made for owner, made in offer.made.items() if owner not in gone}
    offer.save(update_fields=["person", "is_named_by_hand", "is_waiting", "made"])
    return len(written) - len(mine)


def made_and_untouched(offer):
    """``{owner: row}`` of what the act has created and nobody has changed or used since."""
    gone = {}
    for owner, (pk, version) in offer.made.items():
        row = MODELS[owner].objects.filter(pk=pk, version=version, deleted_at=None).first()
        if row:
            gone[owner] = row
    if "person" in gone and any(owner not in gone for owner in offer.made):
        del gone["person"]
    return gone


def take_away(gone, by):
    """Out of the register; everything can be put back as after any deletion."""
    for owner, row in gone.items():
        if owner == "person":
            delete_person(person=row, version=row.version, by=by)
        else:
            delete_participant(row=row, version=row.version, by=by)


def held(field, value):
    return None if field.sort == WORDS and value == words_value([]) else value


def restore(offer, owner, lines, registers, by):
    row = registers.row(owner, offer.person_id)
    changes, axes, told = {}, {}, questionnaire_of(offer)
    for line in lines:
        before = line.proposal.replaced
        told[str(line.title)] = [line.old, words_of(line.field, before, registers.vocabulary)]
        if line.field.sort == WORDS:
            axes[line.field.name] = before["words"] if before else []
        else:
            changes[line.field.name] = stored(line.field, before)
    words = registers.words(owner, offer.person_id)
    save(owner, row, words, changes, axes, told, by, "answers.undone")
