"""What pairs, meetings, plans and care forget when the data of people are erased.

Days, lengths, marks and counts stay: they are the school's figures. Words about the person go. The words of a pair
(meetings, plan, report) go with its last mentee; who else is in a group keeps them unless they tell the name.
"""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from mentorship.people.models import Mentee, Mentor
from mentorship.people.services.erasing_elsewhere import forget_said

from .models import (
    AttentionPause,
    CareCall,
    CareCase,
    CareNote,
    CareStep,
    DevelopmentPlan,
    HelpCall,
    Meeting,
    MeetingLetter,
    MenteeDoor,
    MentorReport,
    PaidTerms,
    PairFile,
    Pairing,
    PairingEvent,
    PairingMentee,
    PairLetter,
    PairOrder,
    PlanItem,
    Portfolio,
    Presence,
    Substitution,
)
from .services.orders import fill

MEETING = ("topic", "done", "agreed", "results", "remark", "cancel_reason")
PLAN = ("goal", "returned_reason", "result")
ITEM = ("task", "planned", "actual", "mark")
REPORT = ("results", "difficulties", "proposals", "remark")
TOLD_BY_A_REPORT = ("goals", "lines", "visits")
PORTFOLIO = ("category", "practice", "contests", "methods", "awards")
TERMS = ("agreement_number", "content", "form", "pay_basis", "pay_amount")
FILE = ("title", "url", "file", "file_name", "content_type")
SAID = (
    (Pairing, ("place", "ending_reason", "handover")),
    (PairingEvent, ("reason",)),
    (Meeting, ("place", *MEETING)),
    (Presence, ("comment",)),
    (DevelopmentPlan, PLAN),
    (PlanItem, ITEM),
    (MentorReport, REPORT),
    (Portfolio, PORTFOLIO),
    (PaidTerms, ("content", "form", "pay_basis")),
    (Substitution, ("reason",)),
    (AttentionPause, ("note",)),
    (CareCase, ("comment",)),
    (CareStep, ("comment",)),
    (CareNote, ("text",)),
    (HelpCall, ("text", "outcome")),
)
"""Texts of others in which somebody may have written about a person."""


def without(rows, names):
    """Take these texts out of the rows."""
    changes = dict.fromkeys(names, "")
    if any(one.name == "version" for one in rows.model._meta.fields):
        changes["version"] = F("version") + 1
    rows.update(**changes)


def forget_of(people):
    """Everything that was written of these people, who are nameless already."""
    mentees = list(Mentee.objects.filter(person__in=people).values_list("pk", flat=True))
    mentors = list(Mentor.objects.filter(person__in=people).values_list("pk", flat=True))
    pairs = Pairing.objects.filter(Q(mentor__in=mentors) | Q(pk__in=places_of(mentees)))
    forget_pairs(list(pairs.values_list("pk", flat=True)))
    forget_mentees(mentees)
    forget_mentors(mentors)
    forget_letters(people)
    without(Portfolio.objects.filter(person__in=people), PORTFOLIO)
    Portfolio.objects.filter(person__in=people).update(facts={})


def places_of(mentees):
    return PairingMentee.objects.filter(mentee__in=mentees).values("pairing")


def forget_pairs(keys):
    """Why these pairs ended is told by nobody any more, and orders that are not signed yet lose the names."""
    without(Pairing.objects.filter(pk__in=keys).exclude(ending_reason="", handover=""), ("ending_reason", "handover"))
    PairingEvent.objects.filter(pairing__in=keys).exclude(reason="").update(reason="")
    AttentionPause.objects.filter(pairing__in=keys).update(note="")
    drafts = PairOrder.objects.filter(number="", events__pairing__in=keys).distinct()
    for order in drafts.select_related("programme"):
        fill(order)


