"""From an uploaded file to a roadmap: the draft that is checked, its corrections, and the one act of creating."""

from dataclasses import asdict, dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.programmes.models import Programme
from mentorship.programmes.services.settings import create_programme

from ..models import ImportDraft, Roadmap
from ..outline import Outline, OutlineStep, Term, TermKind
from ..reading import read_file
from ..reading.parties import read_parties
from ..terms import explain_term
from .creation import create_roadmap, outline_of

LONGEST = {"stage": 500, "term": 300, "responsible": 200, "document_kind": 300}


@dataclass
class ActivityWords:
    """What a person wrote into the row of an activity. Given days win over the words of the term."""

    title: str
    term_text: str = ""
    first_on: object = None
    last_on: object = None
    responsible: str = ""
    steps: list[str] = field(default_factory=list)
    planned_result: str = ""
    document_kind: str = ""


def programme_for(*, school, starts, ends, by=None):
    """The school's programme of these days; made where there is none. The first one becomes the current one."""
    found = Programme.objects.filter(starts_on=starts, ends_on=ends).order_by("pk").first()
    if found:
        return found
    years = str(starts.year) if starts.year == ends.year else f"{starts.year}–{ends.year}"
    title = _("Mentoring programme %(years)s") % {"years": years}
    return create_programme(school=school, forms=[], by=by, title=title, starts_on=starts, ends_on=ends)


@transaction.atomic
def read_upload(*, school, programme, calendar, file, filename, by):
    """Read a file into a draft; raises Unreadable with what to do.

    Without a programme one of the days of ``calendar`` is found or made, but only after the file was read.
    """
    starts, ends = (programme.starts_on, programme.ends_on) if programme else calendar
    reading = read_file(file, filename, starts, ends)
    programme = programme or programme_for(school=school, starts=starts, ends=ends, by=by)
    return ImportDraft.objects.create(
        school=school,
        programme=programme,
        file_name=filename[-255:],
        outline=reading.outline.to_dict(),
        doubts=[*reading.doubts, *too_long(reading.outline)],
        unread=reading.unread,
        created_by=by,
    )


def too_long(outline):
    """Texts that a roadmap has no room for, as doubts: they are never cut off in silence."""
    for number, stage in enumerate(outline.stages, 1):
        if len(stage.title) > LONGEST["stage"]:
            yield _long(number, 0, "title", stage.title, LONGEST["stage"])
        for place, activity in enumerate(stage.activities, 1):
            texts = [("term", activity.term.text), ("document_kind", activity.document_kind)]
            texts += [("responsible", text) for one in activity.responsible for text in (one.role, one.name) if text]
            for name, text in texts:
                if len(text) > LONGEST[name]:
                    yield _long(number, place, name, text, LONGEST[name])


def _long(stage, activity, name, text, limit):
    message = _("The text is too long: make it shorter than %(limit)s characters.") % {"limit": limit}
    return {"stage": stage, "activity": activity, "field": name, "text": text, "message": message, "is_blocking": True}


def save_activity(*, draft, version, stage, activity, words):
    """Write the corrected words of one activity into the draft; what was doubtful about it is settled by that."""
    outline = Outline.from_dict(draft.outline)
    row = outline.stages[stage - 1].activities[activity - 1]
    programme = draft.programme
    row.title = words.title
    row.term, doubt = corrected_term(row.term, words, programme.starts_on, programme.ends_on)
    if words.responsible != responsible_words(row):
        row.responsible = read_parties(words.responsible).responsible
    row.steps = corrected_steps(row.steps, words.steps)
    row.planned_result, row.document_kind = words.planned_result, words.document_kind
    doubts = _other_doubts(draft, stage, activity)
    if doubt:
        doubts.append({"stage": stage, "activity": activity, "field": "term", "text": row.term.text, "message": doubt})
    return _save(draft, version, outline, doubts)


def save_stage(*, draft, version, stage, title):
    outline = Outline.from_dict(draft.outline)
    outline.stages[stage - 1].title = title
    return _save(draft, version, outline, _other_doubts(draft, stage, 0))


def _other_doubts(draft, stage, activity):
    """The doubts about other rows; texts that are too long are looked for anew."""
    return [
        doubt
        for doubt in draft.doubts
        if (doubt["stage"], doubt["activity"]) != (stage, activity) and not doubt.get("is_blocking")
    ]


def _save(draft, version, outline, doubts):
    return draft.swap(version, outline=outline.to_dict(), doubts=[*doubts, *too_long(outline)])


def corrected_term(term, words, starts, ends):
    """The term after a correction, and what is still doubtful about new words."""
    same_days = (words.first_on, words.last_on) == shown_days(term, starts, ends)
    if words.term_text == term.text and same_days:
        return term, ""
    if words.first_on or words.last_on:
        first, last = words.first_on or words.last_on, words.last_on or words.first_on
        return Term(words.term_text, TermKind.DAY if first == last else TermKind.DAYS, first, last), ""
    return explain_term(words.term_text, starts, ends)


def shown_days(term, starts, ends):
    """The days that the form shows: only those that the words do not say."""
    return (None, None) if explain_term(term.text, starts, ends)[0] == term else (term.first, term.last)


def corrected_steps(steps, lines):
    """Steps whose words stayed keep their results."""
    known = {step.title: step for step in steps}
    return [known.get(line) or OutlineStep(line) for line in lines]


def responsible_words(activity):
    """Those who answer, one on a line, as the form shows them."""
    return "\n".join(str(party) for party in activity.responsible)


@transaction.atomic
def create_from_draft(*, draft, by):
    """Make the roadmap of a draft. The draft is locked first, so pressing the button twice makes one roadmap."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.roadmap_id:
        return draft.roadmap
    blocking = next((doubt for doubt in draft.doubts if doubt.get("is_blocking")), None)
    if blocking:
        raise RuleBroken(blocking["message"])
    outline = Outline.from_dict(draft.outline)
    outline.title = outline.title or draft.programme.title
    if not outline.activities:
        raise RuleBroken(_("There is no activity to make a roadmap of."))
    draft.roadmap = create_roadmap(programme=draft.programme, outline=outline, by=by)
    draft.save(update_fields=["roadmap"])
    return draft.roadmap


@transaction.atomic
def create_unless_same(*, programme, outline, by=None):
    """``(roadmap, is_new)``: the same text twice is one roadmap; a changed one becomes the current one.

    Reading a file again is how people make sure that it was read; it should not fill the archive.
    """
    current = Roadmap.objects.living().filter(programme=programme).first()
    outline = replace(outline, title=outline.title or programme.title)
    if current and asdict(outline_of(current)) == asdict(outline):
        return current, False
    return create_roadmap(programme=programme, outline=outline, by=by), True
