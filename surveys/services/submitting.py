"""The one way by which a filled questionnaire comes into the database: one INSERT, however often it is sent."""

import uuid

from django.db import IntegrityError, transaction

from .. import marks
from ..models import Submission
from ..path import heeded
from .goals import check_goal

BY_HAND = {Submission.Way.PAPER, Submission.Way.FILE}


@transaction.atomic
def submit(*, campaign, invitation, key, answers, way, day, now, said=None, entered_by=None):
    """Write the filled questionnaire. Answers the row; for what has been sent before, the row that is there.

    ``answers`` have been checked; those of hidden questions are left out here. Of an anonymous questionnaire nothing is
    kept but the answers and the month, and what was sent before answers None: nobody can tell which row it was.
    """
    answers = heeded(campaign.survey_version.questionnaire, answers)
    if campaign.is_anonymous:
        row = submit_unnamed(campaign, invitation, key, answers, way, day)
    else:
        fields = {"invitation": invitation, "group": group_of(invitation, said), "said": said or {}}
        fields |= {"submitted_on": day, "submitted_at": now, "entered_by": entered_by, "way": way}
        row = insert(campaign, key, answers, **fields) or sent_before(campaign, invitation, key)
        if invitation:
            marks.mark_answered(campaign, invitation.number)
    if invitation and row:
        check_goal(campaign, day)
    return row


def group_of(invitation, said):
    return invitation.group if invitation else (said or {}).get("group", "")[:80]


def submit_unnamed(campaign, invitation, key, answers, way, day):
    """The ticket's bit decides, not the key: a key that the ticket's draft has known would tie the row to it."""
    if invitation:
        if not marks.mark_answered(campaign, invitation.number):
            return None
        key = uuid.uuid4()
    return insert(campaign, key, answers, submitted_on=day.replace(day=1), way=Submission.Way.LINK)


def insert(campaign, key, answers, **fields):
    """The new row, or None when the database has it already."""
    try:
        with transaction.atomic():
            return Submission.objects.create(
                school_id=campaign.school_id, campaign=campaign, key=key, answers=answers, **fields
            )
    except IntegrityError:
        return None


def sent_before(campaign, invitation, key):
    rows = Submission.objects.filter(campaign=campaign)
    row = rows.filter(key=key).first()
    return row or rows.filter(invitation=invitation, withdrawn_at=None).exclude(invitation=None).first()
