"""Who is behind a card, for questionnaires that know only its number (``Person.public_id``)."""

from mentorship.common import clock

from ..consents import has_processing
from ..models import Consent, ConsentKind, Person


def names_of(subjects):
    """Names of today, also of people who were thrown away; whoever was made nameless is not in it."""
    rows = Person.objects.filter(public_id__in=list(subjects), anonymised_at=None)
    return {row.public_id: row.full_name for row in rows}


def subjects_of(user):
    """The cards of an account."""
    return list(Person.objects.living().filter(user=user).values_list("public_id", flat=True))


def cards_of(users):
    """``{account: card}``, so that who is in a register and on the staff is asked once."""
    rows = Person.objects.living().filter(user__in=list(users))
    return dict(rows.values_list("user_id", "public_id"))


def accounts_of(subjects):
    """``{card: account}`` of those who sign in: they hear of a questionnaire as of everything else, unless they have
    withdrawn the consent to the processing."""
    rows = Person.objects.living().filter(public_id__in=list(subjects), user__is_active=True)
    return dict(writable(rows).values_list("public_id", "user_id"))


def addresses_of(subjects):
    """Addresses that may be written to. Who has withdrawn the consent to the processing is not written to any more."""
    rows = Person.objects.living().filter(public_id__in=list(subjects), has_left=False).exclude(email="")
    return dict(writable(rows).values_list("public_id", "email"))


def writable(people):
    """Those of the people who have not taken their consent back."""
    day = clock.today()
    gone = Consent.objects.filter(kind=ConsentKind.PROCESSING, withdrawn_on__lte=day).values("person")
    return people.exclude(~has_processing(day), pk__in=gone)
