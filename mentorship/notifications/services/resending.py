"""Sending a letter again when a person asks for it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import Notification, State
from .waking import wake_sender

MAY_GO_AGAIN = (State.FAILED, State.RETRYING)
"""A letter that was sent has come; one that was withheld is not true any more. Neither is sent again."""


class CannotBeSentAgain(RuleBroken):
    pass


def send_again(*, letter, by, now=None):
    """Queue a letter that did not go, with a fresh ladder of tries; the lines that it carries wait with it.

    The state is compared in the UPDATE, so two clicks act once. A person has one unsent digest at most: while another
    one waits, this one cannot.
    """
    now = now or clock.now()
    fresh = {"send_after": now, "first_tried_at": None, "tries": 0, "reason": ""}
    try:
        with transaction.atomic():
            stuck = Notification.objects.letters().filter(pk=letter.pk, state__in=MAY_GO_AGAIN)
            if not stuck.update(state=State.QUEUED, **fresh):
                raise CannotBeSentAgain(_("The letter is on its way already: nothing was changed."))
            Notification.objects.filter(carried_by=letter, state=State.FAILED).update(state=State.QUEUED, reason="")
            audit.record(by=by, action="letter.sent_again", row=letter, name=name_of(letter))
    except IntegrityError as error:
        raise CannotBeSentAgain(
            _("Another digest of this person waits to be sent. Send this one again when that one has gone.")
        ) from error
    transaction.on_commit(wake_sender)


def name_of(letter):
    return ": ".join(part for part in (letter.recipient.short_name, letter.subject) if part)
