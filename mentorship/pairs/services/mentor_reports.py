"""A mentor's report: begun for a term, written, handed in, sent back with a remark, accepted."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import MentorReport, Pairing
from ..reporting import counted
from .pairing import name_of

audit.ACTION_TITLES |= {
    "mentor_report.begun": gettext_lazy("Report of a mentor begun"),
    "mentor_report.edited": gettext_lazy("Report of a mentor changed"),
    "mentor_report.submitted": gettext_lazy("Report of a mentor handed in"),
    "mentor_report.recalled": gettext_lazy("Report of a mentor taken back"),
    "mentor_report.returned": gettext_lazy("Report of a mentor sent back"),
    "mentor_report.accepted": gettext_lazy("Report of a mentor accepted"),
    "mentor_report.reopened": gettext_lazy("Acceptance of a report taken back"),
    "mentor_report.deleted": gettext_lazy("Draft of a mentor's report deleted"),
}


@transaction.atomic
def begin(*, pairing, starts_on, ends_on, by):
    """A report of the pair for the term. The second press, and the second person, open the same one."""
    Pairing.objects.select_for_update().get(pk=pairing.pk)
    term = {"pairing": pairing, "starts_on": starts_on, "ends_on": ends_on}
    if found := MentorReport.objects.filter(**term).first():
        return found
    report = MentorReport.objects.create(school_id=pairing.school_id, **term)
    record("begun", report, by)
    return report


def must_be_open(report):
    if report.submitted_on or report.accepted_on:
        raise RuleBroken(_("The report is handed in: take it back to change it."))


@transaction.atomic
def edit(*, report, version, changes, words, by):
    """Term and words of the mentor, until the report is handed in."""
    must_be_open(report)
    report.swap(version, **changes)
    record("edited", report, by, words)
    return report


@transaction.atomic
def submit(*, report, version, day, by):
    """To the coordinator. Raises RuleBroken when the mentor has not written a word of what came of it."""
    must_be_open(report)
    if not report.results.strip():
        raise RuleBroken(_("Write what came of the work, and then hand the report in."))
    report.swap(version, submitted_on=day, remark="")
    record("submitted", report, by)


@transaction.atomic
def recall(*, report, version, by):
    """Back to the mentor, as long as nobody has accepted it."""
    if report.accepted_on or not report.submitted_on:
        raise RuleBroken(_("This report cannot be taken back: it is a draft or accepted already."))
    report.swap(version, submitted_on=None)
    record("recalled", report, by)


@transaction.atomic
def give_back(*, report, version, remark, by):
    """The coordinator says what is missing."""
    must_wait(report)
    report.swap(version, submitted_on=None, remark=remark)
    record("returned", report, by)


@transaction.atomic
def accept(*, report, version, day, by):
    """The figures stay as they are on this day, whatever is written down later."""
    must_wait(report)
    facts = counted(report.pairing, report.starts_on, report.ends_on)
    report.swap(version, accepted_on=day, accepted_by=by, facts=facts)
    record("accepted", report, by)


def must_wait(report):
    if report.accepted_on or not report.submitted_on:
        raise RuleBroken(_("The report does not wait for an answer: it is not handed in or accepted already."))


@transaction.atomic
def reopen(*, report, version, by):
    """It was accepted by mistake: it waits again, and the figures are counted anew."""
    if not report.accepted_on:
        raise RuleBroken(_("This report is not accepted."))
    report.swap(version, accepted_on=None, accepted_by=None, facts={})
    record("reopened", report, by)


@transaction.atomic
def delete(*, report, by):
    """A draft of a wrong term. What was handed in stays."""
    must_be_open(report)
    if MentorReport.objects.filter(pk=report.pk, submitted_on=None).exists():
        record("deleted", report, by)
        MentorReport.objects.filter(pk=report.pk, submitted_on=None).delete()


def record(act, report, by, changes=None):
    audit.record(by=by, action=f"mentor_report.{act}", row=report, name=name_of(report.pairing), changes=changes)
