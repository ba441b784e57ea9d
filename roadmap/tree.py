"""Reading for the tree editor: all stages, one of them open, its activities by pages; five queries."""

import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q
from django.utils.http import urlencode

from .models import Activity, Assignment, Roadmap, Stage, Step

PER_PAGE = 8


@dataclass
class Tree:
    """What the page of the editor shows."""

    roadmap: Roadmap
    address: str
    stages: list
    stage: Stage | None = None
    page_obj: Page | None = None

    @property
    def here(self):
        """The part of the address that keeps the open stage and its page."""
        if self.stage is None:
            return ""
        return urlencode({"stage": self.stage.pk, "page": self.page_obj.number})


def tree_of(roadmap, address, stage_pk="", page=""):
    """The tree with the asked stage open, else the first one."""
    living = Count("activities", Q(activities__deleted_at=None))
    rows = Stage.objects.filter(roadmap=roadmap, deleted_at=None).annotate(activity_count=living)
    stages = list(rows.order_by("position", "pk"))
    tree = Tree(roadmap, address, stages)
    if stages:
        tree.stage = next((one for one in stages if str(one.pk) == stage_pk), stages[0])
        tree.page_obj = Paginator(activities_of(tree.stage), PER_PAGE).get_page(page)
        tree.page_obj.object_list = [prepared(activity) for activity in tree.page_obj.object_list]
        for stage in stages:
            stage.key = f"stage-{stage.pk}"
    return tree


def activities_of(stage):
    steps = Step.objects.filter(deleted_at=None).order_by("position", "pk")
    return (
        Activity.objects.filter(stage=stage, deleted_at=None)
        .order_by("position", "pk")
        .prefetch_related(Prefetch("steps", steps), Prefetch("assignments", Assignment.objects.in_order()))
    )


def prepared(activity):
    """The names of the rows in the address, and a key for the form that adds a step."""
    activity.key = f"activity-{activity.pk}"
    activity.add_key = uuid.uuid4()
    for step in activity.steps.all():
        step.key = f"step-{step.pk}"
    return activity


def page_of(activity):
    """The page of the editor that an activity stands on."""
    before = Activity.objects.filter(stage=activity.stage_id, deleted_at=None, position__lt=activity.position).count()
    return before // PER_PAGE + 1


def place_of(node):
    """The query and the anchor of the editor's address that lead to a row."""
    kind = node._meta.model_name
    if kind == "stage":
        return f"?{urlencode({'stage': node.pk})}#stage-{node.pk}"
    activity = node if kind == "activity" else node.activity
    query = urlencode({"stage": activity.stage_id, "page": page_of(activity)})
    return f"?{query}#{kind}-{node.pk}"
