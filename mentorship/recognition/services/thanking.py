"""Thanks by mail: to the awarded, to the parents of a minor, to an employer. Once, and only what was looked at."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import ru
from mentorship.notifications.services.direct import Desk
from mentorship.people.asking.directory import writable
from mentorship.people.consents import may_be_processed
from mentorship.people.models import Person
from mentorship.programmes import audit

from ..models import Award, ThanksLetter

audit.ACTION_TITLES |= {"award.thanked": gettext_lazy("Thanks sent by mail")}
SUBJECT = "Благодарность за наставничество"


def words_of(award):
    """The letter as it goes: the school's words, the reason, no drawn signature."""
    school, person = award.programme.school, award.person
    lines = [f"Здравствуйте, {person.given_name or person.full_name}.", ""]
    body = award.text or f"{school.full_name} благодарит вас за участие в программе «{award.programme.title}»."
    lines += [body, ""]
    if award.reason:
        lines += [f"За что: {award.reason}.", ""]
    if award.kind == Award.Kind.PARENTS:
        lines[0] = "Здравствуйте."
        lines[2] = award.text or (
            f"{school.full_name} благодарит вас за воспитание: {person.full_name} — участник программы "
            f"«{award.programme.title}»."
        )
    lines += [f"{school.director_post} {ru.signature_name(school.director_name)}".strip(), school.short_name]
    return "\n".join(lines)


def readers_of(award, day):
    """Who gets the letter: the person, or for thanks to the parents the representatives; those with an address."""
    if award.kind == Award.Kind.PARENTS:
        people = Person.objects.living().filter(minors__minor=award.person).exclude(email="")
    else:
        people = Person.objects.living().filter(pk=award.person_id).exclude(email="")
    return list(may_be_processed(writable(people), day, person="pk"))


@transaction.atomic
def send(*, award, day, by):
    """Put the letters into the outbox; whoever has had one gets none again. Answers how many are new."""
    rows = [
        ThanksLetter(school_id=award.school_id, award=award, person=one, subject=SUBJECT, text=words_of(award))
        for one in readers_of(award, day)
    ]
    before = ThanksLetter.objects.filter(award=award).count()
    ThanksLetter.objects.bulk_create(rows, ignore_conflicts=True)
    added = ThanksLetter.objects.filter(award=award).count() - before
    if added:
        audit.record(by=by, action="award.thanked", row=award, name=award.get_kind_display())
    return added


def why_not(letter, day):
    """Why a letter that waits is not to go any more."""
    if letter.award.deleted_at:
        return _("The award was thrown away.")
    if letter.person is None or letter.person not in readers_of(letter.award, day):
        return _("The person is not to be written to any more.")
    return ""


def message_of(letter, address):
    headers = {"Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)


DESK = Desk(
    model=ThanksLetter,
    why_not=why_not,
    address_of=lambda letter: letter.person.email if letter.person else "",
    message_of=message_of,
    related=("school", "person", "award__person", "award__programme__school"),
    settled={"text": ""},
)
"""The outbox of letters of thanks."""
