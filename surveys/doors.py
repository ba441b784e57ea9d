"""From a secret that somebody brings to the questionnaire behind it.

The one place of questionnaires that looks across schools: who comes by a link or a code has no account, so the school
is known only when the secret is. Whatever follows runs in the scope of that school (``Way.school``).
"""

from dataclasses import dataclass, replace

from . import marks, tokens
from .models import Campaign, Draft, Invitation, Submission

WITH = ("school", "programme", "survey_version__survey")


@dataclass(frozen=True)
class Way:
    """A found way in: the secret of the address, whose campaign it is, the ticket if there is one, what was typed."""

    token: str
    campaign: Campaign
    invitation: Invitation | None = None
    draft: Draft | None = None

    @property
    def school(self):
        return self.campaign.school

    @property
    def means(self):
        return Submission.Way.LINK if self.invitation else Submission.Way.CODE

    @property
    def is_revoked(self):
        return bool(self.invitation and self.invitation.revoked_at) or self.campaign.deleted_at is not None

    @property
    def is_sent(self):
        """Has this way been used? A ticket knows by its bit, the code of the board by the emptied draft."""
        if self.invitation:
            return marks.is_answered(self.campaign, self.invitation.number)
        return bool(self.draft and not self.draft.sealed)

    def with_draft(self, draft):
        return replace(self, draft=draft)


def draft_hash(token):
    """What a draft is found by; from the table of tickets it cannot be made without the key of the server."""
    return tokens.digest("draft", token)


def open_token(code):
    """The address of a person who came by the board, made of the person's own eight letters, so that these are enough
    to come back. The server keeps neither."""
    return tokens.encoded(tokens.keyed("open", code))


def way_of(token):
    """The way behind the secret part of an address, or None."""
    draft = Draft.unscoped.filter(key_hash=draft_hash(token)).first()
    ticket = (
        Invitation.unscoped.filter(link_hash=tokens.digest("link", token))
        .select_related(*(f"campaign__{name}" for name in WITH))
        .first()
    )
    if ticket:
        return Way(token, ticket.campaign, ticket, draft)
    if draft is None or draft.invitation_id:
        return None
    campaign = Campaign.unscoped.select_related(*WITH).filter(pk=draft.campaign_id).first()
    return Way(token, campaign, None, draft) if campaign else None


def ticket_of_slip(code):
    """The ticket whose slip carries these eight letters, or None."""
    return Invitation.unscoped.filter(code_hash=tokens.digest("slip", code)).first()


def campaign_of_board(code):
    """The campaign with these six letters on the board, or None."""
    return Campaign.unscoped.select_related(*WITH).filter(open_code=code, deleted_at=None).first() if code else None


def draft_of_code(code):
    """The unfinished questionnaire of the person's own eight letters, or None."""
    return Draft.unscoped.filter(key_hash=draft_hash(open_token(code))).first()


_others = []


def register_other_door(find):
    """``find(code)`` answers the name of an address and its arguments, or None: slips of other apps open their own
    pages from the same field, for a child does not tell slips apart."""
    _others.append(find)


def elsewhere(code):
    """Where a code leads that is none of a questionnaire's."""
    return next((way for find in _others if (way := find(code))), None)