def forget_mentees(mentees):
    named = PairingMentee.objects.filter(pairing=OuterRef("pk"), mentee__person__anonymised_at=None)
    rows = Pairing.objects.filter(pk__in=places_of(mentees)).exclude(Exists(named))
    pairs = list(rows.values_list("pk", flat=True))
    without(Meeting.objects.filter(pairing__in=pairs), MEETING)
    forget_reports(MentorReport.objects.filter(pairing__in=pairs))
    forget_plans(Q(mentee__in=mentees) | Q(mentee=None, pairing__in=pairs))
    forget_files(PairFile.objects.filter(pairing__in=pairs))
    Presence.objects.filter(mentee__in=mentees).update(comment="")
    MenteeDoor.objects.filter(mentee__in=mentees).delete()
    forget_care(mentees)


def forget_reports(reports):
    """The frozen figures of an accepted report stay, its goals, tasks and names go."""
    without(reports, REPORT)
    for report in reports.exclude(facts={}):
        MentorReport.objects.filter(pk=report.pk).update(facts=report.facts | {key: [] for key in TOLD_BY_A_REPORT})


def forget_plans(condition):
    plans = DevelopmentPlan.objects.filter(condition)
    keys = list(plans.values_list("pk", flat=True))
    without(PlanItem.objects.filter(section__plan__in=keys), ITEM)
    without(plans, PLAN)
    plans.update(texts={})


def forget_care(mentees):
    """Closed notes go as a whole; that a call for help was answered stays as a number."""
    CareNote.objects.filter(mentee__in=mentees).delete()
    CareCall.objects.filter(mentee__in=mentees).delete()
    without(HelpCall.objects.filter(mentee__in=mentees), ("text", "outcome"))
    without(CareCase.objects.filter(mentee__in=mentees), ("comment",))
    CareCase.objects.filter(mentee__in=mentees).update(returns_on=None)
    CareStep.objects.filter(case__mentee__in=mentees).update(comment="")


def forget_mentors(mentors):
    """What concerns the mentor alone: terms of the work, remarks, why somebody stood in. What the mentor wrote of the
    mentees is theirs and stays."""
    pairs = Pairing.objects.filter(mentor__in=mentors).values("pk")
    without(PaidTerms.objects.filter(pairing__in=pairs), TERMS)
    without(MentorReport.objects.filter(pairing__in=pairs), ("remark",))
    without(Meeting.objects.filter(pairing__in=pairs), ("remark",))
    Substitution.objects.filter(Q(mentor__in=mentors) | Q(pairing__in=pairs)).update(reason="")
    CareCall.objects.filter(mentor__in=mentors).delete()
    forget_files(PairFile.objects.filter(pairing__in=pairs).exclude(kind=PairFile.Kind.MATERIAL))


def forget_letters(people):
    """Letters that wait do not go, and no address stays in the reason why one was given up."""
    PairLetter.objects.filter(Q(person__in=people) | Q(about__in=people)).update(text="", reason="")
    MeetingLetter.objects.filter(person__in=people).update(reason="")


def forget_files(files):
    """That there was a paper stays, with its kind, number and day; where it lies and what it is called go."""
    for path in files.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, path))
    without(files, FILE)


def forget_elsewhere(traces):
    """Texts about others that tell the names: found by reading, since nothing links them to the people."""
    for model, fields in SAID:
        forget_said(model, fields, traces)
    told = [
        pk
        for pk, *names in PairFile.objects.values_list("pk", "title", "url", "file_name").iterator()
        if traces.are_in(names) or any(traces.has_surname(name) for name in names)
    ]
    forget_files(PairFile.objects.filter(pk__in=told))
    forget_leaves(DevelopmentPlan, "texts", traces)
    forget_leaves(MentorReport, "facts", traces)
    forget_leaves(Portfolio, "facts", traces)


def forget_leaves(model, field, traces):
    """In a structure only the texts that tell the name go: the rest of the paper stays."""
    for pk, value in model.objects.values_list("pk", field).iterator():
        if value and traces.are_in(value):
            model.objects.filter(pk=pk).update(**{field: leaves_without(value, traces), "version": F("version") + 1})


def leaves_without(value, traces):
    if isinstance(value, dict):
        return {key: leaves_without(inner, traces) for key, inner in value.items()}
    if isinstance(value, list):
        return [leaves_without(inner, traces) for inner in value]
    return "" if isinstance(value, str) and traces.are_in(value) else value
