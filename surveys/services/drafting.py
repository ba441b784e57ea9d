"""What is typed and not sent yet: saved at every step, sealed with the secret that only the person brings."""

import json
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from .. import doors, marks, tokens
from ..models import Draft
from ..path import missing
from .submitting import submit


@dataclass
class Typed:
    """The answers so far, who the person says to be, and the person's own code to come back by."""

    answers: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    code: str = ""


def typed_in(way):
    """What stands in the draft; nothing when there is none."""
    text = tokens.unseal(way.token, way.draft.sealed) if way.draft and way.draft.sealed else None
    return Typed(**json.loads(text)) if text else Typed()


def sealed(token, typed):
    value = {"answers": typed.answers, "said": typed.said, "code": typed.code}
    return tokens.seal(token, json.dumps(value, ensure_ascii=False))


def begin_by_board(campaign, day):
    """A fresh way for somebody who typed the code of the board; answers its secret."""
    code = tokens.own_code()
    token = doors.open_token(code)
    Draft.objects.create(
        school_id=campaign.school_id,
        campaign=campaign,
        key_hash=doors.draft_hash(token),
        sealed=sealed(token, Typed(code=code)),
        saved_on=day,
    )
    return token


@transaction.atomic
def change(way, act, day):
    """Let ``act`` change what is typed, on top of what is saved at this moment: two tabs lose nothing of each other.

    Answers ``(way, typed)``. What has been sent stays as it is.
    """
    way = way.with_draft(locked(way, day))
    typed = typed_in(way)
    if not way.is_sent:
        act(typed)
        way.draft.sealed, way.draft.saved_on = sealed(way.token, typed), day
        way.draft.save(update_fields=["sealed", "saved_on"])
    return way, typed


def locked(way, day):
    """The draft, locked to the end of the transaction; made for a ticket that has none."""
    rows = Draft.objects.select_for_update()
    found = rows.filter(key_hash=doors.draft_hash(way.token)).first()
    if found:
        return found
    named = None if way.campaign.is_anonymous else way.invitation
    try:
        with transaction.atomic():
            return Draft.objects.create(
                school_id=way.campaign.school_id,
                campaign=way.campaign,
                key_hash=doors.draft_hash(way.token),
                invitation=named,
                saved_on=day,
            )
    except IntegrityError:  # another tab, or the draft of the link before it was renewed
        Draft.objects.filter(invitation=named).exclude(invitation=None).update(
            key_hash=doors.draft_hash(way.token), sealed=""
        )
        return rows.get(key_hash=doors.draft_hash(way.token))


def begin(way, day):
    """«Начать»: a place for the answers, and the mark that the ticket's person has begun."""
    way, _typed = change(way, lambda typed: None, day)
    if way.invitation:
        marks.mark_begun(way.campaign, way.invitation.number)
    return way


def keep(way, key, value, day):
    """Save one answer; None takes it away."""

    def act(typed):
        typed.answers.pop(key, None)
        if value is not None:
            typed.answers[key] = value

    return change(way, act, day)


def forget(way):
    """After the sending: a ticket's draft goes; one of the board stays as an empty mark that ties to nothing."""
    if not way.draft:
        return
    rows = Draft.objects.filter(pk=way.draft.pk)
    if way.invitation:
        rows.delete()
    else:
        rows.update(sealed="", once=uuid.uuid4())


@transaction.atomic
def send(way, *, content, day, now):
    """Send what is typed and forget it, in one transaction. True when it is sent, now or by an earlier press; False
    when a required question has no answer yet."""
    way, typed = change(way, lambda typed: None, day)
    if not way.is_sent:
        if missing(content, typed.answers):
            return False
        submit(
            campaign=way.campaign,
            invitation=way.invitation,
            key=way.draft.once,
            answers=typed.answers,
            said=typed.said,
            way=way.means,
            day=day,
            now=now,
        )
    forget(way)
    return True
