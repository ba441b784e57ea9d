"""A mentee without an account comes to the own page: by a personal link (QR) or by eight letters typed in.

The one module of pairs that looks across schools: who comes by a secret has no account, so the school is known only
when the secret is. Links and codes are derived from the door's nonce with the server's key; the database keeps keyed
digests. A door opens only while the mentee is in a living pair and the consent to the processing holds.
"""

from dataclasses import dataclass

from mentorship.common import clock
from mentorship.people.consents import has_processing
from mentorship.people.models import Mentee
from surveys import tokens

from .models import LIVING, MenteeDoor, PairingMentee

LINK, CODE = "mentee-link", "mentee-code"


@dataclass(frozen=True)
class Guest:
    """Who has come in: the secret of the address and the mentee behind it."""

    token: str
    door: MenteeDoor
    mentee: Mentee

    @property
    def school(self):
        return self.door.school

    @property
    def day(self):
        return clock.today(self.school.time_zone)


def token_of(door):
    """The secret part of the address."""
    return tokens.encoded(tokens.keyed(LINK, door.nonce))


def code_of(door):
    """The eight letters of the slip."""
    return tokens.letters_of(tokens.keyed(CODE, door.nonce))


def hashes_of(nonce):
    """``{"link_hash", "code_hash"}``: all that the database keeps of the two."""
    door = MenteeDoor(nonce=nonce)
    return {"link_hash": tokens.digest(LINK, token_of(door)), "code_hash": tokens.digest(CODE, code_of(door))}


def door_of(token):
    """The guest behind the secret part of an address, or None."""
    door = MenteeDoor.unscoped.select_related("school", "mentee__person").filter(link_hash=tokens.digest(LINK, token))
    found = door.first()
    return Guest(token, found, found.mentee) if found else None


def token_of_code(code):
    """The secret of the address behind eight typed letters, or "" when there is no such code."""
    if len(code) != tokens.SLIP_LENGTH:
        return ""
    found = MenteeDoor.unscoped.filter(code_hash=tokens.digest(CODE, code)).first()
    return token_of(found) if found else ""


def way_of_code(code):
    """Told to the field for the codes of questionnaires: a child does not tell slips apart."""
    token = token_of_code(code)
    return ("door", token) if token else None


def is_open(guest):
    """May the guest come in today? Asked in the scope of the school, at every visit."""
    if guest.door.closed_at or guest.mentee.deleted_at:
        return False
    living = PairingMentee.objects.filter(mentee=guest.mentee, left_on=None, pairing__deleted_at=None)
    if not living.filter(pairing__state__in=LIVING).exists():
        return False
    mentees = Mentee.objects.living().filter(pk=guest.mentee.pk, person__anonymised_at=None)
    return mentees.filter(has_processing(guest.day, person="person")).exists()


def with_doors(mentees):
    """Doors of these mentees, made for those who have none; ``{mentee's pk: MenteeDoor}``."""
    mentees = list(mentees)
    there = {one.mentee_id: one for one in MenteeDoor.objects.filter(mentee__in=mentees)}
    missing = [new_door(one) for one in mentees if one.pk not in there]
    MenteeDoor.objects.bulk_create(missing, ignore_conflicts=True)
    if missing:
        there = {one.mentee_id: one for one in MenteeDoor.objects.filter(mentee__in=mentees)}
    return there


def new_door(mentee):
    door = MenteeDoor(school_id=mentee.school_id, mentee=mentee)
    for name, value in hashes_of(door.nonce).items():
        setattr(door, name, value)
    return door


def renew(mentee):
    """Another link and another code: what was printed before is worthless from now on."""
    fresh = new_door(mentee)
    values = {"nonce": fresh.nonce, "closed_at": None, **hashes_of(fresh.nonce)}
    MenteeDoor.objects.update_or_create(school_id=mentee.school_id, mentee=mentee, defaults=values)


def close(mentee, *, now):
    """The door stays shut until a new code is made."""
    MenteeDoor.objects.filter(mentee=mentee, closed_at=None).update(closed_at=now)
