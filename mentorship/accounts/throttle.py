"""How often a password may be guessed.

Only failures are counted, never right answers: a whole school signs in from one address within a few minutes. The
tight limit is for one account from one address; the limits of an account and of an address are wide, so that a pupil
who types nonsense shuts neither the school nor a teacher at home out.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from mentorship.common import clock

from .models import SignInFailure, normalised_email

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``amount`` failures within ``span``, of rows that agree in ``fields``."""

    amount: int
    span: timedelta
    fields: tuple


LIMITS = (
    Limit(10, timedelta(minutes=10), ("account", "address")),
    Limit(60, timedelta(hours=1), ("account",)),
    Limit(300, timedelta(hours=1), ("address",)),
)


def source_of(email, address):
    return {"account": hashlib.sha256(normalised_email(email).encode()).hexdigest(), "address": address}


def waits_until(*, email, address):
    """The moment from which one may try again, or None when one may try now."""
    source, now = source_of(email, address), clock.now()
    moments = []
    for limit in LIMITS:
        rows = SignInFailure.objects.filter(at__gt=now - limit.span, **{field: source[field] for field in limit.fields})
        # The failure that must grow old before there is room again.
        moment = rows.order_by("-at").values_list("at", flat=True)[limit.amount - 1 : limit.amount].first()
        if moment:
            moments.append(moment + limit.span)
    return max(moments, default=None)


def count_failure(*, email, address):
    SignInFailure.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    SignInFailure.objects.create(**source_of(email, address))


def forget_failures(*, email):
    """A new password by e-mail proves the owner: the account starts afresh."""
    SignInFailure.objects.filter(account=source_of(email, "")["account"]).delete()
