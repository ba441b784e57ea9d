"""A workbook of filled sheets: looked at, taken in as a whole, taken back."""

import hashlib
import json
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.programmes.audit import record

from .. import marks
from ..models import Invitation, PaperBatch, Submission
from .entering import EnteredAlready, enter_sheet


def digest_of(rows):
    """The fingerprint of what the sheets say: a workbook that was only saved once more is the same one."""
    said = sorted(json.dumps([row["ticket"], row["said"], row["answers"]], sort_keys=True) for row in rows)
    return hashlib.sha256("".join(said).encode()).hexdigest()


def taken_before(campaign, digest):
    """The same file, taken in and not taken back."""
    return PaperBatch.objects.filter(
        campaign=campaign, digest=digest, confirmed_at__isnull=False, undone_at=None
    ).first()


def keep_batch(campaign, *, rows, digest, by, day):
    """What was read waits for «Внести»; earlier ones of the same person that were not confirmed go, and everybody's of
    the days before."""
    waiting = PaperBatch.objects.filter(campaign=campaign, confirmed_at=None)
    waiting.filter(Q(made_by=by) | Q(made_on__lt=day)).delete()
    return PaperBatch.objects.create(
        school_id=campaign.school_id, campaign=campaign, rows=rows, digest=digest, made_by=by, made_on=day
    )


@transaction.atomic
def confirm_batch(batch, *, by, day, now):
    """Write every row; answers ``(written, known already)``. Pressed twice, or the same sheets twice, it is once.

    The campaign's row of marks is locked first, so two who confirm at once come one after the other. What else waits
    in an anonymous campaign goes, for it would tell whose codes brought which answers.
    """
    marks.locked(PaperBatch.objects.select_related("campaign").get(pk=batch.pk).campaign)
    batch = PaperBatch.objects.select_for_update().select_related("campaign").get(pk=batch.pk)
    campaign = batch.campaign
    if batch.confirmed_at:
        return len(batch.written), 0
    if taken_before(campaign, batch.digest):
        raise RuleBroken(_("This file has been taken in already."))
    tickets = Invitation.objects.in_bulk([row["ticket"] for row in batch.rows if row["ticket"]])
    written, known = [], 0
    for row in batch.rows:
        try:
            one = enter_sheet(
                campaign,
                ticket=tickets.get(row["ticket"]),
                answers=row["answers"],
                key=uuid.uuid4(),
                by=by,
                day=day,
                now=now,
                said=row["said"],
                way=Submission.Way.FILE,
            )
            written.append(str(one.pk))
        except EnteredAlready:
            known += 1
    if campaign.is_anonymous:
        PaperBatch.objects.filter(campaign=campaign, confirmed_at=None).exclude(pk=batch.pk).delete()
    batch.rows, batch.confirmed_at = [], now
    batch.written = [] if campaign.is_anonymous else written
    batch.save(update_fields=["rows", "confirmed_at", "written"])
    record(by=by, action="paper.file", row=campaign, changes={"count": [None, len(written)]})
    return len(written), known


@transaction.atomic
def undo_batch(batch, *, by, now):
    """Take the sheets of a workbook back; those that somebody has corrected since stay. Answers how many went.

    Their people may answer again.
    """
    batch = PaperBatch.objects.select_for_update().select_related("campaign").get(pk=batch.pk)
    if batch.undone_at or not batch.written:
        raise RuleBroken(_("There is nothing to take back."))
    rows = Submission.objects.filter(pk__in=batch.written, withdrawn_at=None, second__isnull=True)
    numbers = list(rows.exclude(invitation=None).values_list("invitation__number", flat=True))
    count = rows.update(withdrawn_at=now)
    marks.clear_answered(batch.campaign, numbers)
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    record(by=by, action="paper.file_undone", row=batch.campaign, changes={"count": [count, None]})
    return count
