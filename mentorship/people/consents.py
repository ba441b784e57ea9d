"""What a person's consents allow on a day, and who has to sign them.

Without a consent to the processing of personal data a person is «ожидает согласия»: known to the coordinator, and
neither matched nor surveyed nor exported. Nothing of a person is published but what the person allowed at that address.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .models import Consent, ConsentKind, ConsentText, DistributionItem, PersonKind

FIRST_OWN_SIGNATURE = 14
"""From this age on a minor signs beside the representative."""
ADULT = 18


def consent_in_force(kind, day, *, person="pk"):
    """A condition for people with a consent of the kind on the day; ``person`` is the path from the row to a person."""
    return Exists(Consent.objects.valid_on(day).filter(kind=kind, person=OuterRef(person)))


def has_participation(day, *, person="pk"):
    return consent_in_force(ConsentKind.PARTICIPATION, day, person=person)


def has_processing(day, *, person="pk"):
    return consent_in_force(ConsentKind.PROCESSING, day, person=person)


def has_distribution(day, *, person="pk"):
    return consent_in_force(ConsentKind.DISTRIBUTION, day, person=person)


CONDITIONS = {
    ConsentKind.PARTICIPATION: has_participation,
    ConsentKind.PROCESSING: has_processing,
    ConsentKind.DISTRIBUTION: has_distribution,
}


def with_consents(rows, day, *, person="pk"):
    """People (or participants, with ``person="person"``) with ``has_participation`` and the two others."""
    return rows.annotate(**{f"has_{kind.value}": made(day, person=person) for kind, made in CONDITIONS.items()})


def has_consent(person_ids, kind, day):
    """Those of the people who have a consent of the kind on the day, as a set of their numbers."""
    rows = Consent.objects.valid_on(day).filter(kind=kind, person__in=person_ids)
    return set(rows.values_list("person_id", flat=True))


def may_be_processed(rows, day, *, person="person", reason=""):
    """Those of the rows whose people may be matched, surveyed and exported on the day.

    The one question that matching, surveys and exports ask. ``rows`` are participants, or people with ``person="pk"``;
    answered by the database, however many there are. Who waits for a consent to the processing is left out. Somebody
    with the right may include them with a ``reason``; then ``record_override`` writes it down in the same transaction.
    """
    return rows if reason else rows.filter(has_processing(day, person=person))


def waiting(rows, day, *, person="person"):
    """Those of the rows that ``may_be_processed`` leaves out: «ожидает согласия»."""
    return rows.exclude(has_processing(day, person=person))


def may_publish(person, item, address, day):
    """The person allowed this item at this address, or at the site that the address is a page of."""
    return person.pk in publishable([person.pk], item, address, day)


def publishable(person_ids, item, address, day):
    """Those of the people of whom this item may stand at this address on the day, as a set of their numbers."""
    rows = DistributionItem.objects.filter(
        item=item,
        consent__in=Consent.objects.valid_on(day).filter(kind=ConsentKind.DISTRIBUTION, person__in=person_ids),
    )
    allowed = rows.values_list("consent__person_id", "address")
    return {person for person, place in allowed if is_within(address, place)}


def is_within(address, place):
    """``https://school.ru/news/1`` is within ``school.ru``, and ``school.ru.evil.ru`` is not."""
    address, place = plain_address(address), plain_address(place)
    return bool(place) and (address == place or address.startswith(f"{place}/"))


def plain_address(text):
    """An address without what does not tell places apart: the scheme, «www.», the case of the host, the last slash."""
    text = text.strip()
    head, found, rest = text.partition("://")
    text = rest if found and head.lower() in ("http", "https") else text
    host, slash, path = text.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")


@dataclass(frozen=True)
class SignatureRule:
    """Who is asked to sign, why, and whose signatures a paper is recorded with."""

    signer: str
    reason: str
    accepted: tuple[str, ...]


def signature_rule(person, day):
    """Who signs for the person on a day.

    Only the year of birth is known. Who turns fourteen or eighteen this year may or may not have done so: both sign,
    because a signature too many harms nobody and a missing one makes the paper void.
    """
    self_, representative, both = Consent.Signer.SELF, Consent.Signer.REPRESENTATIVE, Consent.Signer.BOTH
    age = person.age_in(day.year)
    if age is None and person.kind != PersonKind.PUPIL:
        return SignatureRule(self_, _("An adult signs alone."), (self_,))
    if age is None:
        reason = _("The year of birth is not known: both sign.")
        return SignatureRule(both, reason, (both, representative, self_))
    if age < FIRST_OWN_SIGNATURE:
        reason = _("Under fourteen the legal representative signs.")
        return SignatureRule(representative, reason, (representative, both))
    if age == FIRST_OWN_SIGNATURE:
        reason = _("The person turns fourteen this year and may have done so already: both sign.")
        return SignatureRule(both, reason, (both, representative))
    if age < ADULT:
        reason = _("From fourteen to seventeen the legal representative and the person sign.")
        return SignatureRule(both, reason, (both,))
    if age == ADULT:
        reason = _("The person turns eighteen this year and may still be a minor: both sign.")
        return SignatureRule(both, reason, (both, self_))
    return SignatureRule(self_, _("An adult signs alone."), (self_,))


def text_on(kind, day, *, school):
    """The version of the text that papers of a day have: the last one made by its end, else the first one of all."""
    texts = ConsentText.objects.filter(kind=kind).order_by("number")
    return texts.filter(created_at__lt=school.end_of(day)).last() or texts.first()


def missing(kind, day, *, person="pk"):
    """A condition for people without a consent of the kind; without a kind, of those who lack any of the first two."""
    if kind:
        return ~CONDITIONS[ConsentKind(kind)](day, person=person)
    return Q(~has_participation(day, person=person)) | Q(~has_processing(day, person=person))
