"""Reading for the bin: stages, activities, steps, templates and roadmaps in one list, the newest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import Activity, Roadmap, Stage, Step

KEPT_DAYS = 30


@dataclass(frozen=True)
class Thrown:
    """One line of the bin."""

    kind: str
    pk: int
    title: str
    where: str
    deleted_at: datetime

    @property
    def address_kind(self):
        """How the address of «restore» names it."""
        return "roadmap" if self.kind == "template" else self.kind


def thrown_away(now):
    """What was thrown away within the days of the bin. What went with its parent stands under the parent alone."""
    since = {"deleted_at__gte": now - timedelta(days=KEPT_DAYS)}
    stages = Stage.objects.filter(roadmap__deleted_at=None, **since)
    activities = Activity.objects.filter(stage__deleted_at=None, stage__roadmap__deleted_at=None, **since)
    steps = Step.objects.filter(
        activity__deleted_at=None, activity__stage__deleted_at=None, activity__stage__roadmap__deleted_at=None, **since
    )
    rows = [
        *(Thrown("stage", *row) for row in stages.values_list("pk", "title", "roadmap__title", "deleted_at")),
        *(Thrown("activity", *row) for row in activities.values_list("pk", "title", "stage__title", "deleted_at")),
        *(Thrown("step", *row) for row in steps.values_list("pk", "title", "activity__title", "deleted_at")),
        *(roadmap_row(one) for one in Roadmap.objects.filter(**since).select_related("programme")),
    ]
    return sorted(rows, key=lambda row: row.deleted_at, reverse=True)


def roadmap_row(roadmap):
    where = "" if roadmap.is_template else roadmap.programme.title
    return Thrown(
        "template" if roadmap.is_template else "roadmap", roadmap.pk, roadmap.title, where, roadmap.deleted_at
    )
