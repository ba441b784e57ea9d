"""Sheets that were filled on paper: typed in, typed in once more by somebody else, settled, corrected."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.programmes.audit import record

from .. import marks, numbering, shorthand
from ..answers import NotUnderstood, read_answer
from ..models import Campaign, Submission
from ..path import heeded, visible
from .submitting import submit

Way = Submission.Way


class EnteredAlready(RuleBroken):
    """The person's answers are there; ``submission`` is the row, None in an anonymous campaign."""

    def __init__(self, words, submission=None):
        super().__init__(words)
        self.submission = submission


@dataclass
class Sheet:
    """A typed sheet: the answers that were understood, ``{key of the question: sentence}`` of the others, and the keys
    of those that were typed although the others hide their questions."""

    answers: dict
    errors: dict
    hidden: list

    def not_counted(self, content):
        """Numbers of the questions that were answered and not put to this person."""
        return [number for number, question in enumerate(content.questions, 1) if question.key in self.hidden]

    def empty(self, content):
        """Numbers of required questions that were shown and left blank."""
        shown = visible(content, self.answers)
        numbers = {question.key: number for number, question in enumerate(content.questions, 1)}
        return [numbers[one.key] for one in shown if one.required and one.key not in self.answers]


def read_sheet(campaign, typed):
    """Read what was typed, ``{key: marks}``. A blank place is no answer: on paper people do leave places blank.

    Answers to questions that the others hide are left out, as on a screen.
    """
    content, answers, errors = campaign.survey_version.questionnaire, {}, {}
    for question in content.questions:
        choices = numbering.choices_of(campaign, question)
        try:
            value = read_answer(question, shorthand.read(question, typed.get(question.key, ""), choices), choices)
        except NotUnderstood as error:
            errors[question.key] = str(error)
            continue
        if value is not None:
            answers[question.key] = value
    kept = heeded(content, answers)
    return Sheet(kept, errors, [key for key in answers if key not in kept])


def check_open(campaign):
    """Papers are typed in until the campaign is thrown away, also after its last day: they lie in the cupboard."""
    if campaign.state == Campaign.State.DRAFT:
        raise RuleBroken(_("The campaign is not open yet."))


@transaction.atomic
def enter_sheet(campaign, *, ticket, answers, key, by, day, now, said=None, way=Way.PAPER):
    """Write a sheet. The same sheet with the same ``key`` twice is one row; another sheet that comes with a used key,
    as the button “Back” of a browser sends it, is a sheet of its own. Who has answered already is refused with the
    row that is there.

    Of an anonymous sheet nothing is kept but the answers and the month, not even who typed it.
    """
    check_open(campaign)
    if not answers:
        raise RuleBroken(_("The sheet is empty."))
    before = Submission.objects.filter(campaign=campaign, key=key).first()
    if before and before.answers == answers and (campaign.is_anonymous or before.invitation == ticket):
        return before
    key = uuid.uuid4() if before else key
    if ticket and marks.is_answered(campaign, ticket.number):
        raise EnteredAlready(_("The answers of this person are there already."), living(ticket))
    row = submit(
        campaign=campaign,
        invitation=ticket,
        key=key,
        answers=answers,
        way=way,
        day=day,
        now=now,
        said=said,
        entered_by=None if campaign.is_anonymous else by,
    )
    if row is None or (not campaign.is_anonymous and row.key != key):
        raise EnteredAlready(_("The answers of this person are there already."), row)
    return row


def living(ticket):
    return Submission.objects.filter(invitation=ticket, withdrawn_at=None).first()


class Check:
    """How far the check by a second person is."""

    WAITING, AGREED, DIFFERS = "waiting", "agreed", "differs"

    @classmethod
    def of(cls, row):
        if row.second is None:
            return cls.WAITING
        return cls.AGREED if row.second == row.answers else cls.DIFFERS


@transaction.atomic
def enter_second(row, *, answers, by):
    """The same sheet typed by another person. The first one's answers go on counting until somebody settles."""
    row = Submission.objects.select_for_update().select_related("campaign").get(pk=row.pk)
    if row.entered_by_id == by.pk:
        raise RuleBroken(_("You have typed this sheet in yourself. Somebody else checks it."))
    if row.withdrawn_at or row.second is not None:
        raise RuleBroken(_("This sheet has been checked already."))
    Submission.objects.filter(pk=row.pk).update(second=answers, second_by=by)
    row.refresh_from_db()
    record(by=by, action="paper.checked", row=row.campaign)
    return row


def differences(row):
    """``[(number, question, first, second)]``: where the two typists differ."""
    questions = enumerate(row.campaign.survey_version.questionnaire.questions, 1)
    second = row.second or {}
    return [
        (number, one, row.answers.get(one.key), second.get(one.key))
        for number, one in questions
        if row.answers.get(one.key) != second.get(one.key)
    ]


@transaction.atomic
def settle(row, *, answers, by, now):
    """What the sheet really says, where two typists differ."""
    row = Submission.objects.select_for_update().select_related("campaign").get(pk=row.pk)
    if row.withdrawn_at or Check.of(row) != Check.DIFFERS:
        raise RuleBroken(_("This sheet has been checked already."))
    if answers == row.answers:
        Submission.objects.filter(pk=row.pk).update(second=row.answers)
        row.refresh_from_db()
    else:
        row = replaced(row, answers, by=by, now=now, second=answers, second_by=row.second_by)
    record(by=by, action="paper.settled", row=row.campaign)
    return row


@transaction.atomic
def correct_sheet(row, *, answers, by, now):
    """Another reading of the same sheet: a new row beside the old one, which stays and does not count any more."""
    row = Submission.objects.select_for_update().select_related("campaign").get(pk=row.pk)
    if row.withdrawn_at:
        raise RuleBroken(_("Somebody has corrected this sheet in the meantime."))
    if row.campaign.is_checked_twice and Check.of(row) == Check.WAITING and row.entered_by_id not in {by.pk, None}:
        raise RuleBroken(_("This sheet waits to be typed by a second person who does not see the first one's answers."))
    if row.way not in {Way.PAPER, Way.FILE} or row.campaign.is_anonymous:
        raise RuleBroken(_("Only sheets that were typed in are corrected."))
    if not answers:
        raise RuleBroken(_("The sheet is empty."))
    if answers == row.answers:
        return row
    new = replaced(row, answers, by=by, now=now)
    record(by=by, action="paper.corrected", row=row.campaign)
    return new


def replaced(row, answers, *, by, now, **fields):
    Submission.objects.filter(pk=row.pk).update(withdrawn_at=now)
    names = ("school_id", "campaign_id", "submitted_on", "invitation_id", "group", "said", "way")
    copied = {name: getattr(row, name) for name in names}
    return Submission.objects.create(
        **copied, **fields, key=uuid.uuid4(), answers=answers, submitted_at=now, entered_by=by
    )
