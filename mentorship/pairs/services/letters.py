"""Writing and sending the letters about pairs."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.notifications.services.direct import Desk
from mentorship.people.models import Mentee
from mentorship.programmes import audit

from ..letters import address_of, filled, parents_of, readers_of, values_of, words_of_school
from ..models import LIVING, LetterText, PairingMentee, PairLetter

audit.ACTION_TITLES |= {"pair_letters.edited": gettext_lazy("Letter about pairs changed")}


def write_letters(pairs):
    """A letter to everybody of these pairs who has an address; the sender takes them from here.

    The words are those of this moment, with the names in them: what the school changes later changes nothing in them.
    """
    if not pairs:
        return 0
    day, words = pairs[0].school.today, words_of_school()
    places = PairingMentee.objects.filter(pairing__in=[one.pk for one in pairs], left_on=None)
    mentees = {}
    for place in places.select_related("mentee__person__school_class", "mentee__person__user"):
        mentees.setdefault(place.pairing_id, []).append(place.mentee)
    parents = parents_of([one for group in mentees.values() for one in group])
    letters = []
    for pair in pairs:
        group = mentees.get(pair.pk, [])
        readers = [one for one in readers_of(pair.mentor, group, parents, day) if one.address]
        letters += [letter_to(reader, pair, group, words[reader.side]) for reader in readers]
    PairLetter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
    return len(letters)


def letter_to(reader, pair, mentees, words):
    return PairLetter(
        school_id=pair.school_id,
        pairing=pair,
        person=reader.person,
        about=reader.about,
        side=reader.side,
        subject=words.subject,
        text=filled(words.text, values_of(pair, mentees, reader)),
    )


def why_not(letter, _day):
    """Why a letter that waits is not to go any more."""
    pairing, person = letter.pairing, letter.person
    if pairing.deleted_at or pairing.state not in LIVING:
        return _("The pair has ended.")
    if person.deleted_at or person.anonymised_at or not letter.text:
        return _("The person is not in the register any more.")
    if not Mentee.objects.filter(places__pairing=pairing, places__left_on=None, person=letter.about_id).exists():
        return "" if letter.about_id == pairing.mentor.person_id else _("The mentee has left the pair.")
    return ""


def message_of(letter, address):
    headers = {"Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)


DESK = Desk(
    model=PairLetter,
    why_not=why_not,
    address_of=lambda letter: address_of(letter.person),
    message_of=message_of,
    related=("school", "person__user", "pairing__mentor"),
    settled={"text": ""},
)
"""The outbox of these letters; their words go as soon as they are sent or given up."""


@transaction.atomic
def save_words(*, school, side, seen, subject, text, by):
    """The school's own words to one side. ``seen`` is the version that was corrected, 0 when there was none."""
    row, _is_new = LetterText.objects.get_or_create(
        school=school, side=side, defaults={"subject": subject, "text": text, "version": 0}
    )
    row.swap(seen, subject=subject, text=text)
    audit.record(by=by, action="pair_letters.edited", row=row, name=str(row.get_side_display()))
    return row
