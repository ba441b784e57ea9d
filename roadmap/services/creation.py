"""From a plain outline to a living roadmap, and back."""

from django.db import transaction
from django.db.models import Prefetch

from mentorship.programmes.audit import record

from ..models import Activity, Assignment, Party, Roadmap, Stage, Step
from ..outline import Outline, OutlineActivity, OutlineStage, OutlineStep
from .namesakes import Binder


@transaction.atomic
def create_roadmap(*, programme, outline, by):
    """Make the outline the programme's current roadmap; the one before it becomes the archive.

    The number of queries does not grow with the roadmap. Parties are bound to the people of the school where the
    words leave no doubt; the rest stay names.
    """
    roadmap = Roadmap.objects.create(
        school_id=programme.school_id, programme=programme, title=outline.title[:500], columns=outline.columns
    )
    fill(roadmap, outline)
    record(by=by, action="created", row=roadmap)
    return roadmap


def fill(roadmap, outline):
    """Write the outline's stages, activities, steps and parties under an empty roadmap or template."""
    school_id = roadmap.school_id
    stages = Stage.objects.bulk_create(
        Stage(
            school_id=school_id,
            roadmap=roadmap,
            position=position,
            title=stage.title[:500],
            purpose=stage.purpose,
            planned_result=stage.planned_result,
        )
        for position, stage in enumerate(outline.stages, start=1)
    )
    pairs = [
        (_activity(row, position, planned), planned)
        for row, stage in zip(stages, outline.stages, strict=True)
        for position, planned in enumerate(stage.activities, start=1)
    ]
    Activity.objects.bulk_create(row for row, _ in pairs)
    Step.objects.bulk_create(
        Step(
            school_id=school_id,
            activity=row,
            position=position,
            title=step.title,
            planned_result=step.planned_result,
            document_kind=step.document_kind[:300],
        )
        for row, planned in pairs
        for position, step in enumerate(planned.steps, start=1)
    )
    parties = parties_of(outline, roadmap)
    Assignment.objects.bulk_create(
        Assignment(school_id=school_id, activity=row, party=parties[responsible], position=position)
        for row, planned in pairs
        for position, responsible in enumerate(dict.fromkeys(planned.responsible), start=1)
    )


def _activity(stage, position, planned):
    return Activity(
        school_id=stage.school_id,
        stage=stage,
        position=position,
        title=planned.title,
        term_text=planned.term.text[:300],
        term_kind=planned.term.kind or "",
        first_on=planned.term.first,
        last_on=planned.term.last,
        planned_result=planned.planned_result,
        document_kind=planned.document_kind[:300],
        environment=planned.environment,
    )


def parties_of(outline, roadmap):
    """``{responsible: Party}`` for everyone in the outline: those that the school has, and new ones for the rest."""
    school_id = roadmap.school_id
    known = {party.as_responsible(): party for party in Party.objects.all()}
    new = [responsible for responsible in outline.parties if responsible not in known]
    if new:
        binder = Binder(roadmap.school)
        made = Party.objects.bulk_create(
            Party(
                school_id=school_id,
                kind=responsible.kind,
                role_text=(responsible.role or "")[:200],
                name=(responsible.name or "")[:200],
                **binder.bind(responsible),
            )
            for responsible in new
        )
        known |= dict(zip(new, made, strict=True))
    return known


def outline_of(roadmap):
    """The roadmap as a plain outline: three queries, whatever its size."""
    activities = (
        Activity.objects.filter(deleted_at=None)
        .order_by("position", "pk")
        .prefetch_related(
            Prefetch("steps", Step.objects.filter(deleted_at=None).order_by("position", "pk")),
            Prefetch("assignments", Assignment.objects.in_order()),
        )
    )
    stages = roadmap.stages.filter(deleted_at=None).prefetch_related(Prefetch("activities", activities))
    return Outline(
        title=roadmap.title,
        columns=list(roadmap.columns),
        stages=[_stage_outline(number, stage) for number, stage in enumerate(stages, start=1)],
    )


def _stage_outline(number, stage):
    return OutlineStage(
        number=number,
        title=stage.title,
        purpose=stage.purpose,
        planned_result=stage.planned_result,
        activities=[_activity_outline(activity) for activity in stage.activities.all()],
    )


def _activity_outline(activity):
    return OutlineActivity(
        title=activity.title,
        term=activity.term,
        responsible=[assignment.party.as_responsible() for assignment in activity.assignments.all()],
        steps=[OutlineStep(step.title, step.planned_result, step.document_kind) for step in activity.steps.all()],
        planned_result=activity.planned_result,
        document_kind=activity.document_kind,
        environment=activity.environment,
    )
