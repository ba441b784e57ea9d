"""By which way a person hears of what: the person's own choice, and the way out of letters that needs no sign-in.

Everything here is asked in the scope of the school.
"""

from django.core import signing
from django.db import transaction

from mentorship.accounts.models import User
from mentorship.programmes.models import School

from ..models import DeliveryChoice, Mode
from ..sources import kinds

KEY = ("school", "user", "kind")


def kinds_for(roles):
    """What people of these roles may hear of, in the order of the choices page."""
    return [kind for kind in kinds().values() if kind.is_chosen and (not kind.roles or set(kind.roles) & set(roles))]


def modes_of(user):
    """The way of every kind for a person, chosen or by default: ``{code: Mode}``."""
    chosen = dict(DeliveryChoice.objects.filter(user=user).values_list("kind", "mode"))
    return {
        code: Mode(chosen[code]) if chosen.get(code) in kind.modes else kind.default for code, kind in kinds().items()
    }


def choose(*, school, user, modes):
    """Keep a person's choices: ``{code: Mode}``. They also replace what the link in a letter had stopped."""
    keep([DeliveryChoice(school=school, user=user, kind=code, mode=mode) for code, mode in modes.items()])


@transaction.atomic
def stop_letters(*, school, user):
    """Leave the bell alone of every kind that may be switched off; answers how many were switched.

    Asked again, by a mail provider or by a second click, it changes nothing: what was there before stays remembered.
    """
    modes = modes_of(user)
    switched = [code for code, kind in kinds().items() if Mode.BELL in kind.modes and modes[code] != Mode.BELL]
    keep([DeliveryChoice(school=school, user=user, kind=code, mode=Mode.BELL, before=modes[code]) for code in switched])
    return len(switched)


def take_letters_back(*, user):
    """Bring back what the link had stopped, the way it was; answers how many kinds."""
    stopped = list(stopped_of(user))
    for choice in stopped:
        choice.mode, choice.before = choice.before, ""
    return DeliveryChoice.objects.bulk_update(stopped, ["mode", "before"])


def stopped_of(user):
    """What the link in a letter has stopped and what can be taken back."""
    return DeliveryChoice.objects.filter(user=user, mode=Mode.BELL).exclude(before="")


def keep(choices):
    """Write choices, over earlier ones of the same kind."""
    DeliveryChoice.objects.bulk_create(
        choices, update_conflicts=True, unique_fields=KEY, update_fields=["mode", "before"]
    )


def signer():
    return signing.Signer(salt="mentorship.notifications.stop", sep=".")


def stop_token(school, user):
    """The secret by which a letter's link names a person and a school. It works as long as the letter lies about."""
    return signer().sign(f"{school.pk}-{user.pk}")


def read_stop_token(token):
    """``(school, user)`` of a link in a letter; None when it is forged, torn or of somebody who is gone."""
    try:
        school, user = signer().unsign(token).split("-")
    except (signing.BadSignature, ValueError):
        return None
    found = School.objects.filter(pk=school).first(), User.objects.filter(pk=user).first()
    return found if all(found) else None
