"""Selection of mentors: criteria, interviews, decisions. Every decision is kept; a later one takes its place."""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import audit

from ..funnel import with_facts
from ..models import Criterion, Decision, Interview, Mentor

REASONS = {
    "ended": gettext_lazy("has finished or left the programme"),
    "processing": gettext_lazy("no consent to the processing of personal data"),
    "interview": gettext_lazy("no interview"),
    "same": gettext_lazy("is selected already"),
    "changed": gettext_lazy("somebody has decided in the meantime"),
}
"""Why somebody is not selected: code -> words."""


def why_not(mentor, decision):
    """The code of the reason why this cannot be decided about a row of ``with_facts``, or an empty text.

    To select takes the consent to processing and an interview; to put in reserve and to refuse takes nothing.
    """
    if mentor.left_on or mentor.is_completed:
        return "ended"
    if decision != Mentor.Decision.SELECTED:
        return ""
    if not mentor.has_processing:
        return "processing"
    return "" if mentor.has_interview else "interview"


@transaction.atomic
def decide(*, mentor, version, decision, on, reason, by):
    """Write a decision; returns what takes it back."""
    row = with_facts(Mentor.objects.living(), on).get(pk=mentor.pk)
    if code := why_not(row, decision):
        raise RuleBroken(_("The mentor cannot be selected: %(reason)s.") % {"reason": REASONS[code]})
    write(row, version, decision=decision, on=on, reason=reason, by=by)
    return [former(row)]


def write(row, version, *, decision, on, reason, by):
    """Change the row, keep the decision in the history, and tell the log."""
    before = words_of(row.decision, row.decided_on)
    saved = Mentor.objects.get(pk=row.pk)
    saved.swap(version, decision=decision, decided_on=on, decision_reason=reason)
    Decision.objects.create(school_id=row.school_id, mentor=row, decision=decision, decided_on=on, reason=reason, by=by)
    changes = {_("decision"): [before, words_of(decision, on)]}
    if reason:
        changes[_("reason")] = [row.decision_reason, reason]
    audit.record(by=by, action="mentor.decided", row=row, changes=changes)


def words_of(decision, on):
    return f"{Mentor.Decision(decision).label}, {on:%d.%m.%Y}" if decision else ""


def former(row):
    """What a row was before a decision, for taking it back: values that a session can keep."""
    on = row.decided_on.isoformat() if row.decided_on else ""
    return [row.pk, row.version + 1, row.decision, on, row.decision_reason]


@dataclass
class Outcome:
    """Who was selected, and who was not with the reason; ``undo`` takes it back."""

    done: list[Mentor] = field(default_factory=list)
    refused: list[tuple[Mentor, str]] = field(default_factory=list)
    undo: list[list] = field(default_factory=list)


@transaction.atomic
def select_many(*, mentors, versions, on, by):
    """Select everybody who can be; ``versions`` are the rows as the person saw them, by the row's number."""
    outcome = Outcome()
    rows = with_facts(mentors.filter(pk__in=versions), on).select_related("person").order_by("person__name_key", "pk")
    for row in rows.select_for_update(of=("self",)):
        code = why_not(row, Mentor.Decision.SELECTED)
        if row.decision == Mentor.Decision.SELECTED:
            code = "same"
        elif row.version != versions[row.pk]:
            code = "changed"
        if code:
            outcome.refused.append((row, REASONS[code]))
        else:
            outcome.done.append(row)
            outcome.undo.append(former(row))
    keep_selected(outcome.done, on, by)
    return outcome


def keep_selected(rows, on, by):
    """The same decision about many rows, in as many statements as about one."""
    selected = Mentor.Decision.SELECTED
    Mentor.objects.filter(pk__in=[row.pk for row in rows]).update(
        decision=selected, decided_on=on, decision_reason="", version=F("version") + 1
    )
    Decision.objects.bulk_create(
        Decision(school_id=row.school_id, mentor=row, decision=selected, decided_on=on, by=by) for row in rows
    )
    for row in rows:
        changes = {_("decision"): [words_of(row.decision, row.decided_on), words_of(selected, on)]}
        audit.record(by=by, action="mentor.decided", row=row, changes=changes)


