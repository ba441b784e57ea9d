"""Writing the text of an activity: what is promised, by when, by whom, in which steps."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.programmes import audit

from ..models import Activity, Assignment, Step
from ..outline import Term
from ..reminders import events
from .approval import note_change

SAME_STEP = 0.6
"""How alike two lines must be to be one step whose words were mended: its tick and its proofs stay with it."""


@dataclass
class ActivityText:
    """What the form of an activity says."""

    title: str
    term: Term = field(default_factory=Term)
    planned_result: str = ""
    document_kind: str = ""
    environment: str = ""
    parties: list = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def columns(self):
        """The part that is kept in the activity's own row."""
        return {
            "title": self.title,
            "term_text": self.term.text,
            "term_kind": self.term.kind.value if self.term.kind else "",
            "first_on": self.term.first,
            "last_on": self.term.last,
            "planned_result": self.planned_result,
            "document_kind": self.document_kind,
            "environment": self.environment,
        }


@transaction.atomic
def create_activity(*, stage, text, by):
    """Add an activity at the end of a stage."""
    last = Activity.objects.filter(stage=stage).aggregate(last=Max("position"))["last"] or 0
    activity = Activity.objects.create(school_id=stage.school_id, stage=stage, position=last + 1, **text.columns())
    assign(activity, text.parties)
    write_steps(activity, text.steps)
    audit.record(by=by, action="activity.created", row=activity)
    note_change(stage.roadmap, by=by)
    events.created(activity=activity, by=by)
    return activity


@transaction.atomic
def edit_activity(*, activity, version, text, by):
    """Save the text if nobody saved since ``version``; else EditConflict, and nothing is written."""
    before, answering = readable(activity), events.answering(activity)
    activity.swap(version, **text.columns())
    assign(activity, text.parties)
    write_steps(activity, text.steps)
    after = readable(activity)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changes:
        audit.record(by=by, action="activity.edited", row=activity, changes=changes)
        note_change(activity.stage.roadmap, by=by)
        answering.tell(by=by, is_reworded=bool(changes.keys() - {_("responsible")}))
    return activity


@transaction.atomic
def edit_stage(*, stage, version, by, **fields):
    """Save the words of a stage; compare-and-swap as everywhere."""
    before = {name: getattr(stage, name) for name in fields}
    stage.swap(version, **fields)
    changes = {
        str(stage._meta.get_field(name).verbose_name): [before[name], value]
        for name, value in fields.items()
        if before[name] != value
    }
    if changes:
        audit.record(by=by, action="stage.edited", row=stage, changes=changes)
        note_change(stage.roadmap, by=by)
    return stage


def readable(activity):
    """Everything that the form may change, in words, for the log."""
    names = {name: str(Activity._meta.get_field(name).verbose_name) for name in ActivityText("").columns()}
    del names["term_kind"]
    words = {label: value_in_words(activity, name) for name, label in names.items()}
    parties = Assignment.objects.filter(activity=activity).in_order()
    words[_("responsible")] = ", ".join(one.party.short_title for one in parties)
    words[_("steps")] = "; ".join(activity.steps.filter(deleted_at=None).values_list("title", flat=True))
    return words


def value_in_words(activity, name):
    value = getattr(activity, name)
    if name == "environment":
        return str(activity.get_environment_display())
    return f"{value:%d.%m.%Y}" if name in ("first_on", "last_on") and value else value or ""


def assign(activity, parties):
    """Make these parties answer for the activity, in this order."""
    Assignment.objects.filter(activity=activity).exclude(party__in=parties).delete()
    existing = {one.party_id: one for one in Assignment.objects.filter(activity=activity)}
    for position, party in enumerate(parties, 1):
        one = existing.get(party.pk) or Assignment(school_id=activity.school_id, activity=activity, party=party)
        one.position = position
        one.save()


def write_steps(activity, lines):
    """Make the steps say these lines: same and mended lines stay the same steps, others are added or thrown away."""
    steps = list(activity.steps.filter(deleted_at=None))
    kept = match_steps(steps, lines)
    gone = [step.pk for step in steps if step not in kept.values()]
    Step.objects.filter(pk__in=gone).update(deleted_at=clock.now())
    for position, line in enumerate(lines, 1):
        step = kept.get(position - 1) or Step(school_id=activity.school_id, activity=activity)
        if step.pk and step.position == position and one_line(step.title) == line:
            continue
        step.position = position
        step.title = step.title if one_line(step.title) == line else line
        step.save()


def match_steps(steps, lines):
    """Which step each line is, ``{place of the line: step}``: the same words first, then the likest ones left."""
    kept, free = {}, list(steps)
    for place, line in enumerate(lines):
        same = next((step for step in free if one_line(step.title) == line), None)
        if same:
            kept[place] = same
            free.remove(same)
    for place, line in enumerate(lines):
        if place in kept or not free:
            continue
        likest = max(free, key=lambda step: SequenceMatcher(None, one_line(step.title), line).ratio())
        if SequenceMatcher(None, one_line(likest.title), line).ratio() >= SAME_STEP:
            kept[place] = likest
            free.remove(likest)
    return kept


def one_line(text):
    """The words of a step without line breaks, as the form shows them."""
    return " ".join(text.split())
