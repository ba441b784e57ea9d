"""Substitutes, paid terms, documents and materials of a pair, the words of a handover."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.common.uploads import tidy_name, without_metadata
from mentorship.people.models import Mentor, PersonKind
from mentorship.programmes import audit

from ..models import PaidTerms, PairFile, Substitution
from ..models.papers import pair_file_path
from .pairing import must_live, name_of

audit.ACTION_TITLES |= {
    "substitution.made": gettext_lazy("Substitute mentor named"),
    "substitution.ended": gettext_lazy("Substitute mentor taken back"),
    "paid_terms.edited": gettext_lazy("Terms of paid mentoring changed"),
    "pair_file.added": gettext_lazy("Document of a pair added"),
    "pair_file.removed": gettext_lazy("Document of a pair thrown away"),
    "pair_file.restored": gettext_lazy("Document of a pair taken out of the bin"),
    "handover.edited": gettext_lazy("Handover of a pair written"),
}
NOTICE_DAYS = 3
"""Working days between a notice and the end of paid mentoring: article 351.8 of the Labour Code."""


@transaction.atomic
def substitute(*, pairing, mentor, starts_on, ends_on, reason, by):
    """Another mentor sees the pair and records its meetings in the term; two at once are refused."""
    must_live(pairing)
    Mentor.objects.select_for_update().get(pk=pairing.mentor_id)
    there = Substitution.objects.filter(
        pairing=pairing, deleted_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).select_related("mentor__person")
    if other := there.first():
        if (other.mentor_id, other.starts_on, other.ends_on) == (mentor.pk, starts_on, ends_on):
            return other
        raise RuleBroken(_("%(mentor)s stands in on some of these days already.") % {"mentor": other.mentor.person})
    row = Substitution.objects.create(
        school_id=pairing.school_id,
        pairing=pairing,
        mentor=mentor,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        by=by,
    )
    record("substitution.made", pairing, by, {"mentor": ["", str(mentor.person)]})
    return row


@transaction.atomic
def take_back(*, substitution, day, by):
    """The mentor is back: a substitution that has begun ends the day before, one to come is struck out."""
    if substitution.starts_on < day:
        if substitution.ends_on >= day:
            Substitution.objects.filter(pk=substitution.pk).update(ends_on=day - timedelta(days=1))
    else:
        Substitution.objects.filter(pk=substitution.pk).update(deleted_at=clock.now())
    record("substitution.ended", substitution.pairing, by, {"mentor": [str(substitution.mentor.person), ""]})


def may_be_paid(pairing, mentees):
    """Article 351.8 is about one employee who helps another: nothing for pupils, students and outside partners."""
    people = [pairing.mentor.person, *(one.person for one in mentees)]
    return bool(mentees) and all(one.kind == PersonKind.TEACHER for one in people)


def earliest_end(notice_on, calendar):
    """The first day on which paid mentoring may end: three working days after the notice."""
    day = notice_on
    for _number in range(NOTICE_DAYS):
        day = calendar.next_working_day(day + timedelta(days=1))
    return day


@transaction.atomic
def save_paid_terms(*, pairing, seen, changes, by):
    """The log says that the terms were changed, never what they are: they are for the leaders only."""
    row, is_new = PaidTerms.objects.get_or_create(school_id=pairing.school_id, pairing=pairing)
    row.swap(row.version if is_new else seen, **changes)
    record("paid_terms.edited", pairing, by)
    return row


def add_file(*, pairing, values, upload, upload_kind, by):
    """A file gets a generated name and, when it is a picture, is drawn anew without what hides in it. The storage is
    written outside of the transaction; when the row fails, the file goes."""
    row = PairFile(school_id=pairing.school_id, pairing=pairing, added_by=by, **values)
    if upload:
        row.file_name, row.content_type = tidy_name(upload.name, upload_kind), upload_kind.content_type
        content = without_metadata(upload, upload_kind) if upload_kind.is_image else upload
        content.seek(0)
        row.file.name = default_storage.save(pair_file_path(row, row.file_name), content)
    try:
        with transaction.atomic():
            row.save()
            record("pair_file.added", pairing, by, {"title": ["", row.title]})
    except BaseException:
        if row.file:
            default_storage.delete(row.file.name)
        raise
    return row


@transaction.atomic
def remove_file(*, row, by):
    if PairFile.objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=clock.now()):
        record("pair_file.removed", row.pairing, by, {"title": [row.title, ""]})


@transaction.atomic
def restore_file(*, row, by):
    if PairFile.objects.filter(pk=row.pk).exclude(deleted_at=None).update(deleted_at=None):
        record("pair_file.restored", row.pairing, by, {"title": ["", row.title]})


@transaction.atomic
def write_handover(*, pairing, version, handover, by):
    pairing.swap(version, handover=handover)
    record("handover.edited", pairing, by)
    return pairing


def record(action, pairing, by, changes=None):
    audit.record(by=by, action=action, row=pairing, name=name_of(pairing), changes=changes)