@transaction.atomic
def take_back(entries, *, mentors, day, by):
    """Put the decisions that stood before back, as new decisions; a row that was changed since stays. Returns rows."""
    rows = {row.pk: row for row in mentors.filter(pk__in=[entry[0] for entry in entries]).select_related("person")}
    done = []
    for pk, version, decision, on, reason in entries:
        row = rows.get(pk)
        if row is None or row.version != version:
            continue
        before = words_of(row.decision, row.decided_on)
        row.swap(version, decision=decision, decided_on=on or None, decision_reason=reason)
        words = reason if decision else _("The decision is taken back.")
        Decision.objects.create(
            school_id=row.school_id, mentor=row, decision=decision, decided_on=on or day, reason=words, by=by
        )
        after = words_of(row.decision, row.decided_on)
        audit.record(by=by, action="mentor.decision_undone", row=row, changes={_("decision"): [before, after]})
        done.append(row)
    return done


@transaction.atomic
def save_interview(*, mentor, version, changes, words, by):
    """Write the talk down. ``words`` go into the log: never the notes, which the coordinator alone reads."""
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    saved = Interview.objects.filter(mentor=mentor).first()
    if saved is None:
        Interview.objects.create(school_id=mentor.school_id, mentor=mentor, held_by=by, **changes)
    elif version:
        saved.swap(version, **changes, held_by=by)
    else:
        raise EditConflict(_("Somebody has changed this in the meantime."), theirs=saved)
    audit.record(by=by, action="interview.saved", row=mentor, changes=words)


@transaction.atomic
def add_criterion(*, school, title, by):
    last = Criterion.objects.aggregate(last=models.Max("position"))["last"] or 0
    row = Criterion.objects.create(school=school, title=title, position=last + 1)
    audit.record(by=by, action="criterion.created", row=row)
    return row


@transaction.atomic
def rename_criterion(*, criterion, seen, title, by):
    """Compare-and-swap by the title that the person saw."""
    if not Criterion.objects.filter(pk=criterion.pk, title=seen).update(title=title):
        theirs = Criterion.objects.get(pk=criterion.pk)
        raise EditConflict(_("Somebody has changed this in the meantime."), theirs=theirs)
    changes = {_("criterion"): [seen, title]}
    criterion.title = title
    audit.record(by=by, action="criterion.edited", row=criterion, changes=changes)


@transaction.atomic
def move_criterion(*, criterion, step, by):
    """One place up (-1) or down (1); at the end of the list it stays. Positions are written anew without gaps."""
    rows = list(Criterion.objects.select_for_update())
    place = next((number for number, row in enumerate(rows) if row.pk == criterion.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return
    rows.insert(place + step, rows.pop(place))
    for number, row in enumerate(rows, 1):
        row.position = number
    Criterion.objects.bulk_update(rows, ["position"])
    audit.record(by=by, action="criterion.moved", row=criterion)


@transaction.atomic
def delete_criterion(*, criterion, by):
    """Take a criterion off the list; returns what puts it back. Interviews remember it by its number."""
    kept = {"pk": criterion.pk, "title": criterion.title, "position": criterion.position}
    audit.record(by=by, action="criterion.deleted", row=criterion)
    criterion.delete()
    return kept


@transaction.atomic
def restore_criterion(*, school, kept, by):
    """Put a criterion back with its number, so that interviews have it again; None when its title is taken."""
    if Criterion.objects.filter(models.Q(pk=kept["pk"]) | models.Q(title=kept["title"])).exists():
        return None
    row = Criterion.objects.create(school=school, **kept)
    audit.record(by=by, action="criterion.restored", row=row)
    return row
